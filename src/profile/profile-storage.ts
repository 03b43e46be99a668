import type { Clock } from '../common/clock';
import { CheckpointStore } from './checkpoints/checkpoint-store';
import { HistoryStore, pageSessionLocks, webSessionLocks, type SessionLocks } from './history/history-store';
import { sessionOfKey } from './history/session';
import { LearnerStore } from './learners/learner-store';
import { SettingsStore } from './settings/settings-store';
import { Database, type ObjectStoreName, type PlacedEntry, type RecordPlace } from '../storage/database';
import { deleteEverything, type Places } from '../storage/delete-everything';
import { Quarantine, type TroubleListener } from '../storage/quarantine';
import { HeldObjectStore } from '../storage/held-object-store';
import type { ObjectStore } from '../storage/object-store';
import { otherTabs, type OtherTabs } from '../storage/other-tabs';
import { askToPersist } from '../storage/persist';
import { asStorageError, storageError, type StorageError } from '../storage/storage-error';
import { removeUnfinishedRestore, UNFINISHED_RESTORE } from '../storage/unfinished-restore';

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
  /** Default: by a BroadcastChannel, where the browser has one. */
  readonly otherTabs?: OtherTabs;
  /** Asks the browser not to clear what is kept. Default: StorageManager.persist. */
  readonly persist?: () => void;
}

/** Ids of what is in memory only, and is written as soon as that works. */
export interface Unsaved {
  readonly learners: ReadonlySet<string>;
  readonly sessions: ReadonlySet<string>;
}

/** What this device keeps: learners, sessions, settings, fine-tuned networks. */
export interface ProfileStorage {
  /**
   * Why this browser keeps nothing, so that everything works for this session only. null: all is
   * well.
   */
  readonly blocked: StorageError | null;
  /** null: this browser has none that can be used. For those who keep more on this device. */
  readonly database: Database | null;
  /** For a restore, until the returned function is called. Waits for that of another tab. */
  readonly holdRestore: () => Promise<() => void>;
  /** All records as they are kept, those included that are not written yet. */
  readonly stores: Readonly<Record<ObjectStoreName, ObjectStore>>;
  readonly learners: LearnerStore;
  readonly history: HistoryStore;
  readonly settings: SettingsStore;
  /** Fine-tuned networks. */
  readonly checkpoints: CheckpointStore;
  readonly quarantine: Quarantine;
  /** Deletes a learner and all their sessions. */
  readonly deleteLearner: (id: string) => Promise<void>;
  /**
   * Deletes everything that Wakeful keeps on this device, and what this page and other tabs would
   * still write: running sessions are recorded no more.
   */
  readonly deleteEverything: () => Promise<void>;
  /** Another tab has deleted everything; what this page had read of it is out of date. */
  readonly onDeletedElsewhere: (listener: () => void) => void;
  /** Another tab has changed settings. */
  readonly onSettingsElsewhere: (listener: () => void) => void;
  readonly unsaved: () => Unsaved;
  readonly onUnsaved: (listener: () => void) => void;
  /** Tries again to write what is not written. */
  readonly retry: () => Promise<void>;
}

/**
 * Opens what this device keeps. Never rejects: where the browser keeps nothing, it works in memory
 * and `blocked` says so. Sessions that a crash left unfinished are closed,
 * and what an unfinished restore has written is deleted.
 */
