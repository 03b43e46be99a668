import type { Milliseconds } from '../common/clock';
import { DATABASE_NAME, NAME_PREFIX } from './database';
import { asStorageError, storageError, type StorageError } from './storage-error';

/** ms to wait for other tabs to let go of a database before saying that they hold it. */
const BLOCKED_FOR: Milliseconds = 3_000;

/**
 * What is needed of localStorage and sessionStorage; workers, whose types this code sees, have
 * neither.
 */
export type WebStorage = Readonly<Record<string, unknown>> & { removeItem(key: string): void };

/** Where a browser keeps things; null where it does not let us. */
export interface Places {
  readonly indexedDB: IDBFactory | null;
  readonly caches: CacheStorage | null;
  readonly webStorage: readonly WebStorage[];
}

/**
 * Deletes whatever Wakeful keeps on this device: every database, cache and web storage entry of its
 * name, so that what a later part of the program keeps (fine-tuned weights, footage) goes too.
 *
 * All places are tried, even when one fails.
 * @throws StorageError of the first that failed; `storage-in-use` when another tab holds a
 * database, which is then deleted as soon as that tab closes.
 */
export async function deleteEverything(places: Places): Promise<void> {
  const outcomes = await Promise.all([
    attempt(() => deleteDatabases(places.indexedDB)),
    attempt(() => deleteCaches(places.caches)),
    attempt(() => {
      places.webStorage.forEach(clearWebStorage);
      return Promise.resolve();
    }),
  ]);
  const failed = outcomes.find((outcome) => outcome !== null);
  if (failed) throw failed;
}

async function attempt(work: () => Promise<void>): Promise<StorageError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return asStorageError(error);
  }
}

const isOurs = (name: string | undefined): name is string => name?.startsWith(NAME_PREFIX) ?? false;

async function deleteDatabases(factory: IDBFactory | null): Promise<void> {
  if (factory === null) return;
  const names = await databaseNames(factory);
  await Promise.all(names.map((name) => deleteDatabase(factory, name)));
}

async function databaseNames(factory: IDBFactory): Promise<readonly string[]> {
  // Not in older Firefox; the database of this part is known by its name.
  const known = 'databases' in factory ? await factory.databases() : [];
  return [...new Set([DATABASE_NAME, ...known.map(({ name }) => name).filter(isOurs)])];
}

function deleteDatabase(factory: IDBFactory, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const request = factory.deleteDatabase(name);
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve();
    };
    request.onerror = () => {
      clearTimeout(timer);
      reject(asStorageError(request.error));
    };
    // Tabs that are just finishing a write let go in a moment.
    request.onblocked = () => {
      timer = setTimeout(() => {
        reject(storageError('storage-in-use', `The database "${name}" is open in another tab.`));
      }, BLOCKED_FOR);
    };
  });
}

async function deleteCaches(caches: CacheStorage | null): Promise<void> {
  if (caches === null) return;
  const names = await caches.keys();
  await Promise.all(names.filter(isOurs).map((name) => caches.delete(name)));
}

function clearWebStorage(storage: WebStorage): void {
  for (const key of Object.keys(storage).filter(isOurs)) storage.removeItem(key);
}
