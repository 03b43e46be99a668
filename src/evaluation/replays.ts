/** Replayed video sessions, measured: alerts, and the state of each labelled second. */
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../common/classes';
import { groupBy } from '../common/group-by';
import { confusionMatrix, macroF1, pooled, type ConfusionMatrix } from '../training/metrics';
import { bootstrap, type Interval } from './bootstrap';
import {
  addEvents,
  countEvents,
  eventRates,
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
  const rate = (of: (rates: EventRates) => number): Interval =>
    bootstrap(own, (some) => of(eventRates(addEvents(some.flat().map(({ counts }) => counts)))), { seed });
  const all = own.flat();
  const counts = addEvents(all.map((session) => session.counts));
  return {
    counts,
    rates: eventRates(counts),
    sensitivity: rate(({ sensitivity }) => sensitivity),
    falseAlarmsPerHourAwake: rate(({ falseAlarmsPerHourAwake }) => falseAlarmsPerHourAwake),
    matrix: pooled(all.map(({ matrix }) => matrix)),
    macroF1: bootstrap(own, (some) => macroF1(pooled(some.flat().map(({ matrix }) => matrix))), { seed }),
  };
}
