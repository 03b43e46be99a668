/** A video session played to the monitor, alert policy included, from its extracted signals. */
import { SECOND_MS } from '../../common/clock';
import type { ClassProbabilities, WakefulnessClass } from '../../common/classes';
import type { AlertInterval, WatchedTime } from '../../evaluation/events';
import { CalibrationError, calibrateEyes, createWakefulness, type FusionWeights } from '../../wakefulness';
import type { EyeCalibration, FaceObservation, Observation } from '../../wakefulness/observation';
import { ClosureTracker } from '../../wakefulness/closures';
import { LEAST_VISIBILITY, MICROSLEEP, OBSERVATION_GAP } from '../../wakefulness/constants';
import { readEyes } from '../../wakefulness/openness';
import type { WakefulnessState } from '../../wakefulness/state-event';
import type { SignalRow } from '../../footage/dataset/format';

/** Seconds at the start of a session that its eyes are calibrated on, as in the app's enrolment. */
export const CALIBRATION_SECONDS = 20;

/** What a session's eyes were calibrated on. */
export const CALIBRATION_SOURCES = ['first', 'awake'] as const;
export type CalibrationSource = (typeof CALIBRATION_SOURCES)[number];

export interface SessionCalibration {
  /**
   * `first`: the first seconds of the session, as in the app, whatever their labels; not scored.
   * `awake`: all seconds labelled awake. No learner has them beforehand: an upper bound.
   */
  readonly source: CalibrationSource;
  /** null: the frames show no open eyes; the session then stays unknown, as in the app. */
  readonly eyes: EyeCalibration | null;
  /** Why another source was taken, or why there is no calibration; null: nothing to remark. */
  readonly remark: string | null;
}

/** Posterior of the network on a frame's crop; null: there is none. */
export type PosteriorOf = (file: string) => ClassProbabilities | null;

function observation(row: SignalRow, posterior: ClassProbabilities | null): Observation {
  const t = SECOND_MS * row.time;
  const { missing, ear_left: left, ear_right: right, mar, pitch, yaw, roll } = row;
  if (
    missing !== null ||
    left === null ||
    right === null ||
    mar === null ||
    pitch === null ||
    yaw === null ||
    roll === null
  ) {
    return { t, kind: 'missing', reason: missing ?? 'no-face' };
  }
  return { t, kind: 'face', ear: { left, right }, mar, pose: { pitch, yaw, roll }, posterior };
}

function measured(signals: readonly SignalRow[]): readonly FaceObservation[] {
  return signals.flatMap((row) => {
    const seen = observation(row, null);
    return seen.kind === 'face' ? [seen] : [];
  });
}

/** Seconds of a session: from 0 to its last frame. */
const lengthOf = (signals: readonly SignalRow[]): number => Math.floor(signals.at(-1)?.time ?? -1) + 1;

/**
 * Calibrates a session's eyes. Videos shorter than twice the calibration cannot spare their first
 * seconds and are calibrated on their awake ones instead.
 */
export function calibrateSession(
  signals: readonly SignalRow[],
  wanted: CalibrationSource,
): SessionCalibration {
  const tooShort = lengthOf(signals) < 2 * CALIBRATION_SECONDS;
  const source = wanted === 'first' && !tooShort ? 'first' : 'awake';
  const chosen = signals.filter(({ time, label }) =>
    source === 'first' ? time < CALIBRATION_SECONDS : label === 'awake',
  );
  const shortened = source === wanted ? null : `shorter than ${2 * CALIBRATION_SECONDS} s`;
  try {
    return { source, eyes: calibrateEyes(measured(chosen), 0), remark: shortened };
  } catch (error) {
    if (!(error instanceof CalibrationError)) throw error;
    return { source, eyes: null, remark: error.message };
  }
}

