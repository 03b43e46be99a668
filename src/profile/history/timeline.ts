import { SECOND_MS, type Milliseconds } from '../../common/clock';
import type { AlertEvent, AlertLevel } from '../../wakefulness/state-event';
import { decodeReason, decodeShare, decodeState, type RecordedReason, type RecordedState } from './codes';
import type { Columns } from './columns';

/** The alert changed in this second of the session. */
export interface RecordedAlert {
  /** Second of the session, from 0. */
  readonly second: number;
  readonly level: AlertLevel | null;
  readonly cause: AlertEvent['cause'];
}

/** A session second by second, in columns of one byte: an eight-hour one has 28,800 rows. */
export interface SessionTimeline {
  /** Milliseconds since the epoch. */
  readonly startedAt: Milliseconds;
  /** Rows. */
  readonly seconds: number;
  readonly columns: Columns;
  /** In the order of time. */
  readonly alerts: readonly RecordedAlert[];
}

export interface TimelineSecond {
  readonly second: number;
  /** Milliseconds since the epoch. */
  readonly t: Milliseconds;
  readonly state: RecordedState;
  readonly reason: RecordedReason | null;
  /** 0..1, to half a percent; null where there is none. */
  readonly confidence: number | null;
  readonly perclos: number | null;
  /** The highest alert that stood in this second. */
  readonly alert: AlertLevel | null;
}

const rank = (level: AlertLevel | null): number => (level === null ? 0 : level === 'gentle' ? 1 : 2);

/** All seconds as objects, for export and for tables; a chart reads the columns. */
export function* secondsOf(timeline: SessionTimeline): Generator<TimelineSecond> {
  const { columns, alerts, startedAt } = timeline;
  let next = 0;
  let standing: AlertLevel | null = null;
  for (let second = 0; second < timeline.seconds; second++) {
    let highest = standing;
    for (; next < alerts.length && alerts[next]!.second <= second; next++) {
      standing = alerts[next]!.level;
      if (rank(standing) > rank(highest)) highest = standing;
    }
    yield {
      second,
      t: startedAt + second * SECOND_MS,
      state: decodeState(columns.state[second]!),
      reason: decodeReason(columns.reason[second]!),
      confidence: decodeShare(columns.confidence[second]!),
      perclos: decodeShare(columns.perclos[second]!),
      alert: highest,
    };
  }
}
