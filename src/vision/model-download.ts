import type { Milliseconds } from '../common/clock';
import { messageOf, WakefulError } from '../common/errors';
import { exclusivelyByWebLocks, type Exclusively } from './download-lock';
import { ModelCache } from './model-cache';
import type { ModelFile } from './model-file';
import { sha256Hex } from './sha256';

export interface ModelProgress {
  readonly file: string;
  /** Bytes so far, and in all. Starts over when a download is retried. */
  readonly loaded: number;
  readonly total: number;
}

/** What a download needs of its surroundings; handed in by tests. */
export interface DownloadHost {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** null: nothing is kept between visits. */
  readonly cache: ModelCache | null;
  /** Nobody else downloads the same file meanwhile, in whatever tab or worker. */
  readonly exclusively: Exclusively;
  readonly pause: (ms: Milliseconds) => Promise<void>;
}

export interface DownloadOptions {
  readonly onProgress?: (progress: ModelProgress) => void;
  readonly signal?: AbortSignal;
  readonly host?: DownloadHost;
}

/**
 * Waits before the second, third and fourth try, ms. Chosen: a lost Wi-Fi is mostly back within
 * four seconds.
 */
const RETRY_PAUSES: readonly Milliseconds[] = [500, 1_000, 2_500];

/** A connection that brings nothing for this long is given up and tried again, ms. */
export const STALL_TIMEOUT: Milliseconds = 20_000;

/** Progress is told this often at most: a step of the whole file. */
const PROGRESS_STEP = 0.01;

/**
 * HTTP answers that another try may change: timeout, too many requests, and errors of the server.
 */
const mayPass = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/**
 * A model file, checked against its SHA-256: from Cache Storage when an earlier visit left it
 * there, else downloaded, with three more tries.
 * @throws WakefulError `model-load`; or the signal's reason when it was aborted
 */
export async function downloadModel(file: ModelFile, options: DownloadOptions = {}): Promise<ArrayBuffer> {
  const { onProgress, signal, host = browserHost() } = options;
  signal?.throwIfAborted();
  const fromCache = async (cache: ModelCache): Promise<ArrayBuffer | null> => {
    const kept = await cache.get(file);
    if (kept) onProgress?.({ file: file.name, loaded: file.bytes, total: file.bytes });
    return kept;
  };
  const fromNetwork = (): Promise<ArrayBuffer> =>
    withRetries(file, host, signal, (again) => fetchOnce(file, host, again, onProgress, signal));

  const { cache } = host;
  if (!cache) return fromNetwork();
  const kept = await fromCache(cache);
  if (kept) return kept;
  return host.exclusively(
    file.sha256,
    async () => {
      // Whoever was waited for has brought it, unless they failed.
      const brought = await fromCache(cache);
      if (brought) return brought;
      const bytes = await fromNetwork();
      await cache.put(file, bytes);
      return bytes;
    },
    signal,
  );
}

/** A failure of one try. */
class TryFailed extends Error {
  readonly final: boolean;

  constructor(message: string, final: boolean, options?: ErrorOptions) {
    super(message, options);
    this.final = final;
  }
}

async function withRetries(
  file: ModelFile,
  host: DownloadHost,
  signal: AbortSignal | undefined,
  attempt: (again: boolean) => Promise<ArrayBuffer>,
): Promise<ArrayBuffer> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt(tries > 0);
    } catch (error) {
      signal?.throwIfAborted();
      const pause = RETRY_PAUSES[tries];
      if (pause === undefined || (error instanceof TryFailed && error.final)) {
        throw new WakefulError(
          'model-load',
          `${file.name} could not be loaded: ${messageOf(error)}`,
          'Check the connection and try again.',
          { cause: error },
        );
      }
      await host.pause(pause);
      signal?.throwIfAborted();
    }
  }
}

async function fetchOnce(
  file: ModelFile,
  host: DownloadHost,
  again: boolean,
  onProgress: DownloadOptions['onProgress'],
  signal: AbortSignal | undefined,
): Promise<ArrayBuffer> {
  const stall = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => stall.abort(new Error(`nothing arrived for ${STALL_TIMEOUT / 1000} s`)),
      STALL_TIMEOUT,
    );
  };
  alive();
  try {
    const response = await host.fetch(file.url, {
      // A second try must not get the first one's broken answer out of the browser's cache.
      cache: again ? 'reload' : 'default',
      signal: AbortSignal.any([stall.signal, ...(signal ? [signal] : [])]),
    });
    if (!response.ok)
      throw new TryFailed(`the server answered ${response.status}`, !mayPass(response.status));
    if (!response.body) throw new TryFailed('the answer is empty', false);
    const bytes = await readBody(file, response.body, alive, onProgress);
    if ((await sha256Hex(bytes)) !== file.sha256) throw new TryFailed('its content is damaged', false);
    return bytes;
  } finally {
    clearTimeout(timer);
  }
}

async function readBody(
  file: ModelFile,
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onChunk: () => void,
  onProgress: DownloadOptions['onProgress'],
): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(file.bytes);
  let loaded = 0;
  let told = 0;
  onProgress?.({ file: file.name, loaded, total: file.bytes });
  const reader = body.getReader(); // Safari cannot iterate over a stream
  for (;;) {
    const { done, value: chunk } = await reader.read();
    if (done) break;
    onChunk();
    if (loaded + chunk.length > bytes.length)
      throw new TryFailed(`it is longer than ${file.bytes} bytes`, false);
    bytes.set(chunk, loaded);
    loaded += chunk.length;
    if (loaded === file.bytes || loaded - told >= PROGRESS_STEP * file.bytes) {
      told = loaded;
      onProgress?.({ file: file.name, loaded, total: file.bytes });
    }
  }
  if (loaded < file.bytes) throw new TryFailed(`it ended after ${loaded} of ${file.bytes} bytes`, false);
  return bytes.buffer;
}

const browserHost = (): DownloadHost => ({
  fetch: (url, init) => fetch(url, init),
  cache: ModelCache.ofBrowser(),
  // Typed as always there, but browsers leave them out on pages without HTTPS.
  exclusively: exclusivelyByWebLocks((navigator as { locks?: LockManager }).locks),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
