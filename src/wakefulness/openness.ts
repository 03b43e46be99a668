import {
  NEAR_EYE_YAW,
  PITCH_DOWN_LIMIT,
  PITCH_LID,
  PITCH_UP_LIMIT,
  WINK_DIFFERENCE,
  WINK_OPEN_EYE,
  YAW_LIMIT,
} from './constants';
import type { EyeCalibration, EyePair, FaceObservation } from './observation';
import { clamp, ramp } from './ramp';

/** What one frame says about the eyes. */
export interface EyeReading {
  /** Each eye by itself, without limits and without allowance for the pose. */
  readonly openings: EyePair;
  /** 0 closed .. 1 open, relative to the learner's calibration and with allowance for the pose. */
  readonly openness: number;
  /** The same without allowance for the pose: never larger. */
  readonly unaided: number;
  /** 0 the eyes cannot be measured in this pose .. 1 they can. */
  readonly visibility: number;
  /** Degrees of chin down, relative to the neutral pitch. */
  readonly chinDown: number;
}

/** `neutralPitch`: degrees, as calibrated or followed since. */
export function readEyes(
  face: FaceObservation,
  calibration: EyeCalibration,
  neutralPitch: number,
): EyeReading {
  const { ear, pose } = face;
  const { open, closed } = calibration;
  const chinDown = pose.pitch - neutralPitch;
  const combined = (down: number): number =>
    combineEyes(
      {
        left: eyeOpenness(ear.left, open.left, closed.left, down),
        right: eyeOpenness(ear.right, open.right, closed.right, down),
      },
      pose.yaw,
    );
  return {
    openings: openingsOf(ear, calibration),
    openness: combined(chinDown),
    unaided: combined(0),
    visibility: eyeVisibility(pose.yaw, chinDown),
    chinDown,
  };
}

/** Each eye by itself, relative to the learner's calibration, without limits. */
function openingsOf(ear: EyePair, { open, closed }: EyeCalibration): EyePair {
  const opening = (eye: keyof EyePair): number => (ear[eye] - closed[eye]) / (open[eye] - closed[eye]);
  return { left: opening('left'), right: opening('right') };
}

/** Of the lower lid, without limits. */
export function lowerOpening(ear: EyePair, calibration: EyeCalibration): number {
  const { left, right } = openingsOf(ear, calibration);
  return Math.min(left, right);
}

/**
 * Opening of one eye, 0..1: where its EAR lies between the learner's closed and open ones. With the
 * chin down the upper lid covers more of an eye that is wide awake, so that less is expected of an
 * open one.
 */
export function eyeOpenness(ear: number, open: number, closed: number, chinDown: number): number {
  const share = 1 - (1 - PITCH_LID.share) * ramp(chinDown, PITCH_LID.from, PITCH_LID.to);
  return clamp((ear - closed) / ((open - closed) * share), 0, 1);
}

/**
 * One opening from two. The smaller one tells most (AUC 0.939 against 0.913 for the mean), except
 * in a wink (one eye plainly open is an open eye) and with the head turned (the far eye is a
 * guess).
 */
export function combineEyes(eyes: EyePair, yaw: number): number {
  const frontal = isWink(eyes) ? Math.max(eyes.left, eyes.right) : Math.min(eyes.left, eyes.right);
  // Turned to the own left, the right half of the face is nearer to the camera.
  const near = yaw > 0 ? eyes.right : eyes.left;
  const turned = ramp(Math.abs(yaw), NEAR_EYE_YAW.from, NEAR_EYE_YAW.to);
  return frontal + turned * (near - frontal);
}

/** One eye is plainly open and the other one is not: a wink, hair, or a reflection. */
export function isWink({ left, right }: EyePair): boolean {
  return Math.max(left, right) >= WINK_OPEN_EYE && Math.abs(left - right) >= WINK_DIFFERENCE;
}

/**
 * How far the lids can be measured in this pose: 1 in front of the screen, 0 turned far away.
 * Degrees.
 */
export function eyeVisibility(yaw: number, chinDown: number): number {
  const sideways = 1 - ramp(Math.abs(yaw), YAW_LIMIT.from, YAW_LIMIT.to);
  const down = 1 - ramp(chinDown, PITCH_DOWN_LIMIT.from, PITCH_DOWN_LIMIT.to);
  const up = 1 - ramp(-chinDown, PITCH_UP_LIMIT.from, PITCH_UP_LIMIT.to);
  return sideways * down * up;
}
