import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openStorage, type ProfileStorage } from '../../../src/profile';
import { pageSessionLocks, type SessionLocks } from '../../../src/profile/history/history-store';
import { FakeTabs } from '../../support/fake-tabs';
import type { Places } from '../../../src/storage/delete-everything';
import type { StorageError } from '../../../src/storage/storage-error';

export const NOW = Date.UTC(2026, 10, 24, 9);

/** A browser's storage that lasts over several openings of the page. */
export class Device {
  readonly factory = new IDBFactory();
  readonly troubles: StorageError[] = [];
  now = NOW;
  /** Of the pages that are open; a crash forgets a page's locks. */
  locks: SessionLocks = pageSessionLocks();
  /** Of this browser. */
  readonly tabs = new FakeTabs();
  /** How often the browser was asked not to clear what is kept. */
  persistAsked = 0;
  #ids = 0;

  open(places: Partial<Places> = {}): Promise<ProfileStorage> {
    return openStorage({
      onTrouble: (error) => this.troubles.push(error),
      clock: () => this.now,
      newId: () => `id-${++this.#ids}`,
      places: { indexedDB: this.factory, caches: null, webStorage: [], ...places },
      locks: this.locks,
      otherTabs: this.tabs.open(),
      persist: () => {
        this.persistAsked++;
      },
    });
  }

  /** Puts anything into the database, as a bug or a bad disk would. */
  async tamper(store: string, key: string, value: unknown): Promise<void> {
    const database = await this.#raw();
    await done(database.transaction(store, 'readwrite').objectStore(store).put(value, key));
    database.close();
  }

  async read(store: string, key: string): Promise<unknown> {
    const database = await this.#raw();
    const value = await done(database.transaction(store).objectStore(store).get(key) as IDBRequest<unknown>);
    database.close();
    return value;
  }

  async keys(store: string): Promise<string[]> {
    const database = await this.#raw();
    const keys = await done(
      database.transaction(store).objectStore(store).getAllKeys() as IDBRequest<string[]>,
    );
    database.close();
    return keys;
  }

  #raw(): Promise<IDBDatabase> {
    return done(this.factory.open('wakeful'));
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the request failed'));
  });
}
