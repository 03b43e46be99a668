import { SECOND_MS, type Milliseconds } from '../../common/clock';
import * as v from 'valibot';
import type { Entry, ObjectStore } from '../../storage/object-store';
import type { AlertEvent, StateEvent } from '../../wakefulness/state-event';
import {
  addAlert,
  addState,
  EMPTY_SUMMARY,
  LONGEST_CREDIT,
  type SessionSummary,
} from '../../wakefulness/summary';
import {
  encodeFraction,
  encodeReason,
  encodeState,
  GrowingColumns,
  type ColumnRow,
  type Columns,
} from './seconds';
import { addPlayerTime } from './player-times';
import {
  CHUNK_SECONDS,
  chunkKey,
  chunkOf,
  SESSION_VERSION,
  sessionKey,
  sessionSchema,
  type PlayerTime,
  type RecordedAlert,
  type SaidMoment,
  type Session,
  type SessionNotes,
  type SessionTimeline,
} from './session';

/** ms of a second that must be known for it to be recorded. */
const LEAST_KNOWN: Milliseconds = 500;

/**
 * ms. A longer silence between two events is a wrong clock rather than a sleeping computer, and is
 * cut to this.
 */
const LONGEST_SILENCE: Milliseconds = 12 * 3600 * SECOND_MS;

const UNRECORDED: ColumnRow = {
  state: encodeState('unrecorded'),
  reason: encodeReason(null),
  confidence: encodeFraction(null),
  perclos: encodeFraction(null),
};

/**
 * Turns state events into one row a second: the event that stood longest in that second. An event
 * stands until the next one; after a silence longer than a missed heartbeat the time between is
 * unrecorded. The session's time only goes forward, whatever the clock does.
 */
export class SecondBySecond {
  readonly #columns = new GrowingColumns();
  /** Stands now. */
  #event: StateEvent | null = null;
  /**
   * Epoch ms up to which the session is told, whole: sums of fractions would miss the full seconds.
   */
  #t: Milliseconds;
  /** ms of the session that have passed. */
  #elapsed: Milliseconds = 0;
  /** What stood in the second under way, and for how many ms. */
  readonly #standing = new Map<StateEvent, Milliseconds>();

  constructor(startedAt: Milliseconds) {
    this.#t = Math.round(startedAt);
  }

  /** Seconds that are complete. */
  get length(): number {
    return this.#columns.length;
  }

  get columns(): Columns {
    return this.#columns.all;
  }

  /** ms of the session that have passed up to the last event. */
  get elapsed(): Milliseconds {
    return this.#elapsed;
  }

  add(event: StateEvent): void {
    this.#passTo(event.t);
    this.#event = event;
  }

  /** The session is over at `t`: the second under way is completed if enough of it is known. */
  finish(t: Milliseconds): void {
    this.#passTo(t);
    const rest = this.#elapsed % SECOND_MS;
    if (rest >= LEAST_KNOWN) this.#pass(SECOND_MS - rest, null);
  }

