import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WakefulError } from '../../../src/common/errors';
import { exclusivelyByWebLocks } from '../../../src/vision/download-lock';
import { ModelCache } from '../../../src/vision/model-cache';
import { downloadModel, STALL_TIMEOUT } from '../../../src/vision/model-download';
import type { DownloadHost, ModelProgress } from '../../../src/vision/model-download';
import type { ModelFile } from '../../../src/vision/model-file';
import { fakeLocks, refusingLocks } from '../../support/fake-locks';
import { fakeCacheStorage } from './fake-cache-storage';

const content = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
const file: ModelFile = {
  url: '/assets/model-1234.bin',
  name: 'model.bin',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

const whole = (): Response => new Response(content);
const chunked = (...sizes: number[]): Response => {
  let at = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        const size = sizes.shift();
        if (size === undefined) controller.close();
        else controller.enqueue(content.slice(at, (at += size)));
      },
    }),
  );
};

/** Answers the requests in turn; an Error is a broken connection. */
function host(answers: (() => Response | Error)[], cache: ModelCache | null = null) {
  const requests: RequestInit[] = [];
  const pauses: number[] = [];
  const given: DownloadHost = {
    fetch: (_, init) => {
      requests.push(init);
      const answer = answers.shift()!();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    cache,
    exclusively: (_, work) => work(),
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  };
  return { host: given, requests, pauses };
}

describe('downloadModel', () => {
  it('gives the bytes and tells the progress', async () => {
    const progress: ModelProgress[] = [];
    const { host: given } = host([() => chunked(300, 5, 695)]);
    const bytes = await downloadModel(file, { host: given, onProgress: (step) => progress.push(step) });
    expect(new Uint8Array(bytes)).toEqual(content);
    // The chunk of 5 bytes is less than one per cent: not told.
    expect(progress.map(({ loaded }) => loaded)).toEqual([0, 300, 1000]);
    expect(progress[0]).toMatchObject({ file: 'model.bin', total: 1000 });
  });

  it('tries again after a broken connection, a cut-off or damaged file and a busy server', async () => {
    const damaged = content.slice();
    damaged[7]! ^= 1;
    const given = host([
      () => new TypeError('network error'),
      () => chunked(999),
      () => new Response(damaged),
      whole,
    ]);
    expect(new Uint8Array(await downloadModel(file, { host: given.host }))).toEqual(content);
    expect(given.requests.map(({ cache }) => cache)).toEqual(['default', 'reload', 'reload', 'reload']);
    expect(given.pauses).toEqual([500, 1000, 2500]);

    const busy = host([() => new Response(null, { status: 503 }), whole]);
    await downloadModel(file, { host: busy.host });
    expect(busy.requests).toHaveLength(2);
  });

  it('gives up after four tries and says why', async () => {
    const given = host([1, 2, 3, 4].map(() => () => new TypeError('network error')));
    const error = await downloadModel(file, { host: given.host }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(WakefulError);
    expect(error).toMatchObject({
      code: 'model-load',
      message: 'model.bin could not be loaded: network error',
    });
    expect(given.requests).toHaveLength(4);
  });

  it('does not ask again for a file that is not there', async () => {
    const given = host([() => new Response('not found', { status: 404 })]);
    await expect(downloadModel(file, { host: given.host })).rejects.toMatchObject({
      code: 'model-load',
      message: 'model.bin could not be loaded: the server answered 404',
    });
    expect(given.requests).toHaveLength(1);
  });

  it('refuses a file that is too long without keeping it all', async () => {
    const endless = (): Response =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(600)) }));
    const given = host([endless, endless, endless, endless]);
    await expect(downloadModel(file, { host: given.host })).rejects.toThrow('longer than 1000 bytes');
  });

  it('stops when it is aborted, without another try', async () => {
    const controller = new AbortController();
    const given = host([
      () => {
        controller.abort(new Error('enough'));
        return new TypeError('network error');
      },
    ]);
    const download = downloadModel(file, { host: given.host, signal: controller.signal });
    await expect(download).rejects.toThrow('enough');
    expect(given.requests).toHaveLength(1);
    await expect(downloadModel(file, { host: given.host, signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    expect(given.requests).toHaveLength(1);
  });

  describe('of a connection that brings nothing', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it('tries again', async () => {
      let calls = 0;
      const stalling: DownloadHost = {
        fetch: (_, { signal }) =>
          ++calls > 1
            ? Promise.resolve(whole())
            : new Promise((_resolve, reject) =>
                signal!.addEventListener('abort', () => reject(signal!.reason as Error)),
              ),
        cache: null,
        exclusively: (_, work) => work(),
        pause: () => Promise.resolve(),
      };
      const download = downloadModel(file, { host: stalling });
      await vi.advanceTimersByTimeAsync(STALL_TIMEOUT - 1);
      expect(calls).toBe(1);
      await vi.advanceTimersByTimeAsync(1);
      expect(new Uint8Array(await download)).toEqual(content);
      expect(calls).toBe(2);
    });
  });
});

