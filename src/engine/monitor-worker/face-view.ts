import type { Milliseconds } from '../../common/clock';
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
