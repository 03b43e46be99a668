import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SHELL_CACHE_PREFIX } from '../../../src/common/shell-cache';
import { DEFAULT_SETTINGS } from '../../../src/profile';
import { webSessionLocks } from '../../../src/profile/history/history-store';
import { Device, NOW } from '../profile/device';
import { stateEvent } from '../profile/events';
import { ADA, faceOf } from '../profile/people';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const enrolment = {
  backbone: 'faceres',
  embedding: faceOf(ADA),
  calibration: {
    open: { left: 0.3, right: 0.3 },
    closed: { left: 0.1, right: 0.1 },
    pose: { pitch: 0, yaw: 0, roll: 0 },
    mar: 0,
    calibratedAt: NOW,
  },
  frames: 20,
};

describe('a browser that keeps nothing', () => {
  const failing = (name: string) => {
    const factory = new IDBFactory();
    vi.spyOn(factory, 'open').mockImplementation(() => {
      throw new DOMException('refused', name);
    });
    return factory;
  };

  it.each([
    ['has no IndexedDB', () => null, 'storage-blocked'],
    ['forbids it', () => failing('SecurityError'), 'storage-blocked'],
    ['has a full disk', () => failing('QuotaExceededError'), 'storage-full'],
  ])('because it %s: everything works for this session, and it is said why', async (_, factory, code) => {
    const indexedDB = factory();
    const { blocked, learners, history, settings, deleteEverything } = await new Device().open({ indexedDB });
    expect(blocked?.code).toBe(code);
    expect(blocked?.remedy).not.toBe('');

    const { id } = await learners.add(enrolment, 'Ada');
    await learners.rename(id, 'Ada L.');
    expect((await learners.active())?.name).toBe('Ada L.');
    await settings.save({ ...DEFAULT_SETTINGS, volume: 0.1 });
    expect((await settings.load()).volume).toBe(0.1);
    const recorder = await history.begin(id);
    for (let second = 0; second < 700; second++) recorder.state(stateEvent(second * 1000));
    const session = await recorder.end(NOW + 700_000);
    expect((await history.timeline(session)).seconds).toBe(700);

    if (indexedDB === null) {
      await deleteEverything();
      expect(await learners.list()).toEqual([]);
      expect(await history.list()).toEqual([]);
      expect(await settings.load()).toEqual(DEFAULT_SETTINGS);
    }
  });

  it('because a newer program keeps it: that is said, and the data is left alone', async () => {
    const device = new Device();
    const newer = device.factory.open('wakeful', 7);
    newer.onupgradeneeded = () => newer.result.createObjectStore('unheard-of').put('data', 'key');
    await new Promise((resolve) => (newer.onsuccess = resolve));
    newer.result.close();
    const { blocked, history, unsaved } = await device.open();
    expect(blocked?.code).toBe('storage-newer');
    expect(blocked?.remedy).not.toContain('private');
    await (await history.begin(null)).end(NOW + 5_000);
    expect(unsaved().sessions.size).toBe(1);
    expect(await device.read('unheard-of', 'key')).toBe('data');
  });

  it('because it never answers is not waited for', async () => {
    vi.useFakeTimers();
    const factory = new IDBFactory();
    vi.spyOn(factory, 'open').mockReturnValue(new EventTarget() as unknown as IDBOpenDBRequest);
    const opening = new Device().open({ indexedDB: factory });
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await opening).blocked?.code).toBe('storage-blocked');
  });

  it('for what is handed over changes nothing later', async () => {
    const { learners } = await new Device().open({ indexedDB: null });
    const embedding = enrolment.embedding.slice();
    const { id } = await learners.add({ ...enrolment, embedding }, 'Ada');
    embedding.fill(0);
    expect((await learners.get(id))?.embedding).toEqual(enrolment.embedding);
  });
});

