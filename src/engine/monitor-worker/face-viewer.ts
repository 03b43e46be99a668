import { LearnerChooser } from '../../vision/choose-learner';
import { lightProblem } from '../../vision/exposure';
import { FaceCropper } from '../../vision/face-cropper';
import { faceSignals } from '../../vision/face-signals';
import { FrameLight } from '../../vision/frame-light';
import type { Frame } from '../../vision/frame-source';
import type { Landmarker } from '../../vision/landmarker';
import type { FaceView } from './face-view';

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
