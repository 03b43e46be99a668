import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cropSamples, readCrop, writeCrop } from '../../../src/cli/dataset/crops';
import {
  readDataset,
  readDatasets,
  readSessionRecord,
  readSignals,
  writeDataset,
  writeSession,
} from '../../../src/cli/dataset/extracted';
import type { CropRow, SessionRecord, SignalRow } from '../../../src/footage/dataset/format';
import { findRecordings, labelAt, readLabels } from '../../../src/cli/dataset/recordings';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wakeful-dataset-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, content = ''): string {
  const whole = join(root, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });
const message = (wanted: RegExp): unknown =>
  expect.objectContaining({ message: expect.stringMatching(wanted) as unknown });

describe('labels.csv', () => {
  it('gives a label to every moment of its seconds, in any order and case', () => {
    const labels = readLabels(put('labels.csv', '\uFEFFsecond,label\r\n2, Asleep\r\n0,awake\r\n'));
    expect([0, 0.99, 1, 2.5].map((time) => labelAt(labels, time))).toEqual([
      'awake',
      'awake',
      null,
      'asleep',
    ]);
  });

  it.each([
    ['second,label\n0,awake\n1,sleepy\n', /line 3: label "sleepy": is not one of asleep, drowsy, awake/],
    ['second,label\n0.5,awake\n', /line 2: second "0.5": is not a whole second/],
    ['second,label\n-1,awake\n', /is negative/],
    ['second,label\n,awake\n', /second "": is not a number/],
    ['time,label\n0,awake\n', /there is no column "second"/],
    ['second,label\n0,awake\n0,drowsy\n', /second 0 is labelled twice/],
    ['second,label\n0,awake,more\n', /line 2 has 3 cells instead of 2/],
  ])('refuses %j', (content, wanted) => {
    const path = put('labels.csv', content);
    expect(() => readLabels(path)).toThrow(code('dataset-csv'));
    expect(() => readLabels(path)).toThrow(message(wanted));
  });
});

describe('findRecordings', () => {
  it('finds videos, stills by session and stills by label, and says what it leaves out', () => {
    put('zoe/day1/lesson.MP4');
    put('zoe/day1/labels.csv');
    put('zoe/day2/Asleep/a.jpg');
    put('zoe/day2/awake/b.png');
    put('zoe/day2/tired/c.png');
    put('adam/drowsy/1.jpeg');
    put('adam/drowsy/notes.txt');
    put('adam/empty/.keep');
    put('bea/day1/film.webm');
    put('README.md');
    const { recordings, ignored } = findRecordings(root);
    expect(recordings).toEqual([
      {
        kind: 'stills',
        subject: 'adam',
        session: 'session',
        stills: [{ path: 'adam/drowsy/1.jpeg', label: 'drowsy' }],
      },
      {
        kind: 'video',
        subject: 'zoe',
        session: 'day1',
        video: 'zoe/day1/lesson.MP4',
        labels: 'zoe/day1/labels.csv',
      },
      {
        kind: 'stills',
        subject: 'zoe',
        session: 'day2',
        stills: [
          { path: 'zoe/day2/Asleep/a.jpg', label: 'asleep' },
          { path: 'zoe/day2/awake/b.png', label: 'awake' },
        ],
      },
    ]);
    expect(Object.fromEntries(ignored.map(({ path, reason }) => [path, reason]))).toEqual({
      'README.md': 'not in the folder of a subject',
      'adam/drowsy/notes.txt': 'not a .jpg, .png, .webp, .bmp, .gif or .avif',
      'adam/empty': 'no video and no stills',
      'bea/day1/film.webm': 'no labels.csv beside it',
      'zoe/day2/tired': 'not the name of a label (asleep, drowsy, awake)',
    });
  });

  it('leaves out what cannot be read, and says why', () => {
    put('zoe/day1/lesson.mp4');
    put('zoe/day1/labels.csv');
    put('a/b/one.mp4');
    put('a/b/two.mp4');
    put('adam/drowsy/1.jpg');
    symlinkSync('nowhere.jpg', join(root, 'adam/drowsy/2.jpg'));
    symlinkSync('nowhere', join(root, 'bea'));
    symlinkSync('loop', join(root, 'loop'));
    const { recordings, failed } = findRecordings(root);
    expect(recordings.map(({ subject }) => subject)).toEqual(['adam', 'zoe']);
    expect(Object.fromEntries(failed.map(({ path, reason }) => [path, reason]))).toEqual({
      'a/b': '2 video(s) and 0 still(s): give each session its own folder',
      'adam/drowsy/2.jpg': 'it leads to nothing',
      bea: 'it leads to nothing',
      loop: 'it leads back to itself',
    });
  });

  // Root may read everything.
  it.runIf(process.getuid?.() !== 0)('leaves out a folder without rights', () => {
    put('adam/drowsy/1.jpg');
    put('zoe/drowsy/1.jpg');
    chmodSync(join(root, 'zoe/drowsy'), 0);
    const { failed } = findRecordings(root);
    chmodSync(join(root, 'zoe/drowsy'), 0o755);
    expect(failed).toEqual([{ path: 'zoe/drowsy', reason: 'it may not be read' }]);
  });

  it('refuses a missing or empty folder, and one with nothing but two videos in a session', () => {
    expect(() => findRecordings(join(root, 'nowhere'))).toThrow(code('dataset-missing'));
    put('stray.txt');
    expect(() => findRecordings(root)).toThrow(code('dataset-empty'));
    put('a/b/one.mp4');
    put('a/b/two.mp4');
    expect(() => findRecordings(root)).toThrow(message(/2 video\(s\)/));
  });
});

