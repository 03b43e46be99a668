import { promisifyRequest, type UseStore } from 'idb-keyval';
import type { Milliseconds } from '../common/clock';
import { IndexedObjectStore, type ObjectStore } from './object-store';
import { asStorageError, storageError } from './storage-error';

/** Everything that Wakeful keeps on a device has a name that begins like this. */
export const NAME_PREFIX = 'wakeful';

export const DATABASE_NAME = NAME_PREFIX;
/**
 * Raised whenever OBJECT_STORES grows: the stores that a device lacks are added, what it keeps
 * stays.
 */
const DATABASE_VERSION = 2;

export const OBJECT_STORES = [
  'learners',
  'sessions',
  'settings',
  'set-aside',
  'checkpoints',
  'checkpoint-files',
  'training',
  'footage',
] as const;
export type ObjectStoreName = (typeof OBJECT_STORES)[number];

export interface RecordPlace {
  readonly store: ObjectStoreName;
  readonly key: string;
}

/** A record and where it is. */
export type PlacedEntry = RecordPlace & { readonly value: unknown };

/**
 * ms. Some browsers neither open a database nor say why (WebKit bug 226547); the monitor must not
 * wait for them.
 */
const OPEN_TIMEOUT: Milliseconds = 5_000;

/**
 * Key in the object store of the settings: drawn when the database is made, so that whoever has
 * seen one notices when it was deleted and made anew. Databases of earlier releases have none.
 */
const BIRTH_KEY = 'database-birth';

/**
 * The database with one object store per kind of record. idb-keyval's own createStore gives each
 * store a database of its own; one database can be deleted in one go.
 */
export class Database {
  readonly #factory: IDBFactory;
  readonly #onDeleted: (() => void) | undefined;
  #connection: Promise<IDBDatabase> | null = null;
  /** Of the database that was opened last; undefined: none was, or it was let go of. */
  #birth: unknown;
  /** How often it was found to be another one than before. */
  #deletions = 0;

  /**
   * @param onDeleted somebody else deleted the database: to forget what came from it. Writes that
   * were asked for before are refused with `storage-deleted`, later ones go into the new database.
   * Without it, as in a worker with one task, every later write is refused.
   */
  constructor(factory: IDBFactory, onDeleted?: () => void) {
    this.#factory = factory;
    this.#onDeleted = onDeleted;
  }

  /**
   * Resolves when the database can be used. Rejects with what IndexedDB says, or when it says
   * nothing.
   */
  async open(): Promise<void> {
    await this.#connect();
  }

  objectStore(name: ObjectStoreName): ObjectStore {
    const useStore: UseStore = async (mode, callback) => {
      const asked = this.deletions;
      const database = await this.#connect();
      if (mode === 'readwrite' && asked !== this.#deletions) {
        throw storageError('storage-deleted', 'Everything was deleted in another tab.');
      }
      return callback(database.transaction(name, mode).objectStore(name));
    };
    return new IndexedObjectStore(useStore);
  }

  /**
   * Grows whenever everything was deleted; for writes that are begun now. In a worker with one task
   * it stays 0, and they are refused after a deletion.
   */
  get deletions(): number {
    return this.#onDeleted ? this.#deletions : 0;
  }

  /**
   * Writes into several object stores and deletes from them, all of it or nothing.
   * @param asked what `deletions` was when it was begun: what was deleted since is not brought back
   * @throws StorageError
   */
  async write(
    records: readonly PlacedEntry[],
    asked: number,
    deleted: readonly RecordPlace[] = [],
  ): Promise<void> {
    try {
      const database = await this.#connect();
      if (asked !== this.#deletions)
        throw storageError('storage-deleted', 'Everything was deleted meanwhile.');
      const names = new Set([...records, ...deleted].map(({ store }) => store));
      const transaction = database.transaction([...names], 'readwrite');
      const committed = promisifyRequest(transaction);
      for (const { store, key, value } of records) transaction.objectStore(store).put(value, key);
      for (const { store, key } of deleted) transaction.objectStore(store).delete(key);
      await committed;
    } catch (error) {
      throw asStorageError(error);
    }
  }

  /**
   * Lets go of the database because it is being deleted, or was: writes under way are refused, and
   * the next use opens it anew.
   */
  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    this.#birth = undefined;
    this.#deletions++;
    (await connection?.catch(() => null))?.close();
  }

  #connect(): Promise<IDBDatabase> {
    this.#connection ??= this.#request().catch((error: unknown) => {
      this.#connection = null;
      throw error;
    });
    return this.#connection;
  }

  async #request(): Promise<IDBDatabase> {
    const request = this.#factory.open(DATABASE_NAME, DATABASE_VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      const { objectStoreNames } = request.result;
      const lacking = OBJECT_STORES.filter((name) => !objectStoreNames.contains(name));
      for (const name of lacking) request.result.createObjectStore(name);
      if (oldVersion === 0) request.transaction?.objectStore('settings').put(drawBirth(), BIRTH_KEY);
    };
    const opening = promisifyRequest(request);
    const database = await withTimeout(opening, OPEN_TIMEOUT, () => {
      // Too late to be used, and in the way of deleting it.
      void opening.then((late) => late.close()).catch(() => undefined);
    });
    database.onclose = () => (this.#connection = null);
    // Another tab deletes everything: a connection that stays open would keep it from doing so.
    database.onversionchange = () => {
      this.#connection = null;
      database.close();
    };
    await this.#recognise(database);
    return database;
  }

  async #recognise(database: IDBDatabase): Promise<void> {
    const settings = database.transaction('settings').objectStore('settings');
    const birth = (await promisifyRequest<unknown>(settings.get(BIRTH_KEY))) ?? 'before births';
    const before = this.#birth;
    this.#birth = birth;
    if (before === undefined || before === birth) return;
    this.#deletions++;
    this.#onDeleted?.();
  }
}

/** Not `randomUUID`, which pages without HTTPS lack. */
const drawBirth = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

async function withTimeout<T>(promise: Promise<T>, after: Milliseconds, onTimeout: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      onTimeout();
      reject(storageError('storage-blocked', `The database did not open within ${after} ms.`));
    }, after);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
