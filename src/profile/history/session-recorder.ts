import { SECOND_MS, type Milliseconds } from '../../common/clock';
import type { AlertEvent, StateEvent } from '../../wakefulness/state-event';
import { addAlert, addState, EMPTY_SUMMARY, type SessionSummary } from '../../wakefulness/summary';
import type { TroubleListener } from '../../storage/quarantine';
import type { Entry, ObjectStore } from '../../storage/object-store';
import { asStorageError, type StorageErrorCode } from '../../storage/storage-error';
import { sliceColumns } from './columns';
import { SecondBySecond } from './second-by-second';
import { CHUNK_SECONDS, chunkKey, SESSION_VERSION, sessionKey, type Chunk, type Session } from './session';
import type { RecordedAlert, SessionTimeline } from './timeline';

/** ms between two writes: what a crash costs at most. */
export const SAVE_EVERY: Milliseconds = 10_000;

export interface SessionRecorderOptions {
  readonly store: ObjectStore;
  readonly id: string;
  readonly learnerId: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: Milliseconds;
  readonly onTrouble: TroubleListener;
  /** Called once when the session has ended. */
  readonly onEnd: () => void;
}

/**
 * Records one session: keeps everything in memory and writes what is new every ten seconds. Written times come from
 * the events, which a worker sends in hidden tabs too; there is no timer. What could not be written stays in memory
 * and is tried again with the next write.
 */
export class SessionRecorder {
  readonly id: string;
  readonly #options: SessionRecorderOptions;
  readonly #seconds: SecondBySecond;
  readonly #alerts: RecordedAlert[] = [];
  #summary: SessionSummary = EMPTY_SUMMARY;
  #endedAt: Milliseconds | null = null;
  #now: Milliseconds;
  /** Seconds up to here are surely kept. */
  #saved = 0;
  #nextSave: Milliseconds = SAVE_EVERY;
  #writing: Promise<void> | null = null;
  /** Told already, and not over yet. */
  #trouble: StorageErrorCode | null = null;

  constructor(options: SessionRecorderOptions) {
    this.id = options.id;
    this.#options = options;
    this.#now = options.startedAt;
    this.#seconds = new SecondBySecond(options.startedAt);
  }

  get summary(): SessionSummary {
    return this.#summary;
  }

  /** The session so far, written or not. The columns are views and cost nothing; take them anew for later seconds. */
  get timeline(): SessionTimeline {
    return {
      startedAt: this.#options.startedAt,
      seconds: this.#seconds.length,
      columns: this.#seconds.columns,
      alerts: this.#alerts,
    };
  }

  state(event: StateEvent): void {
    if (this.#endedAt !== null) return;
    this.#now = Math.max(this.#now, event.t);
    this.#summary = addState(this.#summary, event);
    this.#seconds.add(event);
    if (this.#seconds.elapsed >= this.#nextSave) {
      this.#nextSave = this.#seconds.elapsed + SAVE_EVERY;
      void this.save();
    }
  }

  /** Changes of loudness alone are not recorded. */
  alert(event: AlertEvent): void {
    if (this.#endedAt !== null) return;
    this.#summary = addAlert(this.#summary, event);
    const last = this.#alerts.at(-1);
    const { level, cause } = event;
    if ((last?.level ?? null) === level && (last?.cause ?? null) === cause) return;
    this.#alerts.push({ second: Math.floor(this.#seconds.elapsed / SECOND_MS), level, cause });
  }

  /** Writes what is new. Never rejects: a failure is told to `onTrouble` once and tried again later. */
  async save(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
    this.#writing = this.#write().finally(() => (this.#writing = null));
    await this.#writing;
  }

  /** Ends the session and writes the rest. */
  async end(t: Milliseconds): Promise<Session> {
    if (this.#endedAt === null) {
      this.#seconds.finish(t);
      this.#now = Math.max(this.#now, t);
      this.#endedAt = this.#now;
      await this.save();
      this.#options.onEnd();
    }
    return this.#session();
  }

  #session(): Session {
    return {
      version: SESSION_VERSION,
      id: this.id,
      learnerId: this.#options.learnerId,
      startedAt: this.#options.startedAt,
      endedAt: this.#endedAt,
      savedAt: this.#now,
      seconds: this.#seconds.length,
      summary: this.#summary,
    };
  }

  async #write(): Promise<void> {
    const seconds = this.#seconds.length;
    const first = Math.floor(this.#saved / CHUNK_SECONDS);
    // The latest alert may be in the second under way, which may be the first of a chunk.
    const last = Math.floor(Math.max(0, seconds - 1, this.#alerts.at(-1)?.second ?? 0) / CHUNK_SECONDS);
    const entries: Entry[] = [[sessionKey(this.id), this.#session()]];
    for (let index = first; index <= last; index++) {
      entries.push([chunkKey(this.id, index), this.#chunk(index)]);
    }
    try {
      await this.#options.store.set(entries);
      this.#saved = seconds;
      this.#trouble = null;
    } catch (error) {
      const trouble = asStorageError(error);
      if (trouble.code !== this.#trouble) this.#options.onTrouble(trouble);
      this.#trouble = trouble.code;
    }
  }

  #chunk(index: number): Chunk {
    const from = index * CHUNK_SECONDS;
    const to = from + CHUNK_SECONDS;
    // A view's whole buffer would be stored with it; a copy is as long as the chunk.
    const columns = sliceColumns(this.#seconds.columns, from, to);
    return {
      version: SESSION_VERSION,
      from,
      columns: {
        state: columns.state.slice(),
        reason: columns.reason.slice(),
        confidence: columns.confidence.slice(),
        perclos: columns.perclos.slice(),
      },
      alerts: this.#alerts.filter(({ second }) => second >= from && second < to),
    };
  }
}