const MEASURES = { ear_left: 0.31, ear_right: 0.29, mar: 0.05, pitch: -3.5, yaw: 12.25, roll: 1e-3 };
const CROP: CropRow = {
  subject: 'a, "b"',
  session: 'day1',
  time: 3.5,
  label: 'drowsy',
  file: 'x/0.png',
  source: 'a/day1/v.mp4',
  ...MEASURES,
};
const MANIFEST = { cropSize: 4, framesPerSecond: 10, cropsPerSecond: 2, landmarker: 'abc' };
const RECORD: SessionRecord = {
  subject: CROP.subject,
  session: CROP.session,
  kind: 'video',
  fingerprint: '12:34',
  seen: 3,
  kept: 1,
  dropped: { 'no-face': 2 },
};

describe('extracted data set', () => {
  const signals: SignalRow[] = [
    { time: 3.5, label: 'drowsy', missing: null, file: 'x/0.png', ...MEASURES },
    {
      time: 3.6,
      label: null,
      missing: 'no-face',
      file: '',
      ear_left: null,
      ear_right: null,
      mar: null,
      pitch: null,
      yaw: null,
      roll: null,
    },
  ];

  it('comes back as it was written, and leaves no unfinished file', () => {
    writeSession(root, { record: RECORD, crops: [CROP, { ...CROP, time: null, label: 'awake' }], signals });
    writeDataset(root, MANIFEST, [RECORD]);
    const { crops, manifest, digest } = readDataset(root);
    expect(crops).toEqual([CROP, { ...CROP, time: null, label: 'awake' }]);
    expect(manifest).toEqual(MANIFEST);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(readDataset(root).digest).toBe(digest);
    // Given twice, its faces would count twice.
    expect(readDatasets([root])).toHaveLength(1);
    expect(() => readDatasets([root, join(root, '.')])).toThrow(code('dataset-twice'));
    expect(readSessionRecord(root, CROP)).toEqual(RECORD);
    expect(readSignals(root, CROP)).toEqual(signals);
    // Sorted by something else in a spreadsheet.
    writeSession(root, { record: RECORD, crops: [CROP], signals: [...signals].reverse() });
    expect(readSignals(root, CROP)).toEqual(signals);
    expect(readdirSync(root, { recursive: true }).filter((name) => String(name).endsWith('.part'))).toEqual(
      [],
    );
  });

  it('has another digest for other content', () => {
    writeSession(root, { record: RECORD, crops: [CROP], signals: null });
    writeDataset(root, MANIFEST, [RECORD]);
    const { digest } = readDataset(root);
    writeDataset(root, { ...MANIFEST, cropSize: 5 }, [RECORD]);
    expect(readDataset(root).digest).not.toBe(digest);
    expect(readSignals(root, CROP)).toBeNull();
  });

  it('refuses what is missing, empty, foreign or damaged, naming the place', () => {
    expect(() => readDataset(root)).toThrow(code('dataset-missing'));
    writeSession(root, { record: { ...RECORD, kept: 0 }, crops: [], signals: null });
    writeDataset(root, MANIFEST, [RECORD]);
    expect(() => readDataset(root)).toThrow(code('dataset-empty'));
    put(
      'index.csv',
      'subject,session,time,label,file,source,ear_left,ear_right,mar,pitch,yaw,roll\na,b,,awake,f,s,1,2,3,4,east,6\n',
    );
    expect(() => readDataset(root)).toThrow(message(/index\.csv: line 2: yaw "east": is not a number/));
    put('dataset.json', '{"format":"wakeful-dataset","version":2}');
    expect(() => readDataset(root)).toThrow(code('dataset-version'));
    put('dataset.json', '{');
    expect(() => readDataset(root)).toThrow(code('dataset-version'));
    put(`${CROP.subject}/${CROP.session}/session.json`, '{"kept":1}');
    expect(readSessionRecord(root, CROP)).toBeNull();
  });
});

describe('crops', () => {
  const rgba = Uint8Array.from({ length: 4 * 4 * 4 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256));
  const dataset = () => ({ root, manifest: MANIFEST, crops: [], digest: '' });

  it('keep their pixels to the bit', async () => {
    await writeCrop(join(root, 'x/0.png'), 4, rgba);
    const rgb = await readCrop(dataset(), CROP);
    expect([...rgb]).toEqual([...rgba].filter((_, i) => i % 4 !== 3));
  });

  it('are scaled to the side that is asked for', async () => {
    const gray = Uint8Array.from({ length: 4 * 4 * 4 }, (_, i) => (i % 4 === 3 ? 255 : 90));
    await writeCrop(join(root, 'x/0.png'), 4, gray);
    expect([...(await readCrop(dataset(), CROP, 2))]).toEqual(Array.from({ length: 2 * 2 * 3 }, () => 90));
    const { side, images } = cropSamples(dataset(), [CROP], 8);
    expect(side).toBe(8);
    const picture = await images([0]);
    expect(picture.shape).toEqual([1, 8, 8, 3]);
    expect(new Set(picture.dataSync())).toEqual(new Set([90]));
    picture.dispose();
  });

  it('are refused when missing, broken or of another size', async () => {
    await expect(readCrop(dataset(), CROP)).rejects.toThrow(code('dataset-crop'));
    put('x/0.png', 'not a picture');
    await expect(readCrop(dataset(), CROP)).rejects.toThrow(code('dataset-crop'));
    await sharp({ create: { width: 5, height: 4, channels: 3, background: 'red' } })
      .png()
      .toFile(join(root, 'x/0.png'));
    await expect(readCrop(dataset(), CROP)).rejects.toThrow(message(/5×4 pixels instead of 4×4/));
  });
});
