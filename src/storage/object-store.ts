import { delMany, get, promisifyRequest, type UseStore } from 'idb-keyval';
import { asStorageError } from './storage-error';

/** A key and what is kept under it; whoever reads it validates it. */
export type Entry = readonly [key: string, value: unknown];

/** Records of one kind. Every method rejects with a StorageError. */
export interface ObjectStore {
  /** undefined where nothing is kept. */
  get(key: string): Promise<unknown>;
  /**
   * Keeps all of them or none; resolves once that is committed.
   * @param onlyWith a key; where nothing is kept under it any more, because somebody deleted it,
   * nothing is written
   * @returns false: nothing was written because of that
   */
  set(entries: readonly Entry[], onlyWith?: string): Promise<boolean>;
  delete(keys: readonly string[]): Promise<void>;
  /** Entries whose keys begin with `prefix`, in the order of the keys. */
  entries(prefix?: string): Promise<Entry[]>;
  /** Their keys alone. */
  keys(prefix?: string): Promise<string[]>;
}

/** Sorts after every character that our keys are made of. */
const LAST = '\uffff';

/** An object store of IndexedDB. */
export class IndexedObjectStore implements ObjectStore {
  readonly #store: UseStore;

  constructor(store: UseStore) {
    this.#store = store;
  }

  async get(key: string): Promise<unknown> {
    return typed(() => get<unknown>(key, this.#store));
  }

  async set(entries: readonly Entry[], onlyWith?: string): Promise<boolean> {
    return typed(() =>
      this.#store('readwrite', async (store) => {
        const committed = promisifyRequest(store.transaction);
        // Awaited below, unless the question before it fails too.
        committed.catch(() => undefined);
        const isThere = onlyWith === undefined || (await promisifyRequest(store.count(onlyWith))) > 0;
        if (isThere) for (const [key, value] of entries) store.put(value, key);
        await committed;
        return isThere;
      }),
    );
  }

  async delete(keys: readonly string[]): Promise<void> {
    await typed(() => delMany([...keys], this.#store));
  }

  async entries(prefix = ''): Promise<Entry[]> {
    const range = beginningWith(prefix);
    return typed(() =>
      this.#store('readonly', async (store) => {
        const keys = promisifyRequest(store.getAllKeys(range) as IDBRequest<string[]>);
        const values = promisifyRequest(store.getAll(range) as IDBRequest<unknown[]>);
        const [names, contents] = await Promise.all([keys, values]);
        return names.map((key, i): Entry => [key, contents[i]]);
      }),
    );
  }

  async keys(prefix = ''): Promise<string[]> {
    return typed(() =>
      this.#store('readonly', (store) =>
        promisifyRequest(store.getAllKeys(beginningWith(prefix)) as IDBRequest<string[]>),
      ),
    );
  }
}

const beginningWith = (prefix: string): IDBKeyRange => IDBKeyRange.bound(prefix, prefix + LAST);

async function typed<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw asStorageError(error);
  }
}
