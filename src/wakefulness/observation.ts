import type { ClassProbabilities } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import type { UnknownReason } from './state-event';

/** Left and right are the learner's own (the mesh's "left" eye output is the learner's right). */
export interface EyePair {
  readonly left: number;
  readonly right: number;
}

/**
 * Head angles in degrees. Pitch: chin down positive. Yaw: turned to the learner's left positive.
 * Roll: tilted to the learner's left shoulder positive.
 */
export interface HeadPose {
  readonly pitch: number;
  readonly yaw: number;
  readonly roll: number;
}

/** A seen face: what the vision part measured on one frame, before calibration. */
export interface FaceObservation {
  readonly t: Milliseconds;
  readonly kind: 'face';
  /** Eye aspect ratio of each eye. */
  readonly ear: EyePair;
  /** Mouth aspect ratio. */
  readonly mar: number;
  readonly pose: HeadPose;
  /**
   * Network posterior for this frame, temperature-calibrated; null while there is no trained
   * checkpoint or no verdict for this frame.
   */
  readonly posterior: ClassProbabilities | null;
  /**
   * Why nothing may be told of this face yet: it may be a picture's. Until it has shown life it is
   * measured for a first verdict, and does not count as seen.
   */
  readonly unproven?: UnknownReason;
}

/**
 * Whether all that was measured on a face is a number. A degenerate fit of the landmarks is not,
 * and one such face would poison every mean and filter that it comes into.
 */
export const isFiniteLook = ({ ear, mar, pose }: Pick<FaceObservation, 'ear' | 'mar' | 'pose'>): boolean =>
  [ear.left, ear.right, mar, pose.pitch, pose.yaw, pose.roll].every(Number.isFinite);

/** No usable face on this frame, or no frame at all. */
export interface MissingObservation {
  readonly t: Milliseconds;
  readonly kind: 'missing';
  readonly reason: UnknownReason;
}

/** One frame's evidence. `t` is monotonic milliseconds of the capture clock. */
export type Observation = FaceObservation | MissingObservation;

/**
 * The learner's own eyes and head, measured at calibration; everything in wakefulness is relative
 * to it.
 */
export interface EyeCalibration {
  /** EAR of each eye, open (a high percentile of the calibration frames). */
  readonly open: EyePair;
  /**
   * EAR of each eye, closed: measured where the learner closed them, else estimated from `open`.
   */
  readonly closed: EyePair;
  /** Neutral head pose in front of the screen. */
  readonly pose: HeadPose;
  /** Neutral mouth aspect ratio. */
  readonly mar: number;
  /** Milliseconds since the epoch. */
  readonly calibratedAt: Milliseconds;
}
