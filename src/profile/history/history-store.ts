import * as v from 'valibot';
import type { Clock } from '../../common/clock';
import type { Quarantine } from '../../storage/quarantine';
import { HeldObjectStore } from '../../storage/held-object-store';
import type { Entry, ObjectStore } from '../../storage/object-store';
import {
  CHUNK_SECONDS,
  chunkKey,
  chunkOf,
  chunkPrefix,
  chunkSchema,
  joinChunks,
  SESSION_PREFIX,
  SESSION_VERSION,
  sessionKey,
  sessionSchema,
  type Chunk,
  type Session,
  type SessionNotes,
  type SessionTimeline,
} from './session';
import { readSessionFile } from './session-file';
import { SessionRecorder } from './session-recorder';

/** Tells which sessions are being recorded, in this tab or another one; and of a restore. */
export interface SessionLocks {
  /** Held until the returned function is called, or the page goes away, however it goes. */
  hold(sessionId: string): Promise<() => void>;
  held(): Promise<ReadonlySet<string>>;
}

const PREFIX = 'wakeful-session-';

/**
 * By the browser's Web Locks, which end with the page that holds them, even when it crashes. Where
 * the browser refuses them (a sandboxed frame), nothing is held: recording matters more.
 */
export function webSessionLocks(locks: LockManager): SessionLocks {
  return {
    hold: (sessionId) =>
      new Promise((resolve) => {
        locks
          .request(PREFIX + sessionId, () => new Promise<void>((release) => resolve(release)))
          .catch(() => resolve(() => undefined));
      }),
    held: async () => {
      const { held } = await locks.query().catch(() => ({ held: [] }));
      const names = (held ?? []).map(({ name }) => name ?? '');
      return new Set(
        names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)),
      );
    },
  };
}

/** Where the browser has no Web Locks: sessions of this page alone are known. */
export function pageSessionLocks(): SessionLocks {
  const held = new Set<string>();
  return {
    hold: (sessionId) => {
      held.add(sessionId);
      return Promise.resolve(() => held.delete(sessionId));
    },
    held: () => Promise.resolve(new Set(held)),
  };
}

export interface HistoryStoreOptions {
  readonly store: ObjectStore;
  readonly quarantine: Quarantine;
  readonly locks: SessionLocks;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Asks the browser not to clear what is kept. */
  readonly persist: () => void;
}

const nobody = (): void => undefined;

/** The sessions kept on this device. Every method rejects with a StorageError. */
export class HistoryStore {
  readonly #options: HistoryStoreOptions;
  /** Sessions under way. */
  readonly #recorders = new Set<SessionRecorder>();

  constructor(options: HistoryStoreOptions) {
    this.#options = options;
  }

  /**
   * Begins to record a session. The first write comes after ten seconds: a shorter session is kept
   * when it ends. Never rejects.
   * @param isKept false: it stays in memory
   */
  async begin(learnerId: string | null, isKept = true): Promise<SessionRecorder> {
    const { locks, clock, newId, persist } = this.#options;
    const store = isKept ? this.#options.store : new HeldObjectStore(null, nobody, nobody);
    if (isKept) persist();
    const id = newId();
    const hold = async (): Promise<() => void> => {
      this.#recorders.add(recorder);
      const release = await locks.hold(id);
      return () => {
        this.#recorders.delete(recorder);
        release();
      };
    };
    const recorder = new SessionRecorder({ store, id, learnerId, startedAt: clock(), hold });
    await recorder.open();
    return recorder;
  }

  /** Everything was deleted: the sessions under way are not written again. */
  forget(): void {
    for (const recorder of this.#recorders) recorder.forget();
  }

  /** All sessions, the latest first. Records that cannot be read are set aside and reported. */
  async list(): Promise<Session[]> {
    const { store, quarantine } = this.#options;
    const sessions: Session[] = [];
    for (const [key, value] of await store.entries(SESSION_PREFIX)) {
      const parsed = v.safeParse(sessionSchema, value);
      if (parsed.success) sessions.push(parsed.output);
      else {
        const chunks = await store.entries(chunkPrefix(key.slice(SESSION_PREFIX.length)));
        await quarantine.take(
          store,
          'sessions',
          [[key, value], ...chunks],
          parsed.issues[0].message,
          SESSION_VERSION,
        );
      }
    }
    return sessions.sort((a, b) => b.startedAt - a.startedAt);
  }

  /**
   * A session second by second; seconds of a damaged chunk are unrecorded (and the chunk is set
   * aside and reported).
   */
  async timeline(session: Session): Promise<SessionTimeline> {
    const { store, quarantine } = this.#options;
    const chunks: Chunk[] = [];
    for (const [key, value] of await store.entries(chunkPrefix(session.id))) {
      const parsed = v.safeParse(chunkSchema, value);
      if (parsed.success) chunks.push(parsed.output);
      else
        await quarantine.take(store, 'sessions', [[key, value]], parsed.issues[0].message, SESSION_VERSION);
    }
    return {
      startedAt: session.startedAt,
      seconds: session.seconds,
      columns: joinChunks(chunks, session.seconds),
      alerts: chunks.flatMap((chunk) => chunk.alerts),
    };
  }

  /** Changes what the learner has added to a session that has ended, if it is still here. */
  async annotate(id: string, notes: SessionNotes): Promise<void> {
    const { store } = this.#options;
    const key = sessionKey(id);
    const parsed = v.safeParse(sessionSchema, await store.get(key));
    if (parsed.success) await store.set([[key, { ...parsed.output, ...notes }]], key);
  }

  /**
   * Closes sessions whose page went away without ending them, at the time they were last written.
   * Those that another tab is recording go on. Returns how many were closed.
   */
  async closeUnfinished(): Promise<number> {
    const { store, locks } = this.#options;
    const running = await locks.held();
    const sessions = await this.list();
    const unfinished = sessions.filter(({ id, endedAt }) => endedAt === null && !running.has(id));
    for (const session of unfinished) {
      const key = sessionKey(session.id);
      await store.set([[key, { ...session, endedAt: session.savedAt }]], key);
    }
    return unfinished.length;
  }

  /**
   * Adds the session of an exported file, wholly or not at all; null: it is here already.
   * @throws WakefulError when the file is damaged or something else
   */
  async import(text: string): Promise<Session | null> {
    const { store, persist } = this.#options;
    const { session, columns, alerts } = readSessionFile(text);
    const key = sessionKey(session.id);
    if ((await store.get(key)) !== undefined) return null;
    const chunks = Math.ceil(session.seconds / CHUNK_SECONDS);
    const entries = Array.from({ length: chunks }, (_, index): Entry => [
      chunkKey(session.id, index),
      chunkOf(index, columns, alerts),
    ]);
    persist();
    await store.set([[key, session], ...entries]);
    return session;
  }

  async delete(id: string): Promise<void> {
    const { store } = this.#options;
    const chunks = await store.entries(chunkPrefix(id));
    await store.delete([sessionKey(id), ...chunks.map(([key]) => key)]);
  }

  /** Deletes all sessions, or all of one learner. */
  async deleteAll(learnerId?: string): Promise<void> {
    const sessions = await this.list();
    const theirs = sessions.filter((session) => learnerId === undefined || session.learnerId === learnerId);
    for (const { id } of theirs) await this.delete(id);
  }
}
