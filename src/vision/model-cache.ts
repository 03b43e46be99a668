import type { ModelFile } from './model-file';
import { sha256Hex } from './sha256';

/** Name in Cache Storage. */
const CACHE = 'wakeful-models';

/**
 * Entries are kept by content, not by URL: a new release that brings the same file does not
 * download it again.
 */
const keyOf = (sha256: string): string => `/wakeful-models/${sha256}`;

/**
 * Model files of earlier visits, in the browser's Cache Storage. Storage that is blocked or full is
 * no error: then the files are downloaded at every visit.
 */
export class ModelCache {
  readonly #storage: CacheStorage;

  constructor(storage: CacheStorage) {
    this.#storage = storage;
  }

  /** null where the browser has no Cache Storage or does not let this page use it. */
  static ofBrowser(): ModelCache | null {
    try {
      // Typed as always there, but browsers leave it out on pages without HTTPS.
      const storage = (globalThis as { caches?: CacheStorage }).caches;
      return storage ? new ModelCache(storage) : null;
    } catch {
      return null; // blocked by the person's settings
    }
  }

  /** The file, if it is here and undamaged. */
  async get({ sha256 }: ModelFile): Promise<ArrayBuffer | null> {
    return this.#quietly(async (cache) => {
      const bytes = await (await cache.match(keyOf(sha256)))?.arrayBuffer();
      if (!bytes) return null;
      if ((await sha256Hex(bytes)) === sha256) return bytes;
      await cache.delete(keyOf(sha256));
      return null;
    });
  }

  /** Whether the file is here, undamaged. */
  async has({ sha256 }: ModelFile): Promise<boolean> {
    try {
      // Not by opening the cache, which would make it anew after it was deleted.
      const kept = await this.#storage.match(keyOf(sha256), { cacheName: CACHE });
      return kept !== undefined && (await sha256Hex(await kept.arrayBuffer())) === sha256;
    } catch {
      return false;
    }
  }

  async put({ sha256 }: ModelFile, bytes: ArrayBuffer): Promise<void> {
    await this.#quietly((cache) => cache.put(keyOf(sha256), new Response(bytes)));
  }

  /** Removes the files of other releases. */
  async keepOnly(files: readonly ModelFile[]): Promise<void> {
    const wanted = new Set(files.map(({ sha256 }) => keyOf(sha256)));
    await this.#quietly(async (cache) => {
      for (const request of await cache.keys()) {
        if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
      }
    });
  }

  async #quietly<T>(work: (cache: Cache) => Promise<T>): Promise<T | null> {
    try {
      return await work(await this.#storage.open(CACHE));
    } catch {
      return null;
    }
  }
}