describe('deleting everything', () => {
  it('leaves nothing that begins with our name, and everything else', async () => {
    const device = new Device();
    const caches = fakeCaches(['wakeful-models', 'other-app', SHELL_CACHE_PREFIX]);
    const webStorage = fakeWebStorage({ 'wakeful-theme': 'dark', other: '1' });
    const weights = device.factory.open('wakeful-weights');
    await new Promise((resolve) => (weights.onsuccess = resolve));
    weights.result.close();
    const foreign = device.factory.open('other-app');
    await new Promise((resolve) => (foreign.onsuccess = resolve));
    foreign.result.close();

    const storage = await device.open({ caches: caches.storage, webStorage: [webStorage] });
    await storage.learners.add(enrolment, 'Ada');
    await (await storage.history.begin(null)).end(NOW + 1000);
    await storage.settings.save({ ...DEFAULT_SETTINGS, volume: 0 });
    await storage.deleteEverything();

    expect((await device.factory.databases()).map(({ name }) => name)).toEqual(['other-app']);
    // The program itself is nobody's data, and still opens afterwards.
    expect(caches.names()).toEqual(['other-app', SHELL_CACHE_PREFIX]);
    expect(Object.keys(webStorage)).toEqual(['other']);
    expect(await storage.learners.list()).toEqual([]);
    expect(await storage.learners.active()).toBeNull();
    expect(await storage.history.list()).toEqual([]);
    expect(await storage.settings.load()).toEqual(DEFAULT_SETTINGS);
  });

  it('works while another tab of ours is open', async () => {
    const device = new Device();
    const other = await device.open();
    await other.learners.add(enrolment, 'Ada');
    await (await device.open()).deleteEverything();
    expect(await other.learners.list()).toEqual([]);
  });

  it('says so when something else holds the database', async () => {
    const device = new Device();
    const storage = await device.open();
    const holder = device.factory.open('wakeful');
    await new Promise((resolve) => (holder.onsuccess = resolve));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const outcome = expect(storage.deleteEverything()).rejects.toEqual(
      expect.objectContaining({ code: 'storage-in-use' }),
    );
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(3_000);
    await outcome;
    holder.result.close();
  });

  it('tries every place even when one fails', async () => {
    const device = new Device();
    const caches = fakeCaches(['wakeful-models']);
    vi.spyOn(caches.storage, 'keys').mockRejectedValue(new DOMException('refused', 'SecurityError'));
    const webStorage = fakeWebStorage({ wakeful: '1' });
    const storage = await device.open({ caches: caches.storage, webStorage: [webStorage] });
    await storage.learners.add(enrolment, 'Ada');
    await expect(storage.deleteEverything()).rejects.toEqual(
      expect.objectContaining({ code: 'storage-blocked' }),
    );
    expect(await storage.learners.list()).toEqual([]);
    expect(Object.keys(webStorage)).toEqual([]);
  });
});

describe('session locks of the browser', () => {
  it('are held until released', async () => {
    const locks = webSessionLocks(fakeLockManager());
    const release = await locks.hold('a');
    expect(await locks.held()).toEqual(new Set(['a']));
    release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await locks.held()).toEqual(new Set());
  });

  it('that are refused hinder nothing', async () => {
    const refuse = () => Promise.reject(new DOMException('sandboxed', 'SecurityError'));
    const locks = webSessionLocks({ request: refuse, query: refuse });
    (await locks.hold('a'))();
    expect(await locks.held()).toEqual(new Set());
  });
});

function fakeCaches(initial: readonly string[]) {
  const names = new Set(initial);
  const storage = {
    keys: () => Promise.resolve([...names]),
    delete: (name: string) => Promise.resolve(names.delete(name)),
  } as unknown as CacheStorage;
  return { storage, names: () => [...names] };
}

/** Web storage lists its entries as own properties; so does this. */
function fakeWebStorage(entries: Record<string, string>): Storage {
  return Object.defineProperty({ ...entries } as unknown as Storage, 'removeItem', {
    value(this: Record<string, string>, key: string) {
      Reflect.deleteProperty(this, key);
    },
  });
}

function fakeLockManager(): LockManager {
  const held = new Set<string>();
  return {
    request: async (name: string, work: () => Promise<void>) => {
      held.add(name);
      await work();
      held.delete(name);
    },
    query: () => Promise.resolve({ held: [...held, 'somebody-else'].map((name) => ({ name })) }),
  } as unknown as LockManager;
}
