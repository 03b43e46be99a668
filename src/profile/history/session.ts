import * as v from 'valibot';
import type { Milliseconds } from '../../common/clock';
import type { SessionSummary } from '../../wakefulness/summary';
import { mapColumns, type Columns } from './columns';
import type { RecordedAlert } from './timeline';

export const SESSION_VERSION = 1;

/** One session: its seconds are kept apart, in chunks. */
export interface Session {
  readonly version: typeof SESSION_VERSION;
  readonly id: string;
  /** null: the learner was not kept. */
  readonly learnerId: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: Milliseconds;
  /** null while it runs. */
  readonly endedAt: Milliseconds | null;
  /** When it was last written; what came later is lost if the page crashed. */
  readonly savedAt: Milliseconds;
  /** Seconds recorded. */
  readonly seconds: number;
  readonly summary: SessionSummary;
}

/** Consecutive seconds of a session. The last chunk is written anew every ten seconds until it is full. */
export interface Chunk {
  readonly version: typeof SESSION_VERSION;
  /** First second. */
  readonly from: number;
  readonly columns: Columns;
  readonly alerts: readonly RecordedAlert[];
}

/** Seconds in a full chunk: ten minutes, 2.4 kB. */
export const CHUNK_SECONDS = 600;

/** Seconds in the longest session that is believed: a week. */
const LONGEST_SESSION = 7 * 24 * 3600;

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(finite, v.integer(), v.minValue(0));
const duration = v.pipe(finite, v.minValue(0));
const level = v.nullable(v.picklist(['gentle', 'strong']));

const summarySchema = v.object({
  startedAt: v.nullable(finite),
  updatedAt: v.nullable(finite),
  time: v.object({ awake: duration, drowsy: duration, asleep: duration, unknown: duration }),
  // Sessions of earlier versions do not tell rests from sleep.
  rest: v.optional(duration, 0),
  resting: v.optional(v.nullable(duration), null),
  alerts: v.object({ gentle: count, strong: count }),
  longestClosure: duration,
  state: v.picklist(['asleep', 'drowsy', 'awake', 'unknown']),
  level,
});

export const sessionSchema = v.object({
  version: v.literal(SESSION_VERSION),
  id: v.pipe(v.string(), v.minLength(1)),
  learnerId: v.nullable(v.string()),
  startedAt: finite,
  endedAt: v.nullable(finite),
  savedAt: finite,
  seconds: v.pipe(count, v.maxValue(LONGEST_SESSION)),
  summary: summarySchema,
});

const bytes = v.pipe(
  v.instance(Uint8Array),
  v.check(({ length }) => length <= CHUNK_SECONDS, 'a chunk has too many seconds'),
);

export const chunkSchema = v.object({
  version: v.literal(SESSION_VERSION),
  from: count,
  columns: v.pipe(
    v.object({ state: bytes, reason: bytes, confidence: bytes, perclos: bytes }),
    v.check(
      (columns) => new Set(Object.values(columns).map(({ length }) => length)).size === 1,
      'the columns of a chunk differ in length',
    ),
  ),
  alerts: v.array(
    v.object({
      second: count,
      level,
      cause: v.nullable(v.picklist(['drowsy', 'asleep', 'acknowledged', 'snoozed', 'recovered', 'stopped'])),
    }),
  ),
});

export const sessionKey = (id: string): string => `session/${id}`;
export const SESSION_PREFIX = sessionKey('');

/** Digits of a chunk's number in its key, so that keys sort by time. */
const CHUNK_DIGITS = 6;
export const chunkPrefix = (id: string): string => `chunk/${id}/`;
export const chunkKey = (id: string, index: number): string =>
  chunkPrefix(id) + String(index).padStart(CHUNK_DIGITS, '0');

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
