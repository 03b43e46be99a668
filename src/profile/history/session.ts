import * as v from 'valibot';
import { SECOND_MS, type Milliseconds } from '../../common/clock';
import { count, instant, RANGES, wholeWithin, within } from '../../common/ranges';
import type { AlertEvent, AlertLevel } from '../../wakefulness/state-event';
import type { SessionSummary } from '../../wakefulness/summary';
import {
  decodeFraction,
  decodeReason,
  decodeState,
  mapColumns,
  type Columns,
  type RecordedReason,
  type RecordedState,
} from './seconds';

export const SESSION_VERSION = 1;

/** Seconds in a full chunk: ten minutes, 2.4 kB. */
export const CHUNK_SECONDS = 600;

const second = wholeWithin(RANGES.sessionSecond);
const duration = within(RANGES.sessionTime);
const lectureSecond = within(RANGES.recordingSeconds);
/** Characters of a note. */
export const NOTE_LIMIT = 2000;

const level = v.nullable(v.picklist(['gentle', 'strong']));

const summarySchema = v.object({
  startedAt: v.nullable(instant),
  updatedAt: v.nullable(instant),
  time: v.object({ awake: duration, drowsy: duration, asleep: duration, unknown: duration }),
  // Sessions of earlier versions do not tell rests from sleep.
  rest: v.optional(duration),
  resting: v.optional(v.nullable(duration)),
  alerts: v.object({ gentle: count, strong: count }),
  longestClosure: duration,
  state: v.picklist(['asleep', 'drowsy', 'awake', 'unknown']),
  level,
}) satisfies v.GenericSchema<unknown, SessionSummary>;

const momentSchema = v.object({
  /** Second of the session, from 0. */
  second,
  /** What the learner says they were … */
  said: v.picklist(['awake', 'drowsy']),
  /** … and what was shown. */
  shown: v.picklist(['asleep', 'drowsy', 'awake', 'unknown']),
});

/** The learner says that the state shown was wrong. */
export type SaidMoment = Readonly<v.InferOutput<typeof momentSchema>>;

const playerTimeSchema = v.object({ second, time: lectureSecond });

/** Where the lecture's player stood in a second of the session. */
export type PlayerTime = Readonly<v.InferOutput<typeof playerTimeSchema>>;

/** What is added later, and was not there in earlier versions. */
export const addedSchema = v.object({
  /** The learner's own words. */
  note: v.optional(v.pipe(v.string(), v.maxLength(NOTE_LIMIT))),
  /** In the night before, as the learner says. */
  hoursSlept: v.optional(within(RANGES.hoursSlept)),
  /** Where the lecture stood when the session began, seconds, as the learner says. */
  lectureStart: v.optional(lectureSecond),
  /** Where the lecture's player stood, as its page told, in the order of the session's seconds. */
  playerTimes: v.optional(v.pipe(v.array(playerTimeSchema), v.readonly())),
  /** In the order of time. */
  moments: v.optional(v.pipe(v.array(momentSchema), v.readonly())),
});

export const sessionSchema = v.object({
  version: v.literal(SESSION_VERSION),
  id: v.pipe(v.string(), v.minLength(1)),
  /** null: the learner was not kept. */
  learnerId: v.nullable(v.string()),
  /** Times are milliseconds since the epoch. */
  startedAt: instant,
  /** null while it runs. */
  endedAt: v.nullable(instant),
  /** When it was last written; what came later is lost if the page crashed. */
  savedAt: instant,
  /** Seconds recorded. */
  seconds: second,
  summary: summarySchema,
  ...addedSchema.entries,
});

/** One session: its seconds are kept apart, in chunks. */
export type Session = Readonly<v.InferOutput<typeof sessionSchema>>;

/** What the learner adds afterwards; undefined takes it away. */
export type SessionNotes = Pick<Session, 'note' | 'hoursSlept' | 'lectureStart'>;

export const alertSchema = v.object({
  /** Second of the session, from 0. */
  second,
  level,
  cause: v.nullable(v.picklist(['drowsy', 'asleep', 'acknowledged', 'snoozed', 'recovered', 'stopped'])),
}) satisfies v.GenericSchema<unknown, Pick<AlertEvent, 'level' | 'cause'>>;

/** The alert changed in this second of the session. */
export type RecordedAlert = Readonly<v.InferOutput<typeof alertSchema>>;

const bytes = v.pipe(
  v.instance(Uint8Array<ArrayBufferLike>),
  v.check(({ length }) => length <= CHUNK_SECONDS, 'a chunk has too many seconds'),
);