describe('the cache of downloads', () => {
  it('spares the second visit the download', async () => {
    const { storage } = fakeCacheStorage();
    await downloadModel(file, { host: host([whole], new ModelCache(storage)).host });
    const progress: ModelProgress[] = [];
    const second = host([], new ModelCache(storage));
    const bytes = await downloadModel(
      { ...file, url: '/assets/renamed.bin' },
      { host: second.host, onProgress: (step) => progress.push(step) },
    );
    expect(new Uint8Array(bytes)).toEqual(content);
    expect(second.requests).toHaveLength(0);
    expect(progress).toEqual([{ file: 'model.bin', loaded: 1000, total: 1000 }]);
  });

  it('is filled once, however many want a file at the same time', async () => {
    const { storage, entries } = fakeCacheStorage();
    const cache = new ModelCache(storage);
    const exclusively = exclusivelyByWebLocks(fakeLocks());
    const { host: given, requests } = host([whole], cache);
    expect(await cache.has(file)).toBe(false);
    const wanted = await Promise.all([
      downloadModel(file, { host: { ...given, exclusively } }),
      downloadModel(file, { host: { ...given, exclusively } }),
    ]);
    for (const bytes of wanted) expect(new Uint8Array(bytes)).toEqual(content);
    expect(requests).toHaveLength(1);
    expect(await cache.has(file)).toBe(true);
    for (const [url, bytes] of entries) entries.set(url, bytes.slice(1));
    expect(await cache.has(file), 'damaged').toBe(false);
  });

  it('lets the next one try when the first one fails, or give up waiting', async () => {
    const cache = new ModelCache(fakeCacheStorage().storage);
    const exclusively = exclusivelyByWebLocks(fakeLocks());
    const { host: given } = host([() => new Response(null, { status: 404 }), whole], cache);
    const first = downloadModel(file, { host: { ...given, exclusively } });
    const leaving = new AbortController();
    const { signal } = leaving;
    const left = downloadModel(file, { host: { ...given, exclusively }, signal });
    const second = downloadModel(file, { host: { ...given, exclusively } });
    leaving.abort(new Error('left'));
    await expect(first).rejects.toMatchObject({ code: 'model-load' });
    await expect(left).rejects.toThrow('left');
    expect(new Uint8Array(await second)).toEqual(content);
  });

  it.each([
    ['has no Web Locks', undefined],
    ['refuses them', refusingLocks()],
  ])('is filled where the browser %s', async (_, locks) => {
    const { host: given } = host([whole], new ModelCache(fakeCacheStorage().storage));
    const exclusively = exclusivelyByWebLocks(locks);
    await expect(downloadModel(file, { host: { ...given, exclusively } })).resolves.toBeInstanceOf(
      ArrayBuffer,
    );
  });

  it('replaces an entry that is damaged', async () => {
    const { storage, entries } = fakeCacheStorage();
    const cache = new ModelCache(storage);
    await downloadModel(file, { host: host([whole], cache).host });
    const key = [...entries.keys()][0]!;
    entries.set(key, new ArrayBuffer(1000));
    const again = host([whole], cache);
    expect(new Uint8Array(await downloadModel(file, { host: again.host }))).toEqual(content);
    expect(again.requests).toHaveLength(1);
    expect(new Uint8Array(entries.get(key)!)).toEqual(content);
  });

  it('keeps only the files of this release', async () => {
    const { storage, entries } = fakeCacheStorage();
    const cache = new ModelCache(storage);
    await cache.put({ ...file, sha256: 'a'.repeat(64) }, new ArrayBuffer(1));
    await cache.put(file, content.buffer);
    await cache.keepOnly([file]);
    expect([...entries.keys()]).toEqual([`https://app.test/wakeful-models/${file.sha256}`]);
  });

  it('may be blocked', async () => {
    const blocked = { open: () => Promise.reject(new DOMException('no', 'SecurityError')) };
    const cache = new ModelCache(blocked as Partial<CacheStorage> as CacheStorage);
    const bytes = await downloadModel(file, { host: host([whole], cache).host });
    expect(new Uint8Array(bytes)).toEqual(content);
    await expect(cache.keepOnly([])).resolves.toBeUndefined();
  });
});
