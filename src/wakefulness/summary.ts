import type { Milliseconds } from '../common/clock';
import { HEARTBEAT } from './constants';
import type { AlertEvent, AlertLevel, StateEvent, WakefulnessState } from './state-event';

/** A session in numbers. Plain data: it can be stored as it is and continued later. */
export interface SessionSummary {
  /** Epoch ms of the first event and of the latest one; null before any. */
  readonly startedAt: Milliseconds | null;
  readonly updatedAt: Milliseconds | null;
  /** ms spent in each state. Time without heartbeats is in none. */
  readonly time: Readonly<Record<WakefulnessState, Milliseconds>>;
  /**
   * ms of `time.asleep` that were rests: eyes closed for one to three seconds, and then open again.
   */
  readonly rest?: Milliseconds | undefined;
  /** ms so far of a closure that may still be a rest; null: none stands. */
  readonly resting?: Milliseconds | null | undefined;
  /**
   * Alerts raised, by the level they were raised at; a gentle one that grows strong counts as both.
   */
  readonly alerts: Readonly<Record<AlertLevel, number>>;
  /** ms of the longest closure seen, to the heartbeat. */
  readonly longestClosure: Milliseconds;
  /** The state that stands and the alert that stands. */
  readonly state: WakefulnessState;
  readonly level: AlertLevel | null;
}

export const EMPTY_SUMMARY: SessionSummary = {
  startedAt: null,
  updatedAt: null,
  time: { awake: 0, drowsy: 0, asleep: 0, unknown: 0 },
  rest: 0,
  resting: null,
  alerts: { gentle: 0, strong: 0 },
  longestClosure: 0,
  state: 'unknown',
  level: null,
};

/**
 * ms between two events over which the first one's state is credited; more means that nothing ran.
 */
export const LONGEST_CREDIT: Milliseconds = 2.5 * HEARTBEAT;

/** The summary with one more state event: the state before is credited with the time until now. */
export function addState(summary: SessionSummary, event: StateEvent): SessionSummary {
  const dt = summary.updatedAt === null ? 0 : event.t - summary.updatedAt;
  const credit = dt > 0 && dt <= LONGEST_CREDIT ? dt : 0;
  const resting = typeof summary.resting === 'number' ? summary.resting + credit : 0;
  const stands = event.shown === 'eyes-closed';
  // A rest that goes on for too long was a sleep from the start.
  const over = !stands && event.shown !== 'asleep';
  return {
    ...summary,
    startedAt: summary.startedAt ?? event.t,
    updatedAt: event.t,
    time: { ...summary.time, [summary.state]: summary.time[summary.state] + credit },
    rest: (summary.rest ?? 0) + (over ? resting : 0),
    resting: stands ? resting : null,
    longestClosure: Math.max(summary.longestClosure, event.closureMs),
    state: event.state,
  };
}

/** The summary with one more alert event. */
export function addAlert(summary: SessionSummary, event: AlertEvent): SessionSummary {
  const { alerts, level } = summary;
  if (event.level === level || event.level === null) return { ...summary, level: event.level };
  return { ...summary, alerts: { ...alerts, [event.level]: alerts[event.level] + 1 }, level: event.level };
}
