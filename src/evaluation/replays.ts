/** Replayed video sessions, measured: alerts, and the state of each labelled second. */
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../common/classes';
import { groupBy } from '../common/group-by';
import { confusionMatrix, macroF1, pooled, type ConfusionMatrix } from '../training/metrics';
import { bootstrap, type Interval } from './bootstrap';
import { fractionLimits, rateLimits } from './count-limits';
import {
  addEvents,
  countEvents,
  eventRates,
  SECONDS_PER_HOUR,
  type AlertInterval,
  type EventCounts,
  type EventRates,
  type WatchedTime,
} from './events';

/** The end of one second: its label, and what the monitor said. */
export interface ReplayedSecond {
  readonly label: WakefulnessClass | null;
  readonly state: WakefulnessClass | 'unknown';
}

export interface ReplayedSession {
  readonly subject: string;
  readonly session: string;
  readonly seconds: readonly ReplayedSecond[];
  readonly alerts: readonly AlertInterval[];
  readonly time: WatchedTime;
}

export interface ReplaySummary {
  readonly counts: EventCounts;
  readonly rates: EventRates;
  /** Intervals over people. */
  readonly sensitivity: Interval;
  readonly falseAlarmsPerHourAwake: Interval;
  /** Labelled seconds with a state other than unknown. */
  readonly matrix: ConfusionMatrix;
  readonly macroF1: Interval;
}

export const eventsOf = ({ seconds, alerts, time }: ReplayedSession): EventCounts =>
  countEvents(
    seconds.map(({ label, state }) => ({ label, known: state !== 'unknown' })),
    alerts,
    time,
  );

function matrixOf({ seconds }: ReplayedSession): ConfusionMatrix {
  const known = seconds.flatMap(({ label, state }) =>
    label === null || state === 'unknown' ? [] : [[label, state] as const],
  );
  return confusionMatrix(
    known.map(([label]) => WAKEFULNESS_CLASSES.indexOf(label)),
    known.map(([, state]) => WAKEFULNESS_CLASSES.indexOf(state)),
    WAKEFULNESS_CLASSES.length,
  );
}

/** @throws RangeError without sessions */
export function summariseReplays(sessions: readonly ReplayedSession[], seed: number): ReplaySummary {
  const measured = sessions.map((session) => ({
    subject: session.subject,
    counts: eventsOf(session),
    matrix: matrixOf(session),
  }));
  const own = [...groupBy(measured, ({ subject }) => subject).values()];
  const all = own.flat();
  const counts = addEvents(all.map((session) => session.counts));
  /** Over those who have what it is a rate of: the others tell nothing about it. */
  const rate = (of: (rates: EventRates) => number): Interval =>
    bootstrap(
      own.filter((some) => !Number.isNaN(of(eventRates(addEvents(some.map((one) => one.counts)))))),
      (some) => of(eventRates(addEvents(some.flat().map((one) => one.counts)))),
      { seed },
    );
  return {
    counts,
    rates: eventRates(counts),
    sensitivity: fractionLimits(
      rate(({ sensitivity }) => sensitivity),
      counts.detected,
      counts.episodes,
    ),
    falseAlarmsPerHourAwake: rateLimits(
      rate(({ falseAlarmsPerHourAwake }) => falseAlarmsPerHourAwake),
      counts.falseAlarms,
      counts.awakeSeconds / SECONDS_PER_HOUR,
    ),
    matrix: pooled(all.map(({ matrix }) => matrix)),
    macroF1: bootstrap(own, (some) => macroF1(pooled(some.flat().map(({ matrix }) => matrix))), { seed }),
  };
}
