/**
 * Own footage in real Chromium, under the app's own security headers: extracted, resumed, exported,
 * imported.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCrop } from '../../../src/cli/dataset/crops';
import { readDataset, readSignals } from '../../../src/cli/dataset/extracted';
import type { FrameSignals } from '../../../src/footage/recording';
import type { Picture } from '../../../src/footage/picture';
import { bundledPage, type BundledPage } from '../../support/bundled-page';
import { liveFilm, oddFilm } from '../../support/footage/odd-films';
import { Renderer } from '../../support/footage/render';
import type { Script } from '../../support/footage/script';
import { webmFilm } from '../../support/footage/webm';
import type {} from './browser/page';

/** One second with open eyes, one with closed ones. */
const SCRIPT: Script = {
  name: 'footage',
  seed: 7,
  parts: [
    { seconds: 1, people: ['learner'] },
    { seconds: 1, people: ['learner'], closure: () => 1 },
  ],
};
const FPS = 10;

let bundled: BundledPage;
let page: Page;

async function putFiles(publicDir: string): Promise<void> {
  const put = (name: string, content: string | Uint8Array): void =>
    writeFileSync(path.join(publicDir, name), content);
  const renderer = new Renderer();
  const pictures = [];
  for (let k = 0; k < 2 * FPS; k++) pictures.push(await renderer.frame(SCRIPT, k / FPS));
  const film = await webmFilm(pictures, FPS);
  const oneKeyFrame = await webmFilm(pictures, FPS, 100);
  put('film.webm', film);
  put('broken.webm', Buffer.concat([film.subarray(0, 30), Buffer.alloc(5000, 7)]));
  put('live.webm', await liveFilm(oneKeyFrame));
  put('late.webm', await oddFilm(film, { at: (time) => time + 3 }));
  put('cut.mp4', await oddFilm(film, { container: 'mp4', at: (time) => time - 1 }));
  put('gap.webm', await oddFilm(film, { at: (time) => (time < 1 ? time : time + 30_000) }));
  put('endless.webm', await oddFilm(film, { at: (time) => (time < 1 ? time : time + 1e8) }));
  put('hevc.mp4', await oddFilm(film, { container: 'mp4', codec: 'hevc' }));
  put('prores.mkv', await oddFilm(film, { container: 'mkv', codec: 'prores' }));
  put('old.avi', 'RIFF\u0001\u0002\u0003\u0004AVI LIST and so on, for some bytes');
  const squeezed = await Promise.all(pictures.map((picture) => halfAsWide(picture)));
  const aspect = { width: pictures[0]!.width, height: pictures[0]!.height };
  put('wide-pixels.webm', await oddFilm(await webmFilm(squeezed, FPS), { aspect }));
  put('text.mp4', 'This is no film.');
  put('empty.mp4', '');
  const { data, width, height } = pictures[0]!;
  await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg()
    .toFile(path.join(publicDir, 'face.jpg'));
  await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .resize(9000, 9000, { fit: 'cover' })
    .jpeg()
    .toFile(path.join(publicDir, 'large.jpg'));
  await sharp({ create: { width: 320, height: 240, channels: 3, background: '#456' } })
    .png()
    .toFile(path.join(publicDir, 'nobody.png'));
}

