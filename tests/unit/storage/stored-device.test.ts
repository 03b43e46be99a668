import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readRequest } from '../../../src/fine-tuning/request';
import { readVerdict } from '../../../src/fine-tuning/verdict';
import { readCheckpointCard } from '../../../src/network/checkpoint-card';
import { sessionCsv, timelineSeconds } from '../../../src/profile/history/session';
import { UnfinishedStore } from '../../../src/profile/checkpoints/unfinished-store';
import { Database } from '../../../src/storage/database';
import { Quarantine } from '../../../src/storage/quarantine';
import { dumpDatabase, restoreDatabase, type DatabaseDump } from '../../support/database-dump';
import { device as footageDevice } from '../footage/device';
import { Device, NOW } from '../profile/device';

/**
 * Written by the program of November 2026 (tests/fixtures/write-stored-device.ts); it must open for
 * ever.
 */
const STORED = JSON.parse(
  readFileSync(new URL('../../fixtures/stored-device.json', import.meta.url), 'utf8'),
) as DatabaseDump;

const STARTED = NOW + 1_000;
const HOUR = 3_600_000;

async function storedDevice(): Promise<Device> {
  const device = new Device();
  await restoreDatabase(device.factory, STORED);
  return device;
}

async function storedFootage() {
  const factory = new IDBFactory();
  await restoreDatabase(factory, STORED);
  return footageDevice(factory);
}

/** Red of a picture's first pixel. */
const redOf = async (png: Uint8Array): Promise<number> => (await sharp(png).raw().toBuffer()).readUInt8(0);

/** The stores that a reading did not change hold exactly what they held. */
async function expectUntouched(factory: IDBFactory, names: readonly string[]): Promise<void> {
  const now = await dumpDatabase(factory, STORED.name);
  expect(now.version).toBe(STORED.version);
  for (const name of names) expect(now.stores[name]).toEqual(STORED.stores[name]);
}

