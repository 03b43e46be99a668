import type { Milliseconds } from '../../common/clock';
import type { Turn } from '../../common/turns';
import type { CameraTurn } from '../../vision/camera-turn';
import { LearnerChooser } from '../../vision/choose-learner';
import { lightProblem } from '../../vision/exposure';
import { EyesHidden } from '../../vision/eyes-hidden';
import { FaceCropper } from '../../vision/face-cropper';
import { faceLook, LOOK_SIZE, type FaceLook } from '../../vision/face-look';
import { faceSignals } from '../../vision/face-signals';
import { FrameLight } from '../../vision/frame-light';
import { FrozenCamera } from '../../vision/frozen-camera';
import type { FramePicture } from '../../vision/frame-pixels';
import type { Landmarker } from '../../vision/landmarker';
import { TurnedPicture, type SizedPicture } from '../../vision/turned-picture';
import type { Box, DetectedFace, FaceCrop, FaceSignals } from '../../vision/types';
import type { UnknownReason } from '../../wakefulness/state-event';

/** The learner's face on one frame. */
export interface SeenFace {
  /** Stays the same while one face is followed from frame to frame. */
  readonly track: number;
  /** Frame pixels. */
  readonly box: Box;
  readonly interocularPx: number;
  readonly signals: FaceSignals;
  /** The picture shows something in front of the eyes: what `signals` says of them is made up. */
  readonly eyesHidden: boolean;
  /**
   * Cuts a network's input out of the frame: call it while the frame is open.
   * @param size of its side, pixels
   */
  readonly crop: (size: number) => FaceCrop;
}

/** What one frame shows. */
export interface FaceView {
  /** Arrival of the frame, ms of the worker's monotonic clock. */
  readonly t: Milliseconds;
  /** Of the frame as it was turned. */
  readonly width: number;
  readonly height: number;
  /** Faces large enough to be the learner's, that one included. */
  readonly faces: number;
  readonly face: SeenFace | null;
  /** Why there is no usable face; null when there is one. */
  readonly missing: UnknownReason | null;
  /**
   * `over`: it is known how the camera is mounted. `on`: not yet: the face may be measured, and
   * nothing told of it. `aside`: this frame only tried how else it may be, and says nothing.
   */
  readonly trial: 'over' | 'on' | 'aside';
}

/** A frame of `t`, with its pixels where they were read. */
export type ViewedFrame = SizedPicture & Partial<Pick<FramePicture, 'pixels'>> & Pick<FaceView, 't'>;

/** ms from one look at a camera's own state to the next. */
const CAMERA_LOOK_EVERY: Milliseconds = 200;

/** How a file is turned. */
const UPRIGHT = { turn: 0, settled: true, looksFor: 'learner' } as const;

/** Finds the learner's face on each frame of one camera, or of one file. */
export class FaceViewer {
  readonly #landmarker: Landmarker;
  readonly #turn: CameraTurn | null;
  readonly #chooser = new LearnerChooser();
  readonly #cropper = new FaceCropper();
  readonly #light = new FrameLight();
  readonly #turned = new TurnedPicture();
  readonly #eyes = new EyesHidden();
  readonly #repeats = new FrozenCamera();
  #frozen = false;
  #lookedAt: Milliseconds = -Infinity;
  #turnedBy: Turn = 0;

  /**
   * @param turn how the camera is mounted, as far as it is known; null: a file, which is upright
   */
  constructor(landmarker: Landmarker, turn: CameraTurn | null) {
    this.#landmarker = landmarker;
    this.#turn = turn;
  }

  /** What the frame shows; it must stay open as long as `face.crop` may be called. */
  view({ t, ...frame }: ViewedFrame): FaceView {
    const { turn, settled, looksFor } = this.#turn ?? UPRIGHT;
    const trial = settled ? 'over' : looksFor === 'aside' ? 'aside' : 'on';
    const picture = this.#turned.of(frame, turn);
    const { image, width, height } = picture;
    const pixels = picture === frame ? frame.pixels : null;
    const detected = this.#landmarker.detect(pixels ?? image, width, height, t);
    const missing = (reason: UnknownReason): FaceView => {
      return { t, width, height, faces: detected.length, face: null, missing: reason, trial };
    };
    if (!settled) this.#tryTurn(picture, detected);
    if (looksFor !== 'learner')
      return missing(
        detected.length > 0 ? 'starting' : (lightProblem(this.#light.measure(image)) ?? 'no-face'),
      );
    if (turn !== this.#turnedBy) this.#chooser.forget();
    this.#turnedBy = turn;
    if (this.#turn && this.#isFrozen(image, t)) return missing('camera-frozen');
    const choice = this.#chooser.choose(detected, t);
    if (choice.kind === 'missing') return missing(lightProblem(this.#light.measure(image)) ?? choice.reason);
    const { face, track, faces } = choice;
    const { box, interocularPx, landmarks } = face;
    const signals = faceSignals(face);
    const eyesHidden = this.#eyes.see(track, t, () => this.#look(picture, face).hidden);
    const crop = (size: number): FaceCrop => this.#cropper.crop(image, landmarks, size);
    return {
      t,
      width,
      height,
      faces,
      face: { track, box, interocularPx, signals, eyesHidden, crop },
      missing: null,
      trial,
    };
  }

  /** What the identity check found out about a track. */
  identify(track: number, owner: 'learner' | 'other-person'): void {
    this.#chooser.identify(track, owner);
  }

  #look({ image }: SizedPicture, { landmarks }: DetectedFace): FaceLook {
    return faceLook(this.#cropper.crop(image, landmarks, LOOK_SIZE));
  }

  #tryTurn(picture: SizedPicture, detected: readonly DetectedFace[]): void {
    const [largest] = detected.toSorted((one, other) => other.interocularPx - one.interocularPx);
    this.#turn?.see(
      largest
        ? { roll: faceSignals(largest).pose.roll, upright: this.#look(picture, largest).upright }
        : null,
    );
  }

  #isFrozen(image: SizedPicture['image'], t: Milliseconds): boolean {
    if (t < this.#lookedAt || t - this.#lookedAt >= CAMERA_LOOK_EVERY) {
      this.#lookedAt = t;
      this.#frozen = this.#repeats.see(this.#light.sample(image), t);
    }
    // A closed shutter gives one picture too, and is told as what it is.
    return this.#frozen && lightProblem(this.#light.measure(image)) === null;
  }
}