async function halfAsWide({ data, width, height }: Picture): Promise<Picture> {
  const half = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize(width / 2, height, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { data: new Uint8ClampedArray(half), width: width / 2, height };
}

beforeAll(async () => {
  bundled = await bundledPage(path.join(import.meta.dirname, 'browser'), putFiles);
  page = await bundled.open();
});

afterAll(() => bundled.close());

const meanEar = (frames: readonly FrameSignals[], from: number, to: number): number => {
  const ears = frames.flatMap(({ time, signals }) =>
    signals && time >= from && time < to ? (signals.ear.left + signals.ear.right) / 2 : [],
  );
  return ears.reduce((sum, ear) => sum + ear, 0) / ears.length;
};

describe('own footage in Chromium', () => {
  let id: string;

  test('is extracted, stopped half way, and goes on after a reload where it was', async () => {
    const stopped = await page.evaluate(() => window.footage.extract(['film.webm'], {}, 0.1));
    expect(stopped).toMatchObject({ error: 'AbortError' });
    const [begun] = await page.evaluate(() => window.footage.library.recordings());
    expect(begun).toMatchObject({ session: 'first', fileName: 'film.webm', extraction: { kind: 'stopped' } });
    expect(begun!.seen).toBeGreaterThanOrEqual(10);
    expect(begun!.seen).toBeLessThan(20);
    id = begun!.id;

    await page.reload();
    const other = await page.evaluate((resume) => window.footage.extract(['text.mp4'], { resume }), id);
    expect(other).toMatchObject({ error: 'footage-changed' });
    expect(await page.evaluate((resume) => window.footage.extract(['film.webm'], { resume }), id)).toEqual({
      id,
    });
    const progress = await page.evaluate(() => window.footage.progress);
    expect(progress.at(-1)).toMatchObject({ share: 1, kept: 8, dropped: 0 });
    expect(progress[0]!.share).toBeGreaterThan(0.5);

    const recordings = await page.evaluate(() => window.footage.library.recordings());
    expect(recordings).toHaveLength(1);
    expect(recordings[0]).toMatchObject({
      extraction: { kind: 'done' },
      seen: 20,
      kept: 8,
      dropped: {},
      cropSize: 160,
    });
    expect(recordings[0]!.duration).toBeCloseTo(2, 1);
    const frames = await page.evaluate((of) => window.footage.library.signals(of), id);
    expect(frames.map(({ time }) => Number(time.toFixed(2)))).toEqual(
      Array.from({ length: 20 }, (_, i) => i / 10),
    );
    expect(meanEar(frames, 0, 1)).toBeGreaterThan(1.5 * meanEar(frames, 1, 2));
  });

  test('gives the crops back as pixels, in the order asked for', async () => {
    const levels = await page.evaluate((of) => window.footage.levels(of, [7, 0, 3]), id);
    const sizes = await page.evaluate(
      async (of) =>
        Promise.all([0, 7].map((i) => window.footage.library.crop(of, i))).then((all) =>
          all.map((b) => b.size),
        ),
      id,
    );
    for (const size of sizes) expect(size).toBeGreaterThan(1000);
    expect(levels).toHaveLength(3);
    for (const [red, , blue] of levels) {
      // Skin and a brown wall.
      expect(red).toBeGreaterThan(60);
      expect(red).toBeGreaterThan(blue!);
    }
  });

  test('is exported as a data set that the command line reads, and imported again', async () => {
    await page.evaluate((of) => window.footage.library.setLabels(of, ['awake', 'asleep']), id);
    const base64 = await page.evaluate(() => window.footage.exported());
    const root = path.join(bundled.scratch, 'dataset');
    for (const [name, bytes] of Object.entries(unzipSync(Buffer.from(base64, 'base64')))) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), bytes);
    }
    const dataset = readDataset(root);
    expect(dataset.crops.map(({ label }) => label)).toEqual([
      ...Array<string>(4).fill('awake'),
      ...Array<string>(4).fill('asleep'),
    ]);
    expect(await readCrop(dataset, dataset.crops[5]!)).toHaveLength(160 * 160 * 3);
    expect(readSignals(root, { subject: 'ada', session: 'film 1' })).toHaveLength(20);

    const before = await page.evaluate((of) => window.footage.levels(of, [0, 7]), id);
    await page.evaluate((of) => window.footage.library.deleteRecording(of), id);
    const report = await page.evaluate((zip) => window.footage.imported(zip), base64);
    expect(report).toEqual({ people: 1, recordings: 1, crops: 8, ignored: [] });
    const [again] = await page.evaluate(() => window.footage.library.recordings());
    expect(again!.labelled).toEqual({ asleep: 1, drowsy: 0, awake: 1 });
    expect(await page.evaluate((of) => window.footage.levels(of, [0, 7]), again!.id)).toEqual(before);
  });

  test('is refused with a reason where it cannot be used, and leaves nothing behind', async () => {
    const extract = (file: string, kind: 'video' | 'stills' = 'video') =>
      page.evaluate(([name, of]) => window.footage.extract([name], { kind: of, session: 'bad' }), [
        file,
        kind,
      ] as const);
    expect(await extract('broken.webm')).toMatchObject({ error: 'footage-unreadable' });
    expect(await extract('text.mp4')).toMatchObject({ error: 'footage-unreadable' });
    expect(await extract('empty.mp4')).toMatchObject({ error: 'footage-empty' });
    expect(await extract('nobody.png', 'stills')).toMatchObject({ error: 'footage-no-face' });
    expect(await extract('text.mp4', 'stills')).toMatchObject({ error: 'footage-unreadable' });
    expect(await page.evaluate(() => window.footage.library.recordings())).toHaveLength(1);
  });

  /** What an extraction found, and nothing of it is left. */
  async function found(file: string, kind: 'video' | 'stills' = 'video') {
    const made = await page.evaluate(
      ([name, of]) => window.footage.extract([name], { kind: of, session: name }),
      [file, kind] as const,
    );
    if ('error' in made) return made;
    const recordings = await page.evaluate(() => window.footage.library.recordings());
    const frames = await page.evaluate((of) => window.footage.library.signals(of), made.id);
    await page.evaluate((of) => window.footage.library.deleteRecording(of), made.id);
    return { recording: recordings.find((each) => each.id === made.id)!, frames };
  }
  const seen = async (file: string) => {
    const all = await found(file);
    if ('error' in all) throw new Error(`${file}: ${all.error} ${all.message}`);
    return all;
  };

  test('is read whole where the file has no index, as MediaRecorder writes it', async () => {
    const { recording, frames } = await seen('live.webm');
    // Such a file does not say how long its last frame is shown.
    expect(recording).toMatchObject({ seen: 19, kept: 8, extraction: { kind: 'done' } });
    expect(meanEar(frames, 0, 1)).toBeGreaterThan(1.5 * meanEar(frames, 1, 2));
  });

  test('is told at the times that a player shows, wherever its pictures begin', async () => {
    const late = await seen('late.webm');
    expect(late.recording.duration).toBeCloseTo(4.9, 1);
    expect(late.frames.map(({ time }) => Number(time.toFixed(2)))).toEqual(
      Array.from({ length: 19 }, (_, i) => 3 + i / 10),
    );
    const player = await page.evaluate(() => window.footage.firstPicture('late.webm'));
    expect(player).toBeCloseTo(late.frames[0]!.time, 2);

    // Its first second is cut off, and what is left shows closed eyes.
    const cut = await seen('cut.mp4');
    expect(cut.recording.duration).toBeCloseTo(1, 1);
    expect(cut.frames).toHaveLength(10);
    expect(cut.frames[0]!.time).toBe(0);
  });

  test('goes on with the clock that it was begun with', async () => {
    await page.evaluate(() => window.footage.extract(['late.webm'], { session: 'old' }, 0.1));
    const begun = (await page.evaluate(() => window.footage.library.recordings())).at(-1)!;
    // As an earlier release kept it: seconds from the first picture, which comes at 3 s.
    await page.evaluate(async (key) => {
      const settled = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const database = await settled(indexedDB.open('wakeful'));
      const store = database.transaction('footage', 'readwrite').objectStore('footage');
      const kept = (await settled(store.get(key))) as typeof begun & { extraction: { doneUntil: number } };
      const { extraction } = kept;
      const doneUntil = extraction.doneUntil - 3;
      const old = { ...kept, clock: undefined, duration: 2, extraction: { ...extraction, doneUntil } };
      await settled(store.put(old, key));
      database.close();
    }, `recordings/${begun.id}`);
    const resumed = await page.evaluate(
      (resume) => window.footage.extract(['late.webm'], { resume }),
      begun.id,
    );
    expect(resumed).toEqual({ id: begun.id });
    const frames = await page.evaluate((of) => window.footage.library.signals(of), begun.id);
    await page.evaluate((of) => window.footage.library.deleteRecording(of), begun.id);
    const added = frames.slice(begun.seen);
    expect(begun.seen + added.length).toBe(19);
    expect(added.at(-1)!.time).toBeCloseTo(1.8, 1);
  });

  test('has square pixels, whatever those of the file are', async () => {
    const [plain, wide] = [await seen('film.webm'), await seen('wide-pixels.webm')];
    expect(wide.recording.kept).toBe(8);
    expect(meanEar(wide.frames, 0, 1) / meanEar(plain.frames, 0, 1)).toBeCloseTo(1, 1);
  });

  test('may have a gap of hours, over which nothing is waited for', async () => {
    const { recording, frames } = await seen('gap.webm');
    expect(recording).toMatchObject({ seen: 19, kept: 8 });
    expect(frames.at(-1)!.time).toBeCloseTo(30_001.8, 1);
  });

  test('is refused by the name of its format, and what can be done', async () => {
    const format = 'footage-format';
    expect(await found('hevc.mp4')).toMatchObject({
      error: format,
      message: expect.stringContaining('HEVC (H.265)') as unknown,
    });
    expect(await found('prores.mkv')).toMatchObject({
      error: format,
      message: expect.stringContaining('ProRes') as unknown,
    });
    expect(await found('old.avi')).toMatchObject({
      error: format,
      message: expect.stringContaining('AVI') as unknown,
    });
    expect(await found('endless.webm')).toMatchObject({
      error: 'footage-too-long',
      message: expect.stringContaining('27778 hours') as unknown,
    });
  });

  test('may be stills, some of them large, without a face, or no pictures', async () => {
    const made = await page.evaluate(() =>
      window.footage.extract(['face.jpg', 'nobody.png', 'large.jpg', 'text.mp4'], {
        kind: 'stills',
        session: 'stills',
      }),
    );
    expect(made).toHaveProperty('id');
    const recordings = await page.evaluate(() => window.footage.library.recordings());
    expect(recordings.at(-1)).toMatchObject({
      kind: 'stills',
      duration: 4,
      seen: 4,
      kept: 2,
      dropped: { unreadable: 1 },
    });
  });

  test("is played by the page where this browser's workers cannot decode it", async () => {
    const without = await bundled.launch();
    try {
      const bare = await bundled.open(async (opened) => {
        // No switch of Chromium takes WebCodecs away: the workers' own scripts do.
        await opened.route(/worker[^/]*\.js$/, async (route) => {
          const response = await route.fetch();
          await route.fulfill({
            response,
            body: `${await response.text()}\ndelete globalThis.VideoDecoder;`,
          });
        });
      }, without);
      const made = await bare.evaluate(() => window.footage.extract(['film.webm'], {}));
      expect(made).toHaveProperty('id');
      for (const worker of bare.workers())
        expect(await worker.evaluate(() => 'VideoDecoder' in globalThis)).toBe(false);
      const [recording] = await bare.evaluate(() => window.footage.library.recordings());
      expect(recording).toMatchObject({ seen: 20, kept: 8, extraction: { kind: 'done' } });
      const frames = await bare.evaluate((of) => window.footage.library.signals(of), recording!.id);
      expect(meanEar(frames, 0, 0.9)).toBeGreaterThan(1.5 * meanEar(frames, 1.1, 2));
    } finally {
      await without.close();
    }
  });

  test('is played by the page from where a decoder gives up', async () => {
    const failing = await bundled.launch();
    try {
      const bare = await bundled.open(async (opened) => {
        await opened.route(/worker[^/]*\.js$/, async (route) => {
          const response = await route.fetch();
          const decoder = `globalThis.VideoDecoder = class extends VideoDecoder {
            frames = 0;
            decode(chunk) {
              if (++this.frames > 12) throw new DOMException('out of memory', 'OperationError');
              super.decode(chunk);
            }
          };`;
          await route.fulfill({ response, body: `${await response.text()}\n${decoder}` });
        });
      }, failing);
      const made = await bare.evaluate(() => window.footage.extract(['film.webm'], {}));
      expect(made).toHaveProperty('id');
      const [recording] = await bare.evaluate(() => window.footage.library.recordings());
      expect(recording).toMatchObject({ seen: 20, kept: 8, extraction: { kind: 'done' } });
      const frames = await bare.evaluate((of) => window.footage.library.signals(of), recording!.id);
      const times = frames.map(({ time }) => time);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(new Set(times.map((time) => time.toFixed(2))).size).toBe(20);
    } finally {
      await failing.close();
    }
  });

  test('nothing was refused by the security policy and nothing failed', () => {
    expect(bundled.complaints).toEqual([]);
  });
});
