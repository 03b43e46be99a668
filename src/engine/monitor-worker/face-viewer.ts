import type { Milliseconds } from '../../common/clock';
import { LearnerChooser } from '../../vision/choose-learner';
import { lightProblem } from '../../vision/exposure';
import { FaceCropper } from '../../vision/face-cropper';
import { faceSignals } from '../../vision/face-signals';
import { FrameLight } from '../../vision/frame-light';
import type { Frame } from '../../vision/frame-source';
import type { Landmarker } from '../../vision/landmarker';
import type { Box, FaceCrop, FaceSignals } from '../../vision/types';
import type { UnknownReason } from '../../wakefulness/state-event';

/** The learner's face on one frame. */
export interface SeenFace {
  /** Stays the same while one face is followed from frame to frame. */
  readonly track: number;
  /** Frame pixels. */
  readonly box: Box;
  readonly interocularPx: number;
  readonly signals: FaceSignals;
  /** Cuts the network's input out of the frame: call it while the frame is open. */
  readonly crop: () => FaceCrop;
}

/** What one frame shows. */
export interface FaceView {
  /** Arrival of the frame, ms of the worker's monotonic clock. */
  readonly t: Milliseconds;
  readonly width: number;
  readonly height: number;
  /** Faces large enough to be the learner's, that one included. */
  readonly faces: number;
  readonly face: SeenFace | null;
  /** Why there is no usable face; null when there is one. */
  readonly missing: UnknownReason | null;
}

/** Finds the learner's face on each frame of one camera. */
export class FaceViewer {
  readonly #landmarker: Landmarker;
  readonly #cropSize: number;
  readonly #chooser = new LearnerChooser();
  readonly #cropper = new FaceCropper();
  readonly #light = new FrameLight();

  /** @param cropSize side of the network's input, pixels */
  constructor(landmarker: Landmarker, cropSize: number) {
    this.#landmarker = landmarker;
    this.#cropSize = cropSize;
  }

  /** What the frame shows; it must stay open as long as `face.crop` may be called. */
  view({ image, width, height, t }: Frame): FaceView {
    const detected = this.#landmarker.detect(image, width, height, t);
    const choice = this.#chooser.choose(detected, t);
    if (choice.kind === 'missing') {
      const missing = lightProblem(this.#light.measure(image)) ?? choice.reason;
      return { t, width, height, faces: detected.length, face: null, missing };
    }
    const { face, track, faces } = choice;
    const { box, interocularPx, landmarks } = face;
    const crop = () => this.#cropper.crop(image, landmarks, this.#cropSize);
    return {
      t,
      width,
      height,
      faces,
      face: { track, box, interocularPx, signals: faceSignals(face), crop },
      missing: null,
    };
  }

  /** What the identity check found out about a track. */
  identify(track: number, owner: 'learner' | 'other-person'): void {
    this.#chooser.identify(track, owner);
  }
}
