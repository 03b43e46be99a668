import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { download, type PinnedFile } from '../../../src/cli/models/download';
import { downloadProgress } from '../../../src/cli/progress';

const content = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * i) % 251));

let folder: string;
let target: string;
let server: Server | null = null;
const ranges: (string | undefined)[] = [];
const pauses: number[] = [];
const progress: number[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wakeful-download-'));
  target = path.join(folder, 'models', 'file');
  for (const log of [ranges, pauses, progress]) log.length = 0;
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  server = null;
  rmSync(folder, { recursive: true });
});

/** Serves by `answer`; gives the file as the client has it pinned. */
async function serve(answer: RequestListener, pinned: Buffer = content): Promise<PinnedFile> {
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/file`,
    bytes: pinned.length,
    sha256: createHash('sha256').update(pinned).digest('hex'),
  };
}

/** A server that knows ranges. */
const answerRanges =
  (body: Buffer): RequestListener =>
  (request, response) => {
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (start >= body.length) return void response.writeHead(416).end();
    if (start === 0) return void response.writeHead(200).end(body);
    response.writeHead(206, { 'Content-Range': `bytes ${start}-${body.length - 1}/${body.length}` });
    response.end(body.subarray(start));
  };

/** Sends 30,000 bytes and then hangs up, the first `times`. */
function hangUp(times: number, then: RequestListener): RequestListener {
  let left = times;
  return (request, response) => {
    if (left-- <= 0) {
      then(request, response);
      return;
    }
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (start > 0)
      response.writeHead(206, { 'Content-Range': `bytes ${start}-${content.length - 1}/${content.length}` });
    else response.writeHead(200, { 'Content-Length': content.length });
    response.write(content.subarray(start, start + 30_000));
    // Only what has arrived is kept: a connection that breaks takes along what is still on its way.
    const until = setInterval(() => {
      if (progress.at(-1) !== start + 30_000) return;
      clearInterval(until);
      response.destroy();
    }, 5);
  };
}

const get = (file: PinnedFile): Promise<void> =>
  download(file, target, {
    onProgress: (loaded) => progress.push(loaded),
    wait: (ms) => (pauses.push(ms), Promise.resolve()),
  });

describe('downloading a pinned file', () => {
  test('brings the file, with progress, and not again when it is there', async () => {
    const file = await serve(answerRanges(content));
    await get(file);
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(progress.at(-1)).toBe(content.length);
    expect(existsSync(`${target}.part`)).toBe(false);
    await get(file);
    expect(ranges).toEqual([undefined]);
  });

  test('goes on where the connection broke, within a run and across runs', async () => {
    const file = await serve(hangUp(2, answerRanges(content)));
    await get(file);
    expect(readFileSync(target).equals(content)).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=30000-', 'bytes=60000-']);

    rmSync(target);
    writeFileSync(`${target}.part`, content.subarray(0, 70_000));
    await get(file);
    expect(ranges.at(-1)).toBe('bytes=70000-');
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  test('starts over where the server knows no ranges', async () => {
    const file = await serve(hangUp(1, (_, response) => void response.writeHead(200).end(content)));
    await get(file);
    expect(ranges).toEqual([undefined, 'bytes=30000-']);
    expect(readFileSync(target).equals(content)).toBe(true);
  });

  test('waits longer each time while the server is in trouble', async () => {
    let busy = 2;
    const file = await serve((request, response) =>
      busy-- > 0 ? void response.writeHead(503).end() : answerRanges(content)(request, response),
    );
    await get(file);
    expect(pauses).toEqual([2000, 4000]);
  });

  test('gives up after three attempts without a new byte, and keeps what is there', async () => {
    const file = await serve(hangUp(1, (_, response) => void response.destroy()));
    await expect(get(file)).rejects.toMatchObject({
      code: 'model-load',
      message: expect.stringContaining('30000 of 100000 bytes are here') as string,
      remedy: expect.stringContaining('goes on where it stopped') as string,
    });
    expect(ranges).toHaveLength(4);
    expect(readFileSync(`${target}.part`)).toHaveLength(30_000);
    expect(existsSync(target)).toBe(false);
  });

  const other = Buffer.from(content);
  other[77_777]! ^= 1;
  test.each<[string, Buffer, RegExp]>([
    ['one wrong bit', other, /not the expected file: its sha256 is [0-9a-f]{64}, not [0-9a-f]{64}/],
    ['more than expected', Buffer.concat([content, content]), /sends more than the 100000 bytes/],
    ['less than expected', content.subarray(0, 99_999), /answered 416/],
  ])('refuses a file with %s and forgets it', async (_, body, message) => {
    const file = await serve(answerRanges(body));
    await expect(get(file)).rejects.toMatchObject({
      code: 'model-load',
      message: expect.stringMatching(message) as string,
    });
    expect(existsSync(target)).toBe(false);
    expect(existsSync(`${target}.part`)).toBe(false);
  });

  test('says what a server answered that has no such file', async () => {
    const file = await serve((_, response) => void response.writeHead(404).end());
    await expect(get(file)).rejects.toMatchObject({ message: `${file.url} answered 404.` });
    expect(ranges).toHaveLength(1);
  });

  test('refuses another part of the file than asked for', async () => {
    const file = await serve(
      hangUp(
        1,
        (_, response) => void response.writeHead(206, { 'Content-Range': 'bytes 0-9/10' }).end('0123456789'),
      ),
    );
    await expect(get(file)).rejects.toThrow(/another part/);
  });
});

test.each([
  [
    true,
    '\rx 0 % (0.0 of 2.0 MB)\rx 50 % (1.0 of 2.0 MB)\rx 51 % (1.0 of 2.0 MB)\rx 100 % (2.0 of 2.0 MB)\n',
  ],
  [false, 'x 0 % (0.0 of 2.0 MB)\nx 50 % (1.0 of 2.0 MB)\nx 100 % (2.0 of 2.0 MB)\n'],
])('progress on a terminal (%s)', (isTTY, wanted) => {
  let text = '';
  const show = downloadProgress({ isTTY, write: (part) => (text += part) }, 'x');
  for (const loaded of [0, 10, 1_000_000, 1_000_001, 1_020_000, 2_000_000]) show(loaded, 2_000_000);
  expect(text).toBe(wanted);
});
