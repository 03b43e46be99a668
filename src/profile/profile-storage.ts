import type { Clock } from '../common/clock';
import { CheckpointStore } from './checkpoints/checkpoint-store';
import { HistoryStore } from './history/history-store';
import { pageSessionLocks, webSessionLocks, type SessionLocks } from './history/session-locks';
import { LearnerStore } from './learners/learner-store';
import { SettingsStore } from './settings/settings-store';
import { Database, SHELVES, type ShelfName } from '../storage/database';
import { deleteEverything, type Places } from '../storage/delete-everything';
import { SetAside, type TroubleListener } from '../storage/set-aside';
import { MemoryShelf, type Shelf } from '../storage/shelf';
import { asStorageError, storageError, type StorageError } from '../storage/storage-error';

export interface StorageOptions {
  /** Told of damaged records, and of writes of a running session that failed. */
  readonly onTrouble: TroubleListener;
  /** Milliseconds since the epoch. Default: Date.now. */
  readonly clock?: Clock;
  /** Default: crypto.randomUUID. */
  readonly newId?: () => string;
  /** Default: what this browser lets us use. */
  readonly places?: Places;
  /** Default: the browser's Web Locks, else this page's own knowledge. */
  readonly locks?: SessionLocks;
}

/** What this device keeps: learners, sessions, settings, fine-tuned networks. */
export interface ProfileStorage {
  /** Why this browser keeps nothing, so that everything works for this session only. null: all is well. */
  readonly blocked: StorageError | null;
  readonly learners: LearnerStore;
  readonly history: HistoryStore;
  readonly settings: SettingsStore;
  /** Fine-tuned networks. */
  readonly checkpoints: CheckpointStore;
  readonly setAside: SetAside;
  /** Deletes a learner and all their sessions. */
  readonly deleteLearner: (id: string) => Promise<void>;
  /** Deletes everything that Wakeful keeps on this device. End a running session first, or it is written again. */
  readonly deleteEverything: () => Promise<void>;
}

/**
 * Opens what this device keeps. Never rejects: where the browser keeps nothing, it works in memory and `blocked` says
 * so. Sessions that a crash left unfinished are closed.
 */
export async function openStorage(options: StorageOptions): Promise<ProfileStorage> {
  const { onTrouble, clock = Date.now, newId = () => crypto.randomUUID() } = options;
  const places = options.places ?? browserPlaces();
  const opened = await openShelves(places.indexedDB);
  const { shelves } = opened;
  const setAside = new SetAside(shelves['set-aside'], clock, onTrouble);
  const learners = new LearnerStore({
    learners: shelves.learners,
    settings: shelves.settings,
    setAside,
    clock,
    newId,
  });
  const history = new HistoryStore({
    shelf: shelves.sessions,
    setAside,
    locks: options.locks ?? browserLocks(),
    clock,
    newId,
    onTrouble,
  });
  await history.closeUnfinished().catch((error: unknown) => {
    onTrouble(asStorageError(error));
  });
  return {
    blocked: opened.blocked,
    learners,
    history,
    settings: new SettingsStore(shelves.settings, onTrouble),
    checkpoints: new CheckpointStore({
      records: shelves.checkpoints,
      files: shelves['checkpoint-files'],
      settings: shelves.settings,
      setAside,
      clock,
      newId,
    }),
    setAside,
    deleteLearner: async (id) => {
      await history.deleteAll(id);
      await learners.delete(id);
    },
    deleteEverything: async () => {
      await opened.close();
      await deleteEverything(places);
    },
  };
}

interface OpenedShelves {
  readonly shelves: Readonly<Record<ShelfName, Shelf>>;
  readonly blocked: StorageError | null;
  readonly close: () => Promise<void>;
}

async function openShelves(factory: IDBFactory | null): Promise<OpenedShelves> {
  try {
    if (factory === null) throw storageError('storage-blocked', 'This browser gives no access to IndexedDB.');
    const database = new Database(factory);
    await database.open();
    const shelves = shelvesBy((name) => database.shelf(name));
    return { shelves, blocked: null, close: () => database.close() };
  } catch (error) {
    const memory = shelvesBy(() => new MemoryShelf());
    const clear = async () => {
      for (const name of SHELVES) {
        const entries = await memory[name].entries();
        await memory[name].delete(entries.map(([key]) => key));
      }
    };
    return { shelves: memory, blocked: asStorageError(error), close: clear };
  }
}

function shelvesBy<S extends Shelf>(make: (name: ShelfName) => S): Record<ShelfName, S> {
  return {
    learners: make('learners'),
    sessions: make('sessions'),
    settings: make('settings'),
    'set-aside': make('set-aside'),
    checkpoints: make('checkpoints'),
    'checkpoint-files': make('checkpoint-files'),
    training: make('training'),
    footage: make('footage'),
  };
}

/** Where site data is blocked, the mere mention of these throws. */
function browserPlaces(): Places {
  const allowed = <T>(place: () => T | undefined): T | null => {
    try {
      return place() ?? null;
    } catch {
      return null;
    }
  };
  const webStorage = [allowed(() => globalThis.localStorage), allowed(() => globalThis.sessionStorage)];
  return {
    indexedDB: allowed(() => globalThis.indexedDB),
    caches: allowed(() => globalThis.caches),
    webStorage: webStorage.filter((storage) => storage !== null),
  };
}

function browserLocks(): SessionLocks {
  return 'locks' in navigator ? webSessionLocks(navigator.locks) : pageSessionLocks();
}
