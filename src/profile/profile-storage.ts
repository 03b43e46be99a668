import type { Clock } from '../common/clock';
import { CheckpointStore } from './checkpoints/checkpoint-store';
import { HistoryStore, pageSessionLocks, webSessionLocks, type SessionLocks } from './history/history-store';
import { LearnerStore } from './learners/learner-store';
import { SettingsStore } from './settings/settings-store';
import { Database, OBJECT_STORES, type ObjectStoreName } from '../storage/database';
import { deleteEverything, type Places } from '../storage/delete-everything';
import { Quarantine, type TroubleListener } from '../storage/quarantine';
import { MemoryObjectStore, type ObjectStore } from '../storage/object-store';
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
  /**
   * Why this browser keeps nothing, so that everything works for this session only. null: all is
   * well.
   */
  readonly blocked: StorageError | null;
  readonly learners: LearnerStore;
  readonly history: HistoryStore;
  readonly settings: SettingsStore;
  /** Fine-tuned networks. */
  readonly checkpoints: CheckpointStore;
  readonly quarantine: Quarantine;
  /** Deletes a learner and all their sessions. */
  readonly deleteLearner: (id: string) => Promise<void>;
  /**
   * Deletes everything that Wakeful keeps on this device. End a running session first, or it is
   * written again.
   */
  readonly deleteEverything: () => Promise<void>;
}

/**
 * Opens what this device keeps. Never rejects: where the browser keeps nothing, it works in memory
 * and `blocked` says so. Sessions that a crash left unfinished are closed.
 */
export async function openStorage(options: StorageOptions): Promise<ProfileStorage> {
  const { onTrouble, clock = Date.now, newId = () => crypto.randomUUID() } = options;
  const places = options.places ?? browserPlaces();
  const opened = await openStores(places.indexedDB);
  const { stores } = opened;
  const quarantine = new Quarantine(stores['set-aside'], clock, onTrouble);
  const learners = new LearnerStore({
    learners: stores.learners,
    settings: stores.settings,
    quarantine,
    clock,
    newId,
  });
  const history = new HistoryStore({
    store: stores.sessions,
    quarantine,
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
    settings: new SettingsStore(stores.settings, onTrouble),
    checkpoints: new CheckpointStore({
      records: stores.checkpoints,
      files: stores['checkpoint-files'],
      settings: stores.settings,
      quarantine,
      clock,
      newId,
    }),
    quarantine,
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

interface OpenedStores {
  readonly stores: Readonly<Record<ObjectStoreName, ObjectStore>>;
  readonly blocked: StorageError | null;
  readonly close: () => Promise<void>;
}

async function openStores(factory: IDBFactory | null): Promise<OpenedStores> {
  try {
    if (factory === null) throw storageError('storage-blocked', 'This browser gives no access to IndexedDB.');
    const database = new Database(factory);
    await database.open();
    const stores = storesBy((name) => database.objectStore(name));
    return { stores, blocked: null, close: () => database.close() };
  } catch (error) {
    const memory = storesBy(() => new MemoryObjectStore());
    const clear = async () => {
      for (const name of OBJECT_STORES) {
        const entries = await memory[name].entries();
        await memory[name].delete(entries.map(([key]) => key));
      }
    };
    return { stores: memory, blocked: asStorageError(error), close: clear };
  }
}

function storesBy<S extends ObjectStore>(make: (name: ObjectStoreName) => S): Record<ObjectStoreName, S> {
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
