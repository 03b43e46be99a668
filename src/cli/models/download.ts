import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { WakefulError } from '../../common/errors';

/** A file that is known beforehand to the last byte. */
export interface PinnedFile {
  readonly url: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface DownloadHooks {
  /** Bytes that are there, out of all. */
  readonly onProgress: (loaded: number, total: number) => void;
  /** Waits before the next attempt, milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Attempts that bring no new byte before giving up. */
const FRUITLESS_ATTEMPTS = 3;
/** Pause before a further attempt, doubled each time, ms. */
const FIRST_PAUSE_MS = 1000;

function downloadError(message: string, options?: ErrorOptions): WakefulError<'model-load'> {
  return new WakefulError(
    'model-load',
    message,
    'Check the connection and run the command again: it goes on where it stopped. Or fetch the file in another way and pass it by --from FILE.',
    options,
  );
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Too many requests, and trouble of the server's own: worth another attempt. */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/** Writes what the server sends after `have` bytes; starts over when the server knows no ranges. */
async function fetchRest(
  { url, bytes }: PinnedFile,
  part: string,
  have: number,
  { onProgress }: DownloadHooks,
): Promise<void> {
  const response = await fetch(url, have > 0 ? { headers: { Range: `bytes=${have}-` } } : {});
  const { status } = response;
  if (!response.ok || !response.body) {
    if (isPassing(status)) throw new Error(`the server answered ${status}`);
    // 416: the server's file ends before ours does, so ours is of another file.
    if (status === 416) await rm(part);
    throw new WakefulError(
      'model-load',
      `${url} answered ${status}.`,
      'Check the address (--url), or fetch the file in another way and pass it by --from FILE.',
    );
  }
  const resumed = status === 206;
  if (resumed && !response.headers.get('content-range')?.startsWith(`bytes ${have}-`)) {
    throw downloadError(`${url} answered with another part of the file than asked for.`);
  }
  let loaded = resumed ? have : 0;
  const file = await open(part, resumed ? 'a' : 'w');
  try {
    for await (const chunk of response.body) {
      loaded += chunk.byteLength;
      if (loaded > bytes) break;
      await file.writeFile(chunk);
      onProgress(loaded, bytes);
    }
  } finally {
    await file.close();
  }
  if (loaded <= bytes) return;
  await rm(part, { force: true });
  throw downloadError(`${url} sends more than the ${bytes} bytes expected.`);
}

/**
 * Downloads a pinned file to `target` through `target`.part, going on where an earlier download
 * stopped. A file that is there already is checked and kept.
 * @throws WakefulError `model-load`: no connection after several attempts, a refusal, or other
 * content than pinned (the partial file is then removed, so that the next run starts afresh)
 */
export async function download(file: PinnedFile, target: string, hooks: DownloadHooks): Promise<void> {
  if ((await sizeOf(target)) === file.bytes && (await sha256OfFile(target)) === file.sha256) return;
  const part = `${target}.part`;
  await mkdir(path.dirname(target), { recursive: true });

  let fruitless = 0;
  for (let have = await sizeOf(part); have < file.bytes;) {
    let failure: unknown = null;
    try {
      await fetchRest(file, part, have, hooks);
    } catch (error) {
      if (error instanceof WakefulError) throw error;
      failure = error;
    }
    const now = await sizeOf(part);
    fruitless = now > have ? 0 : fruitless + 1;
    if (now < file.bytes && fruitless >= FRUITLESS_ATTEMPTS) {
      const reason = failure instanceof Error ? causeOf(failure) : 'the connection ended early';
      throw downloadError(
        `${file.url} could not be read: ${reason} (${now} of ${file.bytes} bytes are here).`,
        {
          cause: failure,
        },
      );
    }
    if (now < file.bytes) await hooks.wait(FIRST_PAUSE_MS * 2 ** fruitless);
    have = now;
  }

  const digest = await sha256OfFile(part);
  if (digest !== file.sha256) {
    await rm(part);
    throw downloadError(`${file.url} is not the expected file: its sha256 is ${digest}, not ${file.sha256}.`);
  }
  await rename(part, target);
}

/** fetch says only "fetch failed"; the cause says why. */
function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
