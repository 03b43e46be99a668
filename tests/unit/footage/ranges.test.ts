/** Every number that a file brings in: refused outside its range, by its name; read inside. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EMBEDDING_SIZES } from '../../../src/common/backbone-ids';
import { RANGES, type Range } from '../../../src/common/ranges';
import * as dataset from '../../../src/footage/dataset/format';
import { parseLabelRows } from '../../../src/footage/dataset/labels-csv';
import { recordingSchema } from '../../../src/footage/recording';
import { readRequest } from '../../../src/fine-tuning/request';
import { parseCheckpointCard } from '../../../src/network/checkpoint-card';
import { chunkSchema, sessionSchema } from '../../../src/profile/history/session';
import { DEFAULT_SETTINGS, readSettings } from '../../../src/profile/settings/settings';
import { readFusionWeights } from '../../../src/wakefulness/fusion';
import { BUILT_IN_FUSION } from '../../../src/wakefulness/fusion-weights';
import { EMPTY_SUMMARY } from '../../../src/wakefulness/summary';
import { learnerSchema, type Learner } from '../../../src/profile/learners/learner';
import { readLearnerFile, writeLearnerFile } from '../../../src/profile/learners/learner-file';

const MANIFEST = {
  format: 'wakeful-dataset',
  version: 1,
  cropSize: 160,
  framesPerSecond: 10,
  cropsPerSecond: 2,
  landmarker: 'abc',
};
const ORIGIN = {
  fileName: 'a.mp4',
  fileBytes: 1,
  createdAt: 0,
  duration: 2,
  framesPerSecond: 10,
  cropsPerSecond: 2,
};
const manifest = (change: object): unknown =>
  dataset.MANIFEST.parse(JSON.stringify({ ...MANIFEST, ...change }), 'm');
const origin = (change: object): unknown =>
  dataset.SESSION.parse(
    JSON.stringify({
      subject: 'a',
      session: 'b',
      kind: 'video',
      fingerprint: 'x',
      seen: 1,
      kept: 1,
      dropped: {},
      origin: { ...ORIGIN, ...change },
    }),
    's',
  );

const ROW = {
  subject: 'a',
  session: 'b',
  time: 0,
  label: 'awake',
  file: 'a.png',
  source: 'a.mp4',
  ear_left: 0.3,
  ear_right: 0.3,
  mar: 0,
  pitch: 0,
  yaw: 0,
  roll: 0,
};
const csv = (row: object): string => `${Object.keys(row).join(',')}\n${Object.values(row).join(',')}\n`;
const index = (change: object): unknown => dataset.INDEX.parse(csv({ ...ROW, ...change }), 'index.csv');
const signals = (change: object): unknown =>
  dataset.SIGNALS.parse(csv({ ...ROW, missing: '', ...change }), 'signals.csv');

const RECORDING = {
  ...ORIGIN,
  id: 'r',
  personId: 'a',
  session: 'b',
  kind: 'video',
  cropSize: 160,
  extraction: { kind: 'done' },
  seen: 1,
  kept: 1,
  dropped: {},
  bytes: 1,
  landmarker: 'abc',
};
const recording = (change: object): unknown => v.parse(recordingSchema, { ...RECORDING, ...change });

const CARD = {
  format: 'wakeful-checkpoint',
  version: 1,
  name: 'made up',
  created: '2026-01-02T03:04:05Z',
  backbone: 'faceres',
  backboneSha256: '0'.repeat(64),
  fromStage: 'block13',
  inputSize: 160,
  features: 'V_state',
  classes: ['asleep', 'drowsy', 'awake'],
  temperature: 1.5,
  calibration: { biases: [0, 0, 0], faces: 1, people: 1 },
  training: { data: 'none', subjects: 0, samples: 0, seed: 1, command: 'vitest' },
  metrics: {},
  limits: 'all',
  licence: 'MIT',
};
const card = (change: object): unknown => parseCheckpointCard(JSON.stringify({ ...CARD, ...change }));

const CALIBRATION = {
  open: { left: 1.5, right: 1.5 },
  closed: { left: 0.06, right: 0.07 },
  pose: { pitch: 5, yaw: -1, roll: 0 },
  mar: 0.02,
  calibratedAt: 0,
};
const LEARNER: Learner = {
  version: 1,
  id: 'l',
  name: 'Ada',
  createdAt: 0,
  updatedAt: 0,
  backbone: 'faceres',
  embedding: new Float32Array(EMBEDDING_SIZES.faceres).fill(1),
  calibration: CALIBRATION,
  frames: 24,
};
const learner = (change: object): unknown => v.parse(learnerSchema, { ...LEARNER, ...change });
const calibration = (change: object): unknown => learner({ calibration: { ...CALIBRATION, ...change } });

const settings = (change: object): void => {
  const { intact } = readSettings({ ...DEFAULT_SETTINGS, ...change });
  if (!intact) throw new RangeError('settings');
};

const SESSION = {
  version: 1,
  id: 's',
  learnerId: null,
  startedAt: 0,
  endedAt: null,
  savedAt: 0,
  seconds: 1,
  summary: EMPTY_SUMMARY,
};
const session = (change: object): unknown => v.parse(sessionSchema, { ...SESSION, ...change });
const columns = Object.fromEntries(
  ['state', 'reason', 'confidence', 'perclos'].map((name) => [name, new Uint8Array(1)]),
);
const chunk = (change: object): unknown =>
  v.parse(chunkSchema, { version: 1, from: 0, columns, alerts: [], ...change });

const request = (change: object): void => {
  const mixup = { stage: 'images', partner: 'same', amount: 0.2, alpha: 0.75, ...change };
  const asked = { recordingIds: [], depth: 'all', holdOut: 'blocks', mixup, epochs: 1, seed: 1, base: null };
  if (!readRequest({ ...asked, name: 'mine' })) throw new RangeError('request');
};

const fusion = (part: 'bias' | 'scale', value: number): unknown => {
  const { both } = BUILT_IN_FUSION;
  const list = both[part].map(() => value);
  return readFusionWeights({ ...BUILT_IN_FUSION, both: { ...both, [part]: list } });
};

/** What is read, the range that holds, and whether it must be whole. */
const NUMBERS: readonly [string, Range, (value: number) => unknown, 'whole'?][] = [
  ['cropSize', RANGES.cropSide, (cropSize) => manifest({ cropSize }), 'whole'],
  ['framesPerSecond', RANGES.rate, (framesPerSecond) => manifest({ framesPerSecond })],
  ['cropsPerSecond', RANGES.rate, (cropsPerSecond) => manifest({ cropsPerSecond })],
  ['duration', RANGES.recordingSeconds, (duration) => origin({ duration })],
  ['createdAt', RANGES.instant, (createdAt) => origin({ createdAt })],
  ['framesPerSecond', RANGES.rate, (framesPerSecond) => origin({ framesPerSecond })],
  ['cropsPerSecond', RANGES.rate, (cropsPerSecond) => origin({ cropsPerSecond })],
  ['time', RANGES.recordingSeconds, (time) => index({ time })],
  ['ear_left', RANGES.opening, (ear_left) => index({ ear_left })],
  ['ear_right', RANGES.opening, (ear_right) => index({ ear_right })],
  ['mar', RANGES.opening, (mar) => index({ mar })],
  ['pitch', RANGES.angle, (pitch) => index({ pitch })],
  ['yaw', RANGES.angle, (yaw) => index({ yaw })],
  ['roll', RANGES.angle, (roll) => index({ roll })],
  ['time', RANGES.recordingSeconds, (time) => signals({ time })],
  ['ear_left', RANGES.opening, (ear_left) => signals({ ear_left })],
  ['roll', RANGES.angle, (roll) => signals({ roll })],
  ['second', RANGES.second, (second) => parseLabelRows(csv({ second, label: 'awake' }), 'l'), 'whole'],
  ['duration', RANGES.recordingSeconds, (duration) => recording({ duration })],
  ['createdAt', RANGES.instant, (createdAt) => recording({ createdAt })],
  ['framesPerSecond', RANGES.rate, (framesPerSecond) => recording({ framesPerSecond })],
  ['cropSize', RANGES.cropSide, (cropSize) => recording({ cropSize }), 'whole'],
  ['inputSize', RANGES.inputSide, (inputSize) => card({ inputSize }), 'whole'],
  ['temperature', RANGES.temperature, (temperature) => card({ temperature })],
  [
    'biases',
    RANGES.logitBias,
    (bias) => card({ calibration: { ...CARD.calibration, biases: [0, 0, bias] } }),
  ],
  ['seed', RANGES.seed, (seed) => card({ training: { ...CARD.training, seed } }), 'whole'],
  ['metrics', RANGES.shown, (f1) => card({ metrics: { f1 } })],
  ['bias of the fusion', RANGES.fusionWeight, (value) => fusion('bias', value)],
  ['scale of the fusion', RANGES.fusionScale, (value) => fusion('scale', value)],
  ['volume', RANGES.fraction, (volume) => settings({ volume })],
  ['snoozeMinutes', RANGES.snooze, (snoozeMinutes) => settings({ snoozeMinutes })],
  [
    'camera',
    RANGES.frameSide,
    (width) => settings({ camera: { ...DEFAULT_SETTINGS.camera, width } }),
    'whole',
  ],
  ['startedAt', RANGES.instant, (startedAt) => session({ startedAt })],
  ['seconds', RANGES.sessionSecond, (seconds) => session({ seconds }), 'whole'],
  [
    'longestClosure',
    RANGES.sessionTime,
    (longestClosure) => session({ summary: { ...EMPTY_SUMMARY, longestClosure } }),
  ],
  ['from', RANGES.sessionSecond, (from) => chunk({ from }), 'whole'],
  [
    'second of an alert',
    RANGES.sessionSecond,
    (second) => chunk({ alerts: [{ second, level: null, cause: null }] }),
    'whole',
  ],
  ['alpha', RANGES.mixupAlpha, (alpha) => request({ alpha })],
  ['amount', RANGES.fraction, (amount) => request({ amount })],
  ['pose', RANGES.angle, (pitch) => calibration({ pose: { pitch, yaw: 0, roll: 0 } })],
  ['mar', RANGES.opening, (mar) => calibration({ mar })],
  ['calibratedAt', RANGES.instant, (calibratedAt) => calibration({ calibratedAt })],
  ['createdAt', RANGES.instant, (createdAt) => learner({ createdAt })],
  ['frames', RANGES.enrolmentFrames, (frames) => learner({ frames }), 'whole'],
];