  #passTo(t: Milliseconds): void {
    const dt = Math.round(t) - this.#t;
    this.#t += dt;
    this.#pass(dt, dt <= LONGEST_CREDIT ? this.#event : null);
  }

  #pass(dt: Milliseconds, known: StateEvent | null): void {
    let left = Math.min(LONGEST_SILENCE, Math.max(0, dt));
    while (left > 0) {
      const step = Math.min(left, SECOND_MS - (this.#elapsed % SECOND_MS));
      if (known !== null) this.#standing.set(known, (this.#standing.get(known) ?? 0) + step);
      this.#elapsed += step;
      left -= step;
      if (this.#elapsed % SECOND_MS === 0) this.#complete();
    }
  }

  #complete(): void {
    const standing = [...this.#standing];
    const known = standing.reduce((sum, [, duration]) => sum + duration, 0);
    const longest = standing.reduce<readonly [StateEvent | null, Milliseconds]>(
      (best, entry) => (entry[1] > best[1] ? entry : best),
      [null, 0],
    )[0];
    this.#columns.push(longest === null || known < LEAST_KNOWN ? UNRECORDED : rowOf(longest));
    this.#standing.clear();
  }
}

function rowOf(event: StateEvent): ColumnRow {
  return {
    state: encodeState(event.state),
    reason: encodeReason(event.reason ?? event.causes[0] ?? null),
    confidence: encodeFraction(event.state === 'unknown' ? null : event.confidence),
    perclos: encodeFraction(event.perclos),
  };
}

/** ms between two writes: what a crash costs at most. */
export const SAVE_EVERY: Milliseconds = 10_000;

export interface SessionRecorderOptions {
  readonly store: ObjectStore;
  readonly id: string;
  readonly learnerId: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: Milliseconds;
  /** The session is under way, here, until the returned function is called. */
  readonly hold: () => Promise<() => void>;
}

/**
 * Records one session: keeps everything in memory and writes what is new every ten seconds. Written
 * times come from the events, which a worker sends in hidden tabs too; there is no timer. A session
 * that was deleted meanwhile, by another tab too, is not written again.
 */
export class SessionRecorder {
  readonly id: string;
  readonly #options: SessionRecorderOptions;
  readonly #seconds: SecondBySecond;
  readonly #alerts: RecordedAlert[] = [];
  readonly #moments: SaidMoment[] = [];
  readonly #playerTimes: PlayerTime[] = [];
  #summary: SessionSummary = EMPTY_SUMMARY;
  #endedAt: Milliseconds | null = null;
  #now: Milliseconds;
  /** Seconds that were handed to the store. */
  #saved = 0;
  #isWritten = false;
  #isForgotten = false;
  /** Those that were written while it was over, on the summary or in History. */
  #notes: SessionNotes = {};
  #nextSave: Milliseconds = SAVE_EVERY;
  #writing: Promise<void> | null = null;
  #release = (): void => undefined;

  constructor(options: SessionRecorderOptions) {
    this.id = options.id;
    this.#options = options;
    this.#now = options.startedAt;
    this.#seconds = new SecondBySecond(options.startedAt);
  }

  get summary(): SessionSummary {
    return this.#summary;
  }

  /**
   * The session so far, written or not. The columns are views and cost nothing; take them anew for
   * later seconds.
   */
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
    this.#alerts.push({ second: this.#second, level, cause });
  }

  /** The learner says that what is shown is wrong. */
  correct(said: SaidMoment['said']): void {
    if (this.#endedAt !== null) return;
    this.#moments.push({ second: this.#second, said, shown: this.#summary.state });
  }

  /** The page of the lecture tells where its player stands, seconds. */
  playerTime(time: number): void {
    if (this.#endedAt !== null) return;
    addPlayerTime(this.#playerTimes, { second: this.#second, time: Math.round(time) });
  }

  /** Writes what is new. */
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
      this.#release();
    }
    return this.#session();
  }

  /**
   * To be called before the first event; and to go on after an end, the time between unrecorded.
   */
  async open(): Promise<void> {
    this.#endedAt = null;
    this.#release = await this.#options.hold();
    if (!this.#isWritten) return;
    this.#notes = await this.#writtenNotes();
    await this.save();
  }

  /** Writes nothing more: it was deleted. */
  forget(): void {
    this.#isForgotten = true;
  }

  /** The one under way. */
  get #second(): number {
    return Math.floor(this.#seconds.elapsed / SECOND_MS);
  }

  async #writtenNotes(): Promise<SessionNotes> {
    const written = v.safeParse(sessionSchema, await this.#options.store.get(sessionKey(this.id)));
    if (!written.success) return this.#notes;
    const { note, hoursSlept, lectureStart } = written.output;
    return {
      ...(note !== undefined && { note }),
      ...(hoursSlept !== undefined && { hoursSlept }),
      ...(lectureStart !== undefined && { lectureStart }),
    };
  }

  #session(): Session {
    return {
      ...this.#notes,
      version: SESSION_VERSION,
      id: this.id,
      learnerId: this.#options.learnerId,
      startedAt: this.#options.startedAt,
      endedAt: this.#endedAt,
      savedAt: this.#now,
      seconds: this.#seconds.length,
      summary: this.#summary,
      ...(this.#moments.length > 0 && { moments: [...this.#moments] }),
      ...(this.#playerTimes.length > 0 && { playerTimes: [...this.#playerTimes] }),
    };
  }

  async #write(): Promise<void> {
    if (this.#isForgotten) return;
    const seconds = this.#seconds.length;
    const first = Math.floor(this.#saved / CHUNK_SECONDS);
    // The latest alert may be in the second under way, which may be the first of a chunk.
    const last = Math.floor(Math.max(0, seconds - 1, this.#alerts.at(-1)?.second ?? 0) / CHUNK_SECONDS);
    const entries: Entry[] = [[sessionKey(this.id), this.#session()]];
    for (let index = first; index <= last; index++) {
      entries.push([chunkKey(this.id, index), chunkOf(index, this.#seconds.columns, this.#alerts)]);
    }
    const isKept = await this.#options.store.set(entries, this.#isWritten ? sessionKey(this.id) : undefined);
    this.#isForgotten ||= !isKept;
    this.#isWritten = true;
    this.#saved = seconds;
  }
}
