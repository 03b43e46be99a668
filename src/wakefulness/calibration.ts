import type { Milliseconds } from '../common/clock';
import { WakefulError } from '../common/errors';
import { quantile } from '../common/statistics';
import {
  BLINK_FLOOR,
  BLINKS_NEEDED,
  CALIBRATION_LEAST_FRAMES,
  CLOSED_SHARE,
  CLOSED_SHARE_LIMITS,
  DIP_BELOW,
  FRONTAL_LIMIT,
  LEAST_OPEN_EAR,
  OPEN_PERCENTILE,
} from './constants';
import {
  isFiniteLook,
  type EyeCalibration,
  type EyePair,
  type FaceObservation,
  type HeadPose,
} from './observation';
import { clamp } from './ramp';

export type CalibrationErrorCode = 'calibration-too-few-frames' | 'calibration-eyes-not-open';

/** The frames do not tell what the learner's open eyes look like; more of them may. */
export class CalibrationError extends WakefulError<CalibrationErrorCode> {}

/**
 * Eyes and head of people in general, for the time before a learner's own are known. With our
 * landmarker the smaller of two open eyes measured 0.25 at the median of 1,518 people (0.18 at the
 * tenth percentile), that of two closed ones 0.07 of 1,738 (0.11 at the ninetieth), and open-eyed
 * heads were pitched by 4 degrees. The open value is lower than the median, so that narrow eyes do
 * not look half closed.
 */
export const GENERAL_CALIBRATION: EyeCalibration = {
  open: { left: 0.23, right: 0.23 },
  closed: { left: 0.08, right: 0.08 },
  pose: { pitch: 4, yaw: 0, roll: 0 },
  mar: 0.05,
  calibratedAt: 0,
};

/**
 * The learner's own eyes and head from frames in which they look at the screen and blink as they
 * like, some twenty seconds long. Everything is a percentile, so that blinks, glances and single
 * bad frames do not matter.
 *
 * `closed` is measured where the learner blinked or closed the eyes often enough, and else
 * estimated as a usual share of `open`.
 * @throws CalibrationError when there are too few frames in front of the screen, or the eyes were
 * not open.
 */
export function calibrateEyes(
  frames: readonly FaceObservation[],
  calibratedAt: Milliseconds,
): EyeCalibration {
  const measured = frames.filter(isFiniteLook);
  const pose = medianPose(openEyed(measured));
  const frontal = measured.filter((frame) => isFrontal(frame.pose, pose));
  if (frontal.length < CALIBRATION_LEAST_FRAMES) {
    throw new CalibrationError(
      'calibration-too-few-frames',
      `Only ${frontal.length} of ${CALIBRATION_LEAST_FRAMES} frames show the face turned to the screen.`,
      'Look at the screen and hold still for a few seconds more.',
    );
  }
  const left = calibrateEye(frontal, (frame) => frame.ear.left);
  const right = calibrateEye(frontal, (frame) => frame.ear.right);
  if (Math.min(left.open, right.open) < LEAST_OPEN_EAR) {
    throw new CalibrationError(
      'calibration-eyes-not-open',
      `The eyes look closed: an aspect ratio of ${Math.min(left.open, right.open).toFixed(2)} at most.`,
      'Open your eyes and look at the screen, with the light in front of you.',
    );
  }
  const open: EyePair = { left: left.open, right: right.open };
  const closed: EyePair = { left: left.closed, right: right.closed };
  const mar = percentile(
    frontal.map((frame) => frame.mar),
    0.5,
  );
  return { open, closed, pose, mar, calibratedAt };
}

function calibrateEye(
  frames: readonly FaceObservation[],
  ear: (frame: FaceObservation) => number,
): { open: number; closed: number } {
  const open = percentile(frames.map(ear), OPEN_PERCENTILE);
  const limits = { low: CLOSED_SHARE_LIMITS.low * open, high: CLOSED_SHARE_LIMITS.high * open };
  const closed = measuredClosed(frames, ear, open * DIP_BELOW) ?? open * CLOSED_SHARE;
  return { open, closed: clamp(closed, limits.low, limits.high) };
}

/**
 * What the lids measure at the floor of blinks or closures; null when there were too few of them.
 */
function measuredClosed(
  frames: readonly FaceObservation[],
  ear: (frame: FaceObservation) => number,
  below: number,
): number | null {
  const floors: number[] = [];
  let wasDown = false;
  for (const frame of frames) {
    const value = ear(frame);
    const down = value < below;
    if (down && wasDown) floors.push(Math.min(value, floors.pop()!));
    else if (down) floors.push(value);
    wasDown = down;
  }
  if (floors.length < BLINKS_NEEDED) return null;
  // Frames catch most blinks half way, and looks down and smiles lower the lids too: only the
  // lowest floors are shut lids.
  return percentile(floors, BLINK_FLOOR);
}

function medianPose(frames: readonly FaceObservation[]): HeadPose {
  const median = (angle: (pose: HeadPose) => number) =>
    percentile(
      frames.map((frame) => angle(frame.pose)),
      0.5,
    );
  return { pitch: median((p) => p.pitch), yaw: median((p) => p.yaw), roll: median((p) => p.roll) };
}

/** Frames with open eyes: who looks down shows the lids, and is not in the neutral pose. */
function openEyed(frames: readonly FaceObservation[]): FaceObservation[] {
  const mean = ({ ear }: FaceObservation) => (ear.left + ear.right) / 2;
  const open = percentile(frames.map(mean), OPEN_PERCENTILE);
  return frames.filter((frame) => mean(frame) >= DIP_BELOW * open);
}

function isFrontal(pose: HeadPose, neutral: HeadPose): boolean {
  return (
    Math.abs(pose.pitch - neutral.pitch) <= FRONTAL_LIMIT && Math.abs(pose.yaw - neutral.yaw) <= FRONTAL_LIMIT
  );
}

/** `quantile`; 0 of no values. */
export const percentile = (values: readonly number[], fraction: number): number =>
  values.length === 0 ? 0 : quantile(values, fraction);