const beyond = ({ least, most }: Range) =>
  fc
    .oneof(
      fc.double({ min: most, minExcluded: true, max: Number.MAX_VALUE, noNaN: true }),
      fc.double({ min: -Number.MAX_VALUE, max: least, maxExcluded: true, noNaN: true }),
      fc.constantFrom(2 ** 31, 4e9, 1e12, 9e15, 1e30, -1e30, 1e300),
    )
    .filter((value) => value < least || value > most);

describe('a number that a file brings in', () => {
  for (const [name, range, read, whole] of NUMBERS) {
    const { least, most } = range;
    const inside = whole
      ? fc.integer({ min: least, max: most })
      : fc.double({ min: least, max: most, noNaN: true });
    it(`${name} is refused outside its range and read inside it: ${String(read)}`, () => {
      fc.assert(
        fc.property(beyond(range), (value) => {
          expect(() => read(value)).toThrow();
        }),
        { numRuns: 40 },
      );
      fc.assert(
        fc.property(fc.oneof(inside, fc.constantFrom(least, most)), (value) => {
          expect(() => read(value)).not.toThrow();
        }),
        { numRuns: 40 },
      );
    });
  }

  it.each([
    ['origin.duration', () => origin({ duration: 1e8 })],
    ['inputSize', () => card({ inputSize: 2 ** 31 })],
    ['temperature', () => card({ temperature: 1e-300 })],
    ['second', () => parseLabelRows('second,label\n4000000000,awake\n', 'labels.csv')],
    ['ear_left', () => index({ ear_left: '1e308' })],
  ])('is named when it is refused: %s', (name, read) => {
    expect(read).toThrow(name);
  });
});

