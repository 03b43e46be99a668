import { decodeFraction, decodeState, type SessionTimeline } from '../../../profile';
import type { WakefulnessState } from '../../../wakefulness/state-event';

/** Consecutive seconds of a session, as one. */
export interface Bin {
  /** First second of the session in it. */
  readonly second: number;
  /** Fraction of the bin's seconds in each state, 0..1; what was not recorded is in none. */
  readonly fractions: Readonly<Record<WakefulnessState, number>>;
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

/**
 * A range of a session in bins of `step` seconds. Bins begin at multiples of `step`, so that a
 * range that moves on does not regroup the seconds it has shown before. No state is lost in a bin:
 * a fraction says how much of it was so.
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
      const closed = decodeFraction(columns.perclos[second]!);
      if (closed !== null) {
        perclos += closed;
        known += 1;
      }
    }
    while (next < alerts.length && alerts[next]!.second < first) next++;
    let raised = 0;
    for (; next < alerts.length && alerts[next]!.second < past; next++) {
      if (alerts[next]!.level !== null) raised += 1;
    }
    for (const state of LANES) counts[state] /= past - first;
    bins.push({
      second: first,
      fractions: counts,
      perclos: known === 0 ? null : perclos / known,
      alerts: raised,
    });
  }
  return bins;
}

export const WINDOWS = ['five', 'thirty', 'session'] as const;
export type WindowName = (typeof WINDOWS)[number];

const WINDOW_SECONDS = { five: 300, thirty: 1800 } as const;

/** What a window shows: its last minutes, or the whole session. */
export function rangeOf(window: WindowName, seconds: number): Range {
  if (window === 'session') return { from: 0, to: Math.max(seconds, 60) };
  const length = WINDOW_SECONDS[window];
  const to = Math.max(seconds, length);
  return { from: to - length, to };
}

/** The lanes from top to bottom, with the eye-closure curve below them. */
export const LANES: readonly WakefulnessState[] = ['awake', 'drowsy', 'asleep', 'unknown'];

/** Fraction of the height that the curve takes at the bottom, and each lane above it. */
export const CURVE_FRACTION = 0.42;
/** The curve's floor and ceiling: their labels stand clear of the time axis and the lane above. */
const CURVE_FLOOR = 0.04;
const CURVE_CEILING = 0.86 * CURVE_FRACTION;
/** PERCLOS at the ceiling: more is rare, and as bad. */
export const CURVE_MOST = 0.5;

/** Height of a PERCLOS in the curve, 0 bottom .. 1 top of the chart. */
export const curveHeight = (perclos: number): number =>
  CURVE_FLOOR + (CURVE_CEILING - CURVE_FLOOR) * Math.min(1, perclos / CURVE_MOST);

const LANE_FRACTION = (1 - CURVE_FRACTION) / LANES.length;

/** Fraction of a lane's height that its bar takes. */
const BAR_FRACTION = 0.62;

/** Opacity of a bar for a small fraction of its bin: a moment of sleep must not be overlooked. */
const LEAST_OPACITY = 0.55;

/** Height of a lane's middle, 0 bottom .. 1 top, for the axis. */
export const laneMiddle = (lane: number): number => 1 - (lane + 0.5) * LANE_FRACTION;

interface Bar {
  readonly lane: number;
  /** Seconds of the session: `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly opacity: number;
}

const opacityOf = (fraction: number): number => LEAST_OPACITY + (1 - LEAST_OPACITY) * fraction;

/** The bars of the lanes; neighbouring bins of one opacity are one bar. */
export function barsOf(bins: readonly Bin[], step: number): Bar[] {
  return LANES.flatMap((state, lane) => {
    const bars: { lane: number; from: number; to: number; opacity: number }[] = [];
    for (const { second, fractions } of bins) {
      if (fractions[state] === 0) continue;
      const opacity = opacityOf(fractions[state]);
      const last = bars.at(-1);
      if (last?.to === second && last.opacity === opacity) last.to = second + step;
      else bars.push({ lane, from: second, to: second + step, opacity });
    }
    return bars;
  });
}

/** Top and height of a lane's bar within a plot of `height` pixels. */
export function barBox(lane: number, height: number): { readonly top: number; readonly height: number } {
  const laneHeight = LANE_FRACTION * height;
  return { top: (lane + (1 - BAR_FRACTION) / 2) * laneHeight, height: BAR_FRACTION * laneHeight };
}
