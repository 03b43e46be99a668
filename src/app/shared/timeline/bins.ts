import { decodeFraction, decodeState, type SessionTimeline } from '../../../profile';
import { WAKEFULNESS_CLASSES } from '../../../common/classes';
import type { WakefulnessState } from '../../../wakefulness/state-event';

/** Consecutive seconds of a session, as one. */
export interface Bin {
  /** First second of the session in it. */
  readonly second: number;
  /** Share of the bin's seconds in each state, 0..1. What was not recorded is in none of them. */
  readonly shares: Readonly<Record<WakefulnessState, number>>;
  /** Mean PERCLOS; null where it was never known. */
  readonly perclos: number | null;
  /** Alerts raised in it. */
  readonly alerts: number;
}

/** The part of a session that is shown, in seconds of the session: `from` up to `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Seconds per bin so that a range makes at most `most` of them. */
export const stepFor = ({ from, to }: Range, most: number): number =>
  Math.max(1, Math.ceil((to - from) / Math.max(1, most)));

const STATES: readonly WakefulnessState[] = [...WAKEFULNESS_CLASSES, 'unknown'];

/**
 * A range of a session in bins of `step` seconds. Bins begin at multiples of `step`, so that a range that moves on does
 * not regroup the seconds it has shown before. No state is lost in a bin: a share says how much of it was so.
 */
export function binsOf(timeline: SessionTimeline, { from, to }: Range, step: number): Bin[] {
  const { columns, alerts } = timeline;
  const end = Math.min(to, timeline.seconds);
  const bins: Bin[] = [];
  let next = 0;
  for (let first = Math.max(0, Math.floor(from / step) * step); first < end; first += step) {
    const past = Math.min(first + step, end);
    const counts: Record<WakefulnessState, number> = { asleep: 0, drowsy: 0, awake: 0, unknown: 0 };
    let [perclos, known] = [0, 0];
    for (let second = first; second < past; second++) {
      const state = decodeState(columns.state[second]!);
      if (state !== 'unrecorded') counts[state] += 1;
      const share = decodeFraction(columns.perclos[second]!);
      if (share !== null) {
        perclos += share;
        known += 1;
      }
    }
    while (next < alerts.length && alerts[next]!.second < first) next++;
    let raised = 0;
    for (; next < alerts.length && alerts[next]!.second < past; next++) {
      if (alerts[next]!.level !== null) raised += 1;
    }
    for (const state of STATES) counts[state] /= past - first;
    bins.push({
      second: first,
      shares: counts,
      perclos: known === 0 ? null : perclos / known,
      alerts: raised,
    });
  }
  return bins;
}

export type WindowName = 'five' | 'thirty' | 'session';

const WINDOW_SECONDS = { five: 300, thirty: 1800 } as const;

/** What a window shows: its last minutes, or the whole session. */
export function rangeOf(window: WindowName, seconds: number): Range {
  if (window === 'session') return { from: 0, to: Math.max(seconds, 60) };
  const length = WINDOW_SECONDS[window];
  const to = Math.max(seconds, length);
  return { from: to - length, to };
}
