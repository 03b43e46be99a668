import { WAKEFULNESS_CLASSES, type ClassProbabilities } from '../../common/classes';
import { SECOND_MS, type Milliseconds } from '../../common/clock';
import { calibrateEyes } from '../../wakefulness/calibration';
import { ClosureTracker } from '../../wakefulness/closures';
import { LEAST_VISIBILITY, MICROSLEEP, OBSERVATION_GAP, SURE_MICROSLEEP } from '../../wakefulness/constants';
import { StateClassifier } from '../../wakefulness/classifier';
import { BUILT_IN_FUSION } from '../../wakefulness/fusion-weights';
import type { EyeCalibration, FaceObservation } from '../../wakefulness/observation';
import { readEyes } from '../../wakefulness/openness';
import type { EvidenceRates } from '../../wakefulness/state-filter';
import type { FrameSignals, Suggestion } from '../recording';

/**
 * Confidence under which a suggestion counts as unsure: nearly as much speaks for another class.
 * Chosen.
 */
export const UNSURE_BELOW = 0.7;

/** Fraction of a second's frames that must show measurable eyes for a suggestion. Chosen. */
const LEAST_MEASURED = 0.3;

/** Frames between two words about progress: a tenth of a second's work. */
const FRAMES_A_STEP = 4000;

interface Seen {
  /** ms from the start. */
  readonly t: Milliseconds;
  readonly face: FaceObservation | null;
}

/**
 * A label for each second from Table 1 of the paper, computed on eye closure and head movement
 * relative to the person's own open eyes: the very evidence that the monitor judges by, but with
 * the whole recording known. Eyes that stay closed for over a second are Asleep from the first
 * moment on; between Drowsy and Awake the evidence of the second decides, gathered forwards and
 * backwards in time, so that an edge comes neither early nor late. The monitor's sticky filter is
 * left out: it makes up for a future that it cannot know.
 *
 * @param frames in order of time
 * @param seconds number of seconds wanted
 * @param reference frames that tell the person's open eyes: give those of all their recordings, for
 * where somebody is drowsy from the first second to the last, "open" cannot be learnt from that
 * recording alone
 * @param onProgress told now and then which fraction of it is done, 0..1: two hours take seconds
 * @returns for each second a suggestion, or null where the eyes are not seen
 * @throws CalibrationError where the reference shows too few faces from the front, or no open eyes
 */
export function suggestLabels(
  frames: readonly FrameSignals[],
  seconds: number,
  reference: readonly FrameSignals[] = frames,
  onProgress: (fraction: number) => void = () => undefined,
): readonly (Suggestion | null)[] {
  const faces = reference.flatMap((frame) => faceOf(frame) ?? []);
  const calibration = calibrateEyes(faces, 0);
  const seen = frames.map((frame): Seen => ({ t: frame.time * SECOND_MS, face: faceOf(frame) }));
  const last = seen.at(-1)?.t ?? 0;
  const backwards = seen
    .toReversed()
    .map(({ t, face }): Seen => ({ t: last - t, face: face && { ...face, t: last - t } }));
  const forward = replay(seen, calibration, (fraction) => onProgress(fraction / 2));
  const backward = replay(backwards, calibration, (fraction) => onProgress((1 + fraction) / 2)).reverse();
  const asleep = asleepFrames(seen, calibration);

  const bySecond = Array.from({ length: seconds }, () => ({ frames: 0, measured: 0, asleep: 0, nats: 0 }));
  seen.forEach(({ t }, i) => {
    const second = bySecond[Math.floor(t / SECOND_MS)];
    if (!second) return;
    second.frames++;
    const [one, other] = [forward[i], backward[i]];
    if (!one || !other) return;
    second.measured++;
    if (asleep[i]) second.asleep++;
    else second.nats += (one.drowsy + other.drowsy - one.awake - other.awake) / 2;
  });
  return bySecond.map(({ frames: looked, measured, asleep: sleeping, nats }) => {
    if (measured === 0 || measured < LEAST_MEASURED * looked) return null;
    const closed = sleeping / measured;
    // The mean rate of the frames with eyes that are not asleep, over the second that they stand
    // for.
    const drowsy = sleeping < measured ? 1 / (1 + Math.exp(-nats / (measured - sleeping))) : 0;
    return strongest({
      asleep: closed,
      drowsy: (1 - closed) * drowsy,
      awake: (1 - closed) * (1 - drowsy),
    });
  });
}

function strongest(probabilities: ClassProbabilities): Suggestion {
  const label = WAKEFULNESS_CLASSES.reduce((a, b) => (probabilities[b] > probabilities[a] ? b : a));
  return { label, confidence: probabilities[label] };
}

function faceOf({ time, signals }: FrameSignals): FaceObservation | null {
  return signals && { t: time * SECOND_MS, kind: 'face', ...signals, posterior: null };
}

/** What each frame speaks for, as the monitor judges; null where it measures no eyes. */
function replay(
  seen: readonly Seen[],
  calibration: EyeCalibration,
  onProgress: (fraction: number) => void,
): (EvidenceRates | null)[] {
  const classifier = new StateClassifier(BUILT_IN_FUSION);
  let before: Milliseconds | null = null;
  return seen.map(({ t, face }, i) => {
    if ((i + 1) % FRAMES_A_STEP === 0) onProgress((i + 1) / seen.length);
    const passed = before === null ? 0 : t - before;
    if (passed > OBSERVATION_GAP) classifier.interrupt();
    const dt = passed > OBSERVATION_GAP ? 0 : passed;
    before = t;
    if (face && classifier.see(face, calibration, dt)) return classifier.rates;
    classifier.miss(t, dt);
    return null;
  });
}

/**
 * Whether each frame lies within a closure of over a second: all of it, from its first frame on.
 */
function asleepFrames(seen: readonly Seen[], calibration: EyeCalibration): readonly boolean[] {
  const tracker = new ClosureTracker();
  const sleeps: { readonly from: Milliseconds; readonly to: Milliseconds }[] = [];
  const remember = (closure: ReturnType<ClosureTracker['end']>): void => {
    if (!closure || closure.duration < MICROSLEEP || closure.sure < SURE_MICROSLEEP) return;
    sleeps.push({ from: closure.start, to: closure.start + closure.duration });
  };
  for (const { t, face } of seen) {
    if (!face) continue;
    const { openness, visibility } = readEyes(face, calibration, calibration.pose.pitch);
    if (visibility >= LEAST_VISIBILITY) remember(tracker.add(t, openness, 1));
  }
  remember(tracker.end());
  let next = 0;
  return seen.map(({ t }) => {
    while (next < sleeps.length && t > sleeps[next]!.to) next++;
    return next < sleeps.length && t >= sleeps[next]!.from;
  });
}
