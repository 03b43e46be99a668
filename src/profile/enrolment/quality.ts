import type { HeadPose } from '../../wakefulness/observation';
import type { UnknownReason } from '../../wakefulness/state-event';
import { FRONTAL_POSE, LEAST_INTEROCULAR_PX, LEAST_LUMA, LEAST_LUMA_DEVIATION, MOST_LUMA } from './constants';
import type { EnrolmentCandidate, EnrolmentHint } from './enrolment';

/** A candidate with a face. */
export type FaceCandidate = EnrolmentCandidate & {
  readonly signals: NonNullable<EnrolmentCandidate['signals']>;
};

/**
 * What keeps a frame out of the enrolment, first match first; null: nothing does. Blinks and
 * movement are judged over time, elsewhere.
 */
export function frameProblem(candidate: EnrolmentCandidate): EnrolmentHint | null {
  const { exposure, signals } = candidate;
  if (signals === null) return faceProblem(candidate.missing);
  if (candidate.interocularPx < LEAST_INTEROCULAR_PX) return 'come-closer';
  if (exposure !== null && exposure.mean > MOST_LUMA) return 'less-light';
  if (exposure !== null && (exposure.mean < LEAST_LUMA || exposure.deviation < LEAST_LUMA_DEVIATION)) {
    return 'more-light';
  }
  if (!isFrontal(signals.pose)) return 'face-the-camera';
  if (candidate.eyesHidden) return 'show-your-eyes';
  return null;
}

function faceProblem(missing: UnknownReason | null): EnrolmentHint {
  switch (missing) {
    case 'camera-covered':
      return 'uncover-the-camera';
    case 'camera-frozen':
      return 'camera-stuck';
    case 'too-dark':
      return 'more-light';
    case 'face-too-small':
      return 'come-closer';
    default:
      return 'no-face';
  }
}

export function isGood(candidate: EnrolmentCandidate): candidate is FaceCandidate {
  return frameProblem(candidate) === null;
}

function isFrontal(pose: HeadPose): boolean {
  return (
    Math.abs(pose.pitch) <= FRONTAL_POSE.pitch &&
    Math.abs(pose.yaw) <= FRONTAL_POSE.yaw &&
    Math.abs(pose.roll) <= FRONTAL_POSE.roll
  );
}