describe('a device as an earlier release left it', () => {
  it('has its learners, and who is active', async () => {
    const device = await storedDevice();
    const { blocked, learners } = await device.open();
    expect(blocked).toBeNull();
    const calibration = {
      open: { left: 0.31, right: 0.29 },
      closed: { left: 0.08, right: 0.07 },
      pose: { pitch: 4.5, yaw: -2, roll: 0.5 },
      mar: 0.03,
      calibratedAt: NOW - 5_000,
    };
    const embedding = Float32Array.from({ length: 16 }, (_, i) => (i - 7.5) / 4);
    const ada = {
      version: 1,
      id: 'id-1',
      name: 'Ada',
      createdAt: NOW,
      updatedAt: NOW,
      backbone: 'faceres',
      embedding,
      calibration,
      frames: 22,
    };
    const bob = {
      ...ada,
      id: 'id-2',
      name: 'Bob',
      createdAt: STARTED,
      updatedAt: STARTED,
      backbone: 'facenet',
      embedding: embedding.toReversed(),
      frames: 20,
    };
    expect(await learners.list()).toEqual([ada, bob]);
    expect(await learners.active()).toEqual(ada);
    expect(device.troubles).toEqual([]);
    await expectUntouched(device.factory, ['learners', 'settings']);
  });

  it('has its settings', async () => {
    const device = await storedDevice();
    expect(await (await device.open()).settings.load()).toEqual({
      channels: { visual: true, sound: true, notification: true, vibration: false, title: true },
      volume: 0.25,
      snoozeMinutes: 5,
      camera: { deviceId: 'camera-2', width: 1280, height: 720 },
      cameraTurns: {},
      mirror: true,
      backbone: 'faceres',
      theme: 'dark',
      wakeLock: true,
      keepHistory: true,
      keepMoments: false,
      reachChosen: false,
      sensitivity: 'normal',
      breakMinutes: 50,
    });
    expect(device.troubles).toEqual([]);
  });

  it('has its sessions second by second, and closes the one that was left', async () => {
    const device = await storedDevice();
    const { history } = await device.open();
    const [left, eleven] = await history.list();
    expect(left).toMatchObject({
      id: 'id-4',
      learnerId: null,
      startedAt: STARTED + HOUR,
      endedAt: STARTED + HOUR + 30_000,
      seconds: 30,
    });
    expect(eleven).toEqual({
      version: 1,
      id: 'id-3',
      learnerId: 'id-1',
      startedAt: STARTED,
      endedAt: STARTED + 660_000,
      savedAt: STARTED + 660_000,
      seconds: 660,
      summary: {
        startedAt: STARTED,
        updatedAt: STARTED + 639_000,
        time: { awake: 619_000, drowsy: 0, asleep: 10_000, unknown: 10_000 },
        alerts: { gentle: 0, strong: 1 },
        longestClosure: 10_000,
        state: 'awake',
        level: null,
      },
    });

    const timeline = await history.timeline(eleven!);
    expect(timeline.alerts).toEqual([
      { second: 103, level: 'strong', cause: 'asleep' },
      { second: 108, level: null, cause: 'acknowledged' },
    ]);
    const seconds = [...timelineSeconds(timeline)];
    const known = { reason: 'eyes-open', alert: null };
    expect(seconds[0]).toEqual({
      second: 0,
      t: STARTED,
      state: 'awake',
      ...known,
      confidence: 0.9,
      perclos: 0.1,
    });
    expect(seconds[105]).toMatchObject({
      state: 'asleep',
      reason: 'eyes-closed-over-1s',
      confidence: 0.8,
      perclos: 0.35,
      alert: 'strong',
    });
    expect(seconds[115]).toMatchObject({
      state: 'unknown',
      reason: 'no-face',
      confidence: null,
      perclos: null,
    });
    expect(seconds[620]).toMatchObject({ state: 'awake', ...known, confidence: 0.6, perclos: 0.2 });
    expect(seconds[650]).toMatchObject({ state: 'unrecorded', reason: null, confidence: null });
    expect(sessionCsv(timeline).split('\r\n')).toHaveLength(662);
    expect(device.troubles).toEqual([]);
  });

  it('has its record that could not be read, with what belonged to it', async () => {
    const device = await storedDevice();
    const { quarantine } = await device.open();
    const [chunk, session] = await quarantine.list();
    const found = { shelf: 'sessions', foundAt: STARTED + 2 * HOUR };
    expect(session).toMatchObject({
      ...found,
      id: 'sessions/session/id-5',
      key: 'session/id-5',
      value: { id: 'id-5', seconds: -1 },
    });
    expect(chunk).toMatchObject({ ...found, key: 'chunk/id-5/000000', value: { from: 0 } });
    const exported = JSON.parse(await quarantine.export()) as {
      readonly format: string;
      readonly records: readonly object[];
    };
    expect(exported.format).toBe('wakeful-set-aside');
    expect(exported.records[0]).toMatchObject({
      shelf: 'sessions',
      value: { columns: { state: { type: 'Uint8Array', base64: 'AwMDAwMDAwMDAwMD' } } },
    });
    await expectUntouched(device.factory, ['set-aside']);
  });

  it('has its fine-tuned networks, their verdicts, and which is in use', async () => {
    const device = await storedDevice();
    const { checkpoints } = await device.open();
    const [verdictOne, first] = await checkpoints.list();
    expect(first).toMatchObject({ id: 'id-6', name: 'first', createdAt: STARTED + 2 * HOUR, heldOut: null });
    expect(verdictOne).toMatchObject({
      id: 'id-7',
      name: 'with a verdict',
      createdAt: STARTED + 2 * HOUR + 1_000,
      bytes: 6_846,
      heldOut: { before: 0.5, after: 0.75 },
    });
    const file = await checkpoints.file('id-7');
    expect(file.byteLength).toBe(verdictOne!.bytes);
    expect(JSON.parse(verdictOne!.card)).toEqual(readCheckpointCard(new Uint8Array(file)));
    const verdict = readVerdict(await checkpoints.verdict('id-7'));
    expect(verdict).toMatchObject({
      before: { macroF1: 0.5, f1: [0.5, null, 0.75], confusion: [[1, 2, 0]] },
      difference: { low: NaN, high: 0.5 },
      advice: 'promising',
      worst: [{ second: 1, crop: 2, truth: 'asleep', before: 'awake', after: 'drowsy' }],
      steps: 120,
      bestStep: 100,
      backend: 'wasm',
    });
    const [one, mixed] = verdict!.mixupExamples[0]!.pictures;
    expect([await one.text(), await mixed.text(), mixed.type]).toEqual(['one', 'mixed', 'image/png']);
    expect(await checkpoints.verdict('id-6')).toBeUndefined();
    expect(await checkpoints.adopted()).toBe('id-7');
    expect(device.troubles).toEqual([]);
    await expectUntouched(device.factory, ['checkpoints', 'checkpoint-files', 'settings']);
    expect(await checkpoints.rollBack()).toBe('id-6');
    expect(await checkpoints.rollBack()).toBeNull();
  });

  it('has its unfinished training', async () => {
    const { factory } = await storedDevice();
    const database = new Database(factory);
    const fail = (error: Error): never => {
      throw error;
    };
    const quarantine = new Quarantine(database.objectStore('set-aside'), () => NOW, fail);
    const record = await new UnfinishedStore(database.objectStore('training'), quarantine).get();
    expect(record).toMatchObject({ step: 40, steps: 120, savedAt: STARTED + 2 * HOUR + 1_000 });
    expect([...new Uint8Array(record!.file!)]).toEqual([1, 2, 3, 250]);
    expect(readRequest(record!.request)).toEqual({
      recordingIds: ['00000002-id'],
      depth: 'last',
      holdOut: 'blocks',
      mixup: { stage: 'V_state', partner: 'same', amount: 0.1, alpha: 0.75 },
      epochs: 3,
      seed: 42,
      base: 'id-7',
      name: 'in the middle',
    });
  });

  it('has its footage: people, recordings, labels, what was seen, and crops', async () => {
    const { library, troubles, factory } = await storedFootage();
    expect(await library.people()).toEqual([
      { id: 'person-00000001', name: 'Ada' },
      { id: 'folder-of-bob', name: 'Bob' },
    ]);
    const [lesson, guided] = await library.recordings();
    expect(lesson).toMatchObject({
      id: '00000002-id',
      personId: 'person-00000001',
      session: 'morning',
      kind: 'video',
      fileName: 'lesson.webm',
      duration: 2.5,
      extraction: { kind: 'done' },
      seen: 25,
      kept: 5,
      dropped: { 'no-face': 2 },
      landmarker: 'abc',
      labelled: { asleep: 0, drowsy: 1, awake: 1 },
    });
    expect(guided).toMatchObject({
      id: '00000003-id',
      session: 'guided',
      kind: 'webcam',
      extraction: { kind: 'stopped', doneUntil: 0.6 },
      seen: 6,
      kept: 1,
    });
    expect(await library.labels('00000002-id')).toEqual(['awake', null, 'drowsy']);
    expect(await library.guide('00000002-id')).toBeNull();
    expect(await library.guide('00000003-id')).toEqual([{ label: 'asleep', confidence: 0.875 }, null]);

    const signals = await library.signals('00000002-id');
    expect(signals).toHaveLength(25);
    expect(signals[3]).toEqual({
      time: 0.3,
      missing: null,
      crop: null,
      signals: {
        ear: { left: Math.fround(0.303), right: Math.fround(0.29) },
        mar: Math.fround(0.05),
        pose: { pitch: 4.5, yaw: -2, roll: 0.125 },
      },
    });
    expect(signals[14]).toEqual({ time: 1.4, signals: null, missing: 'no-face', crop: null });
    const levels: number[] = [];
    for await (const { type, bytes } of library.encodedCrops('00000002-id')) {
      expect(type).toBe('image/png');
      levels.push(await redOf(bytes));
    }
    expect(levels).toEqual([0, 5, 10, 15, 20]);
    const blob = await library.crop('00000002-id', 4);
    expect(blob.type).toBe('image/png');
    expect(await redOf(new Uint8Array(await blob.arrayBuffer()))).toBe(20);
    expect(troubles).toEqual([]);
    await expectUntouched(factory, ['footage']);
  });
});