export interface Replay {
  /** Each second's label and the state at its end; label null: unlabelled, or for calibration. */
  readonly seconds: readonly { readonly label: WakefulnessClass | null; readonly state: WakefulnessState }[];
  /** From when an alert is raised until none stands; nobody acknowledges them. */
  readonly alerts: readonly AlertInterval[];
  readonly time: WatchedTime;
}

/** Adds up how the published state held, frame by frame. */
class TimeKeeper {
  readonly #closures = new ClosureTracker();
  #before: { readonly t: number; readonly state: WakefulnessState; readonly closed: boolean } | null = null;
  #known: WakefulnessState | null = null;
  #changes = 0;
  #watched = 0;
  #closed = 0;
  #awakeWhileClosed = 0;

  /** What stands from this frame on. */
  add(frame: Observation, state: WakefulnessState, eyes: EyeCalibration | null): void {
    const { t } = frame;
    const before = this.#before;
    if (before !== null && before.state !== 'unknown' && t - before.t <= OBSERVATION_GAP) {
      const seconds = (t - before.t) / SECOND_MS;
      this.#watched += seconds;
      if (before.closed) this.#closed += seconds;
      if (before.closed && before.state === 'awake') this.#awakeWhileClosed += seconds;
    }
    if (state !== 'unknown') {
      if (this.#known !== null && this.#known !== state) this.#changes++;
      this.#known = state;
    }
    if (frame.kind === 'face' && eyes !== null) {
      const { openness, visibility } = readEyes(frame, eyes, eyes.pose.pitch);
      if (visibility >= LEAST_VISIBILITY) this.#closures.add(t, openness, 1);
      else this.#closures.end();
    }
    this.#before = { t, state, closed: this.#closures.duration > MICROSLEEP };
  }

  get time(): WatchedTime {
    return {
      changes: this.#changes,
      watched: this.#watched,
      closed: this.#closed,
      awakeWhileClosed: this.#awakeWhileClosed,
    };
  }
}

/**
 * Plays a session's frames to `createWakefulness` at the times at which they were taken. Frames
 * with a kept crop also bring the network's posterior; `posteriorOf` always null: the eyes alone.
 */
export function replay(
  signals: readonly SignalRow[],
  { source, eyes }: SessionCalibration,
  fusion: FusionWeights,
  posteriorOf: PosteriorOf,
): Replay {
  const calibratedAt = source === 'first' ? CALIBRATION_SECONDS : 0;
  const length = lengthOf(signals);
  const labels = new Array<WakefulnessClass | null>(length).fill(null);
  for (const { time, label } of signals) if (time >= calibratedAt) labels[Math.floor(time)] = label;

  let now = 0;
  const alerts: { from: number; to: number }[] = [];
  let standing: { from: number; to: number } | null = null;
  const wakefulness = createWakefulness({
    calibration: calibratedAt === 0 ? eyes : null,
    wallClock: () => now,
    fusion,
    onState: () => undefined,
    onAlert: ({ level }) => {
      if (level === null) {
        if (standing) standing.to = now / SECOND_MS;
        standing = null;
      } else if (!standing) {
        standing = { from: now / SECOND_MS, to: Infinity };
        alerts.push(standing);
      }
    },
  });
  const keeper = new TimeKeeper();
  const states: WakefulnessState[] = [];
  let next = 0;
  for (let second = 0; second < length; second++) {
    if (second === calibratedAt && second > 0 && eyes) wakefulness.calibrate(eyes);
    for (; next < signals.length && signals[next]!.time < second + 1; next++) {
      const row = signals[next]!;
      now = SECOND_MS * row.time;
      const frame = observation(row, row.file === '' ? null : posteriorOf(row.file));
      wakefulness.observe(frame);
      keeper.add(frame, wakefulness.state.state, eyes);
    }
    now = SECOND_MS * (second + 1);
    wakefulness.tick(now);
    states.push(wakefulness.state.state);
  }
  return { seconds: labels.map((label, i) => ({ label, state: states[i]! })), alerts, time: keeper.time };
}