export const chunkSchema = v.object({
  version: v.literal(SESSION_VERSION),
  /** First second. */
  from: second,
  columns: v.pipe(
    v.object({ state: bytes, reason: bytes, confidence: bytes, perclos: bytes }),
    v.check(
      (columns) => new Set(Object.values(columns).map(({ length }) => length)).size === 1,
      'the columns of a chunk differ in length',
    ),
  ),
  alerts: v.pipe(v.array(alertSchema), v.readonly()),
});

/**
 * Consecutive seconds of a session. The last chunk is written anew every ten seconds until it is
 * full.
 */
export type Chunk = Readonly<v.InferOutput<typeof chunkSchema>>;

export const sessionKey = (id: string): string => `session/${id}`;
export const SESSION_PREFIX = sessionKey('');

/** Digits of a chunk's number in its key, so that keys sort by time. */
const CHUNK_DIGITS = 6;
export const chunkPrefix = (id: string): string => `chunk/${id}/`;
export const chunkKey = (id: string, index: number): string =>
  chunkPrefix(id) + String(index).padStart(CHUNK_DIGITS, '0');

/** The session that a key belongs to. */
export const sessionOfKey = (key: string): string => key.split('/')[1]!;

/** The chunk of this number. */
export function chunkOf(index: number, columns: Columns, alerts: readonly RecordedAlert[]): Chunk {
  const from = index * CHUNK_SECONDS;
  const to = from + CHUNK_SECONDS;
  return {
    version: SESSION_VERSION,
    from,
    // Copies: with a view its whole buffer would be stored.
    columns: mapColumns((name) => columns[name].slice(from, to)),
    alerts: alerts.filter(({ second }) => second >= from && second < to),
  };
}

/** The chunks side by side; seconds of a chunk that is missing stay unrecorded (code 0). */
export function joinChunks(chunks: readonly Chunk[], seconds: number): Columns {
  return mapColumns((name) => {
    const column = new Uint8Array(seconds);
    for (const chunk of chunks) {
      column.set(
        chunk.columns[name].subarray(0, Math.max(0, seconds - chunk.from)),
        Math.min(chunk.from, seconds),
      );
    }
    return column;
  });
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
export function* timelineSeconds(timeline: SessionTimeline): Generator<TimelineSecond> {
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
      confidence: decodeFraction(columns.confidence[second]!),
      perclos: decodeFraction(columns.perclos[second]!),
      alert: highest,
    };
  }
}

export const SESSION_FORMAT = 'wakeful-session';

const CSV_HEADER = 't_iso,second,state,reason,confidence,perclos,alert';

/** RFC 4180 asks for it. */
const CSV_LINE_END = '\r\n';

/** Digits of fractions: they are kept in steps of half a percent. */
const FRACTION_DIGITS = 3;

/**
 * A session as CSV (RFC 4180), one line a second. Empty fields are unknown. No field can hold a
 * comma or a quote: they are numbers, times and words of fixed lists.
 */
export function sessionCsv(timeline: SessionTimeline): string {
  const lines = [CSV_HEADER];
  for (const { t, second, state, reason, confidence, perclos, alert } of timelineSeconds(timeline)) {
    const fields = [
      new Date(t).toISOString(),
      String(second),
      state,
      reason ?? '',
      confidence?.toFixed(FRACTION_DIGITS) ?? '',
      perclos?.toFixed(FRACTION_DIGITS) ?? '',
      alert ?? '',
    ];
    lines.push(fields.join(','));
  }
  return lines.join(CSV_LINE_END) + CSV_LINE_END;
}

/** A session as JSON: its summary, its alerts and every second. */
export function sessionJson(session: Session, timeline: SessionTimeline): string {
  const { version, id, startedAt, endedAt, summary, note, hoursSlept, lectureStart, playerTimes } = session;
  const iso = (t: number | null) => (t === null ? null : new Date(t).toISOString());
  return JSON.stringify({
    format: SESSION_FORMAT,
    version,
    id,
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    summary: {
      timeMs: summary.time,
      restMs: summary.rest,
      alerts: summary.alerts,
      longestClosureMs: summary.longestClosure,
    },
    note,
    hoursSlept,
    lectureStart,
    playerTimes,
    alerts: timeline.alerts,
    moments: session.moments ?? [],
    seconds: [...timelineSeconds(timeline)].map(({ t, ...second }) => ({ t: iso(t), ...second })),
  });
}
