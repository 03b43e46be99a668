import { IDBFactory } from 'fake-indexeddb';
import { expect, it, vi } from 'vitest';
import { keepMoment } from '../../../src/engine/page/keep-moment';
import { FootageStore } from '../../../src/footage/library/store';
import { Database } from '../../../src/storage/database';
import type { MeasuredFace } from '../../../src/vision/types';
import { crop } from './device';

vi.mock('virtual:wakeful-models', () => ({ faceLandmarker: { sha256: 'abc' } }));

const FACE: MeasuredFace = {
  signals: { ear: { left: 0.25, right: 0.5 }, mar: 0, pose: { pitch: 0, yaw: 0, roll: 0 } },
  crop: { size: 160, rgba: new Uint8ClampedArray(4 * 160 * 160) },
};
const MOMENT = {
  person: { id: 'learner-1', name: 'Ada' },
  session: 'moment',
  said: 'awake',
  faces: [FACE, FACE, FACE],
} as const;

it('keeps what a learner said of some seconds as labelled pictures of the studio', async () => {
  const database = new Database(new IDBFactory());
  const codec = { encode: () => crop(90) };
  await keepMoment(database, MOMENT, codec);
  await keepMoment(database, { ...MOMENT, said: 'drowsy' }, codec);
  const footage = new FootageStore({ database });
  expect(await footage.people()).toEqual([MOMENT.person]);
  const [first, second] = await footage.recordings();
  expect([first?.labelled, second?.labelled]).toEqual([
    { asleep: 0, drowsy: 0, awake: 3 },
    { asleep: 0, drowsy: 3, awake: 0 },
  ]);
  expect(first).toMatchObject({ kind: 'stills', kept: 3, extraction: { kind: 'done' } });
  expect(second?.session).not.toBe(first?.session);
  expect((await footage.signals(first!.id)).map(({ signals }) => signals?.ear.right)).toEqual([
    0.5, 0.5, 0.5,
  ]);
  expect((await footage.crop(first!.id, 2)).size).toBeGreaterThan(0);
  await footage.deleteRecording(first!.id);
  expect(await footage.recordings()).toHaveLength(1);
});

it('keeps nothing of a moment that cannot be kept', async () => {
  const database = new Database(new IDBFactory());
  const codec = { encode: () => Promise.reject(new Error('no picture')) };
  await expect(keepMoment(database, MOMENT, codec)).rejects.toThrow('no picture');
  const footage = new FootageStore({ database });
  expect(await footage.recordings()).toEqual([]);
  expect(await footage.people()).toEqual([]);
});
