/**
 * `npm run extract` on a video and stills of a portrait whose eyes a warp closes: the browser, the
 * models, the files.
 */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDataset, readSignals } from '../../src/cli/dataset/extracted';
import type { CropRow } from '../../src/footage/dataset/format';
import { extract as extractAll } from '../../src/cli/extract/extract';
import { readCrop } from '../../src/cli/dataset/crops';
import { Renderer } from '../support/footage/render';
import type { Script } from '../support/footage/script';
import { webmFilm } from '../support/footage/webm';
import type { Picture } from '../../src/footage/picture';

const scratch = mkdtempSync(join(tmpdir(), 'wakeful-extract-'));
const from = join(scratch, 'raw');
const to = join(scratch, 'out');
afterAll(() => rmSync(scratch, { recursive: true }));

/** Two seconds with open eyes, two with closed ones, one with nobody there. */
const SCRIPT: Script = {
  name: 'extract',
  seed: 5,
  parts: [
    { seconds: 2, people: ['learner'] },
    { seconds: 2, people: ['learner'], closure: () => 1 },
    { seconds: 1, people: [] },
  ],
};
const FILM_FPS = 10;
/** The command's own defaults. */
const SETTINGS = { cropSize: 160, framesPerSecond: 10, cropsPerSecond: 2 };

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(from, path)), { recursive: true });
  writeFileSync(join(from, path), content);
}

const jpeg = ({ data, width, height }: Picture): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 95 })
    .toBuffer();

const run = promisify(execFile);
const command = (...options: string[]) =>
  run('npx', ['--no-install', 'tsx', 'src/cli/extract/main.ts', from, to, ...options]);

/** Some of it cannot be read: the exit status says so. */
async function extract(): Promise<{ stdout: string }> {
  const ended: unknown = await command().catch((error: unknown) => error);
  expect(ended).toMatchObject({ code: 2 });
  return ended as { stdout: string };
}

beforeAll(async () => {
  const renderer = new Renderer();
  const at = (seconds: number): Promise<Picture> => renderer.frame(SCRIPT, seconds);
  const frames: Picture[] = [];
  for (let i = 0; i < 5 * FILM_FPS; i++) frames.push(await at(i / FILM_FPS));
  put('learner/day1/lesson.webm', await webmFilm(frames, FILM_FPS));
  put('learner/day1/labels.csv', 'second,label\n0,awake\n2,asleep\n3,asleep\n4,drowsy\n9,awake\n');
  put('learner/day2/awake/open.jpg', await jpeg(await at(0)));
  put('learner/day2/asleep/closed.jpg', await jpeg(await at(3)));
  put('learner/day2/asleep/nobody.jpg', await jpeg(await at(4.5)));
  put('learner/day2/asleep/broken.png', 'this is no picture');
  put('stranger/day1/film.mp4', 'this is no film');
  put('stranger/day1/labels.csv', 'second,label\n0,awake\n');
  put('stranger/day2/film.mp4', '');
  put('stranger/day2/labels.csv', 'second,label\n0,wide awake\n');
  symlinkSync('nowhere.jpg', join(from, 'learner/day2/awake/gone.jpg'));
  await extract();
}, 120_000);

const opening = ({ ear_left: left, ear_right: right }: CropRow): number => (left + right) / 2;