it('every schema takes its numbers from the ranges', () => {
  const src = path.resolve(import.meta.dirname, '../../../src');
  const without = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /\.tsx?$/.test(file) && /\bv\.(number|bigint)\(/.test(readFileSync(path.join(src, file), 'utf8')),
  );
  expect(without).toEqual([path.join('common', 'ranges.ts')]);
});

describe('a learner’s file', () => {
  const read = async (change: object): Promise<Learner> =>
    readLearnerFile(await writeLearnerFile({ ...LEARNER, ...change }));

  it('is read when its numbers are in range', async () => {
    expect(await read({})).toEqual(LEARNER);
  });

  it.each([
    ['a vector of another network', { embedding: new Float32Array(512).fill(1) }, '1024 numbers, not 512'],
    ['a vector beyond all numbers', { embedding: new Float32Array(1024).fill(1e30) }, 'embedding'],
    [
      'eyes open beyond all faces',
      { calibration: { ...CALIBRATION, open: { left: 1e30, right: 1e30 } } },
      'calibration.open.left',
    ],
    [
      'eyes closed beyond all faces',
      { calibration: { ...CALIBRATION, closed: { left: -1e30, right: -1e30 } } },
      'calibration.closed.left',
    ],
    ['a date beyond all calendars', { createdAt: 9e15 }, 'createdAt'],
  ])('with %s is refused, and says so', async (_, change, wanted) => {
    await expect(read(change)).rejects.toMatchObject({
      code: 'file-damaged',
      message: expect.stringContaining(wanted) as unknown,
    });
  });
});