export async function openStorage(options: StorageOptions): Promise<ProfileStorage> {
  const { onTrouble, clock = Date.now, newId = () => crypto.randomUUID() } = options;
  const { persist = askToPersist, locks = browserLocks() } = options;
  const places = options.places ?? browserPlaces();
  const tabs = options.otherTabs ?? otherTabs();
  const deleted = new Set<() => void>();
  const changed = new Set<() => void>();
  const database = places.indexedDB && new Database(places.indexedDB, deletedElsewhere);
  const { stores, held, blocked } = await openStores(database, onTrouble, () =>
    changed.forEach((listener) => listener()),
  );
  const { learners: learnerRecords, sessions, settings } = stores;
  const quarantine = new Quarantine(stores['set-aside'], clock, onTrouble);
  const learners = new LearnerStore({
    learners: learnerRecords,
    settings,
    quarantine,
    clock,
    newId,
    persist,
  });
  const settingsStore = new SettingsStore(settings, onTrouble, () => tabs.tell('settings-changed'));
  const history = new HistoryStore({
    store: sessions,
    quarantine,
    locks,
    clock,
    newId,
    persist,
  });

  /** What is in memory must not bring back what was deleted. */
  function forget(): void {
    history.forget();
    settingsStore.forget();
    for (const [, store] of held) store.clear();
  }
  function deletedElsewhere(): void {
    forget();
    deleted.forEach((listener) => listener());
  }

  async function write(records: readonly PlacedEntry[], deleted: readonly RecordPlace[]): Promise<void> {
    if (database && !blocked) return database.write(records, database.deletions, deleted);
    for (const { store, key, value } of records) await stores[store].set([[key, value]]);
    for (const { store, key } of deleted) await stores[store].delete([key]);
  }

  tabs.on('everything-deleted', () => {
    void database?.close();
    deletedElsewhere();
  });
  await history.closeUnfinished().catch((error: unknown) => {
    onTrouble(asStorageError(error));
  });
  if (database && !blocked && !(await locks.held()).has(UNFINISHED_RESTORE)) {
    await removeUnfinishedRestore(database).catch((error: unknown) => {
      onTrouble(asStorageError(error));
    });
  }
  return {
    blocked,
    database: blocked ? null : database,
    holdRestore: () => locks.hold(UNFINISHED_RESTORE),
    stores,
    learners,
    history,
    settings: settingsStore,
    checkpoints: new CheckpointStore({
      records: stores.checkpoints,
      files: stores['checkpoint-files'],
      settings,
      write,
      quarantine,
      clock,
      newId,
    }),
    quarantine,
    deleteLearner: async (id) => {
      await history.deleteAll(id);
      await learners.delete(id);
    },
    async deleteEverything() {
      forget();
      await database?.close();
      try {
        await deleteEverything(places);
      } finally {
        tabs.tell('everything-deleted');
      }
    },
    onDeletedElsewhere: (listener) => void deleted.add(listener),
    onSettingsElsewhere: (listener) => tabs.on('settings-changed', listener),
    unsaved: () => ({
      learners: new Set(learnerRecords.heldKeys),
      sessions: new Set(sessions.heldKeys.map(sessionOfKey)),
    }),
    onUnsaved: (listener) => void changed.add(listener),
    async retry() {
      if (blocked?.code === 'storage-full' && database) {
        // It could not even be opened; once there is room, what was done since goes into it.
        const isOpen = await database.open().then(() => true, () => false); // prettier-ignore
        if (isOpen) for (const [name, store] of held) store.keepIn(database.objectStore(name));
      }
      await Promise.all(held.map(([, store]) => store.flush()));
    },
  };
}

interface OpenedStores {
  readonly stores: Readonly<
    Record<ObjectStoreName, ObjectStore> & Record<'learners' | 'sessions', HeldObjectStore>
  >;
  /** Those that lose nothing when they cannot write: small records; all where nothing is kept. */
  readonly held: readonly (readonly [ObjectStoreName, HeldObjectStore])[];
  readonly blocked: StorageError | null;
}

async function openStores(
  database: Database | null,
  onTrouble: TroubleListener,
  onChange: () => void,
): Promise<OpenedStores> {
  const blocked = await (database?.open() ?? Promise.reject(noDatabase())).then(() => null, asStorageError);
  const held: [ObjectStoreName, HeldObjectStore][] = [];
  const kept = (name: ObjectStoreName): ObjectStore | null =>
    blocked || !database ? null : database.objectStore(name);
  function holding(name: ObjectStoreName): HeldObjectStore {
    const store = new HeldObjectStore(kept(name), onTrouble, onChange);
    held.push([name, store]);
    return store;
  }
  const plain = (name: ObjectStoreName): ObjectStore => kept(name) ?? holding(name);
  const stores = {
    learners: holding('learners'),
    sessions: holding('sessions'),
    settings: holding('settings'),
    'set-aside': plain('set-aside'),
    checkpoints: plain('checkpoints'),
    'checkpoint-files': plain('checkpoint-files'),
    training: plain('training'),
    footage: plain('footage'),
  };
  return { stores, held, blocked };
}

const noDatabase = (): StorageError =>
  storageError('storage-blocked', 'This browser gives no access to IndexedDB.');

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
