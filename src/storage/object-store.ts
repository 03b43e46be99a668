import { delMany, get, promisifyRequest, setMany, type UseStore } from 'idb-keyval';
import { asStorageError } from './storage-error';

/** A key and what is kept under it; whoever reads it validates it. */
export type Entry = readonly [key: string, value: unknown];

/** Records of one kind. Every method rejects with a StorageError. */
export interface ObjectStore {
  /** undefined where nothing is kept. */
  get(key: string): Promise<unknown>;
  /** Keeps all of them or none. */
  set(entries: readonly Entry[]): Promise<void>;
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

  async set(entries: readonly Entry[]): Promise<void> {
    await typed(() =>
      setMany(
        entries.map(([key, value]) => [key, value]),
        this.#store,
      ),
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

/**
 * One for this session only, where the browser keeps nothing. Values are copied in and out, as a
 * database does.
 */
export class MemoryObjectStore implements ObjectStore {
  readonly #entries = new Map<string, unknown>();

  get(key: string): Promise<unknown> {
    return Promise.resolve(structuredClone(this.#entries.get(key)));
  }

  set(entries: readonly Entry[]): Promise<void> {
    for (const [key, value] of entries) this.#entries.set(key, structuredClone(value));
    return Promise.resolve();
  }

  delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#entries.delete(key);
    return Promise.resolve();
  }

  entries(prefix = ''): Promise<Entry[]> {
    const found = [...this.#entries].filter(([key]) => key.startsWith(prefix));
    return Promise.resolve(structuredClone(found.sort(([a], [b]) => (a < b ? -1 : 1))));
  }

  async keys(prefix = ''): Promise<string[]> {
    return (await this.entries(prefix)).map(([key]) => key);
  }
}
