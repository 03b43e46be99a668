// @vitest-environment jsdom
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import { canOpenOwnProfile, openOwnProfile } from '../../../src/profile/own-profile';

/** A document whose browser answers like this when it is asked. */
function asked(answer: () => Promise<unknown>) {
  const requestStorageAccess = vi.fn(answer);
  return { page: { requestStorageAccess } as unknown as Document, requestStorageAccess };
}

describe('the learner’s own profile', () => {
  it('is not offered where the browser has no way to it', () => {
    const can = (document: unknown): boolean => canOpenOwnProfile({ document } as Window);
    expect(can({})).toBe(false);
    expect(can(asked(() => Promise.resolve()).page)).toBe(true);
  });

  it('is opened where the browser gives it: database, cache and locks of the app’s own tab', async () => {
    const indexedDB = new IDBFactory();
    const caches = {} as CacheStorage;
    const locks = { query: () => Promise.resolve({ held: [{ name: 'wakeful-session-7' }] }) };
    const { page, requestStorageAccess } = asked(() => Promise.resolve({ indexedDB, caches, locks }));
    const places = await openOwnProfile(page);
    expect(requestStorageAccess).toHaveBeenCalledExactlyOnceWith({
      indexedDB: true,
      caches: true,
      locks: true,
    });
    expect(places?.places.indexedDB).toBe(indexedDB);
    expect(places?.places.caches).toBe(caches);
    expect(await places?.locks.held(), 'a session in the app’s own tab is not closed').toEqual(
      new Set(['7']),
    );
    expect(places?.places.webStorage, 'handed over is none').toEqual([]);
  });

  it('is not there when the person or the browser says no', async () => {
    const { page } = asked(() => Promise.reject(new DOMException('Permission denied', 'NotAllowedError')));
    expect(await openOwnProfile(page)).toBeNull();
  });

  it('is not there when the browser grants it and still denies the database', async () => {
    const indexedDB = {
      databases: () => Promise.reject(new DOMException('The user denied permission', 'UnknownError')),
    };
    const { page } = asked(() => Promise.resolve({ indexedDB, caches: {}, locks: {} }));
    expect(await openOwnProfile(page)).toBeNull();
  });

  it('is not there when the browser gives cookies only', async () => {
    const { page } = asked(() => Promise.resolve(undefined));
    expect(await openOwnProfile(page)).toBeNull();
  });

  it('is not there when the browser never heard of it', async () => {
    expect(await openOwnProfile({} as Document)).toBeNull();
  });
});