describe('npm run extract', () => {
  it('keeps two crops of each labelled second, the closed eyes measured as closed', () => {
    const crops = readDataset(to).crops.filter(({ session }) => session === 'day1');
    expect(crops.map(({ time, label }) => [time, label])).toEqual([
      [0, 'awake'],
      [0.5, 'awake'],
      [2, 'asleep'],
      [2.5, 'asleep'],
      [3, 'asleep'],
      [3.5, 'asleep'],
    ]);
    const [open, closed] = ['awake', 'asleep'].map((label) =>
      crops.filter((crop) => crop.label === label).map(opening),
    );
    expect(Math.min(...open!)).toBeGreaterThan(2 * Math.max(...closed!));
  });

  it('lists every frame of the video, with why there is no face', () => {
    const signals = readSignals(to, { subject: 'learner', session: 'day1' })!;
    expect(signals).toHaveLength(50);
    expect(signals.map(({ time }) => time)).toEqual(signals.map((_, i) => i / FILM_FPS));
    expect(signals.slice(0, 40).every(({ missing }) => missing === null)).toBe(true);
    expect(signals.at(-1)).toMatchObject({ missing: 'no-face', ear_left: null, file: '', label: 'drowsy' });
    expect(signals.filter(({ file }) => file !== '')).toHaveLength(6);
  });

  it('measures stills like the video, and tells apart what is no picture and what shows nobody', () => {
    const stills = readDataset(to).crops.filter(({ session }) => session === 'day2');
    expect(stills.map(({ source, label, time }) => [source, label, time])).toEqual([
      ['learner/day2/asleep/closed.jpg', 'asleep', null],
      ['learner/day2/awake/open.jpg', 'awake', null],
    ]);
    const film = readDataset(to).crops.find(({ time }) => time === 0)!;
    expect(opening(stills[1]!) / opening(film)).toBeCloseTo(1, 0);
    const report = readFileSync(join(to, 'report.md'), 'utf8');
    expect(report).toMatch(/\| learner \| day2 \| 4 \| 2 \| .*1 no-face/);
    expect(report).toMatch(/\| learner \| day2 \| 4 \| 2 \| .*1 unreadable/);
    expect(report).toMatch(/\| learner \| day1 \| 50 \| 6 \| .*2 not labelled/);
    expect(report).toMatch(/1 label after the end of the video/);
    expect(report).toMatch(/\| stranger \| day1 \| 0 \| 0 \| 1 unreadable: not a video file/);
    const [, failed] = /## Could not be read\n\n((- .*\n)*)/.exec(report)!;
    expect(failed!.split('\n').slice(0, -1)).toEqual([
      '- learner/day2/awake/gone.jpg: it leads to nothing',
      expect.stringMatching(/^- stranger\/day2: .*labels\.csv: line 2: label "wide awake"/),
      '- learner/day2/asleep/broken.png: no picture, or one too large to be decoded',
      expect.stringMatching(/^- stranger\/day1\/film\.mp4: not a video file/),
    ]);
  });

  it('aligns the crops: the same face of a film and of a still is the same picture', async () => {
    const dataset = readDataset(to);
    const film = await readCrop(
      dataset,
      dataset.crops.find(({ time }) => time === 0)!,
    );
    const still = await readCrop(
      dataset,
      dataset.crops.find(({ source }) => source.endsWith('open.jpg'))!,
    );
    expect(film.length).toBe(160 * 160 * 3);
    const difference = film.reduce((sum, value, i) => sum + Math.abs(value - still[i]!), 0) / film.length;
    expect(difference).toBeLessThan(12);
  });

  it('does nothing when all is there, and only what is new or changed else', async () => {
    const files = readDataset(to).crops.map(({ file }) => join(to, file));
    const before = files.map((file) => statSync(file).mtimeMs);
    const { digest } = readDataset(to);
    const { stdout } = await extract();
    expect(stdout).toMatch(/8 crops from 3 sessions, 3 of them from earlier runs/);
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(before);
    expect(readDataset(to).digest).toBe(digest);

    put('learner/day1/labels.csv', 'second,label\n2,asleep\n');
    const sessions: string[] = [];
    const summary = await extractAll({ from, to }, SETTINGS, {
      onSession: ({ subject, session }) => sessions.push(`${subject}/${session}`),
      onProgress: () => undefined,
    });
    expect(sessions).toEqual(['learner/day1']);
    expect(summary.skipped).toBe(2);
    expect(readDataset(to).crops).toHaveLength(4);
    expect(existsSync(files[0]!)).toBe(false);
  });

  it('says in words what is wrong with the command', async () => {
    await expect(command('--crop-size', 'big')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/--crop-size is a whole number/) as unknown,
    });
  });
});
