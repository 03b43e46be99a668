/**
 * Alerts over a labelled video, as a learner feels them: was I woken, how soon, and how often for
 * nothing? Labels are per second (the paper's coding); times are seconds from the video's start.
 */
import type { WakefulnessClass } from '../common/classes';
import { quantile } from '../common/statistics';

/** One second; label null: not labelled. `known`: the monitor told a state other than `unknown`. */
export interface ScoredSecond {
  readonly label: WakefulnessClass | null;
  readonly known: boolean;
}

/** A standing alert: [from, to) in seconds; `to` is Infinity when it still stood at the end. */
export interface AlertInterval {
  readonly from: number;
  readonly to: number;
}

/** A spell of drowsiness or sleep that an alert is due for: [start, end) in seconds. */
export interface Episode {
  readonly start: number;
  readonly end: number;
}

/**
 * Seconds of sleep in a row, or of drowsiness or sleep in a row, that an alert is due for: the
 * alert policy's own.
 */
const DUE = { asleep: 3, sleepy: 8 } as const;
/** An alert so many seconds after the end still belongs to the episode: the filter lags behind. */
const GRACE = 3;

/** Maximal runs of drowsy or asleep seconds that are long enough for an alert. */
export function sleepyEpisodes(labels: readonly (WakefulnessClass | null)[]): readonly Episode[] {
  const episodes: Episode[] = [];
  let start = 0;
  let asleep = 0;
  let longestSleep = 0;
  const close = (end: number): void => {
    if (end - start >= DUE.sleepy || longestSleep >= DUE.asleep) episodes.push({ start, end });
  };
  labels.forEach((label, second) => {
    if (label === 'asleep' || label === 'drowsy') {
      asleep = label === 'asleep' ? asleep + 1 : 0;
      longestSleep = Math.max(longestSleep, asleep);
      return;
    }
    if (second > start) close(second);
    start = second + 1;
    asleep = longestSleep = 0;
  });
  if (labels.length > start) close(labels.length);
  return episodes;
}

/** How steady the published state was, and whether it ever denied closed eyes. Times in seconds. */
export interface WatchedTime {
  /** Changes from one known state to another. */
  readonly changes: number;
  /** Time with a known state. */
  readonly watched: number;
  /**
   * Of it with eyes that have been closed for over a second, by their opening; and of that with the
   * state awake.
   */
  readonly closed: number;
  readonly awakeWhileClosed: number;
}

/** Counts that can be added up over videos; `eventRates` makes ratios of them. */
export interface EventCounts extends WatchedTime {
  readonly episodes: number;
  readonly detected: number;
  /** Seconds from the start of each detected episode to its alert; 0 where one stood already. */
  readonly delays: readonly number[];
  readonly falseAlarms: number;
  readonly awakeSeconds: number;
  readonly labelledSeconds: number;
  readonly knownSeconds: number;
}

const NOT_WATCHED: WatchedTime = { changes: 0, watched: 0, closed: 0, awakeWhileClosed: 0 };

export function countEvents(
  seconds: readonly ScoredSecond[],
  alerts: readonly AlertInterval[],
  time: WatchedTime = NOT_WATCHED,
): EventCounts {
  const labels = seconds.map(({ label }) => label);
  const episodes = sleepyEpisodes(labels);
  const delays = episodes.flatMap(({ start, end }) => {
    const first = alerts.find(({ from, to }) => from < end + GRACE && to > start);
    return first ? [Math.max(0, first.from - start)] : [];
  });
  // False: raised in an awake second with only awake or unlabelled ones in the grace before it.
  const falseAlarms = alerts.filter(({ from }) => {
    const at = Math.floor(from);
    const before = labels.slice(Math.max(0, Math.ceil(from - GRACE)), at + 1);
    return labels[at] === 'awake' && !before.some((label) => label === 'drowsy' || label === 'asleep');
  }).length;
  const labelled = seconds.filter(({ label }) => label !== null);
  return {
    ...time,
    episodes: episodes.length,
    detected: delays.length,
    delays,
    falseAlarms,
    awakeSeconds: labels.filter((label) => label === 'awake').length,
    labelledSeconds: labelled.length,
    knownSeconds: labelled.filter(({ known }) => known).length,
  };
}

export function addEvents(counts: readonly EventCounts[]): EventCounts {
  const sum = (of: (count: EventCounts) => number): number =>
    counts.reduce((whole, count) => whole + of(count), 0);
  return {
    episodes: sum((count) => count.episodes),
    detected: sum((count) => count.detected),
    delays: counts.flatMap(({ delays }) => delays),
    falseAlarms: sum((count) => count.falseAlarms),
    awakeSeconds: sum((count) => count.awakeSeconds),
    labelledSeconds: sum((count) => count.labelledSeconds),
    knownSeconds: sum((count) => count.knownSeconds),
    changes: sum((count) => count.changes),
    watched: sum((count) => count.watched),
    closed: sum((count) => count.closed),
    awakeWhileClosed: sum((count) => count.awakeWhileClosed),
  };
}

/** Each is NaN where there is nothing to take it from. */
export interface EventRates {
  /** Fraction of the episodes that an alert was raised for. */
  readonly sensitivity: number;
  readonly falseAlarmsPerHourAwake: number;
  /** Median seconds from the start of an episode to its alert, of those detected. */
  readonly timeToAlert: number;
  /** Fraction of the labelled seconds with a state other than unknown. */
  readonly availability: number;
  /** Changes of the published state. */
  readonly changesPerMinute: number;
  /** Fraction of the time with eyes closed for over a second that was shown as awake. */
  readonly awakeWhileClosed: number;
}

const SECONDS_PER_MINUTE = 60;
export const SECONDS_PER_HOUR = 3600;

export function eventRates(counts: EventCounts): EventRates {
  return {
    sensitivity: counts.detected / counts.episodes,
    falseAlarmsPerHourAwake: counts.falseAlarms / (counts.awakeSeconds / SECONDS_PER_HOUR),
    timeToAlert: quantile(counts.delays, 0.5),
    availability: counts.knownSeconds / counts.labelledSeconds,
    changesPerMinute: counts.changes / (counts.watched / SECONDS_PER_MINUTE),
    awakeWhileClosed: counts.awakeWhileClosed / counts.closed,
  };
}
