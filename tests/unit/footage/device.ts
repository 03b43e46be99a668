import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import sharp from 'sharp';
import { openFootageLibrary } from '../../../src/footage/library/library';
import type { LookedFrame, NewRecording } from '../../../src/footage/library/store';
import type { StorageError } from '../../../src/storage/storage-error';

export const NOW = Date.UTC(2026, 10, 25, 9);

/** A device with a library; `factory` is its disk. */
export function device(factory = new IDBFactory()) {
  const troubles: StorageError[] = [];
  let ids = 0;
  let now = NOW;
  const library = openFootageLibrary({
    indexedDB: factory,
    clock: () => now++,
    newId: () => `${String(++ids).padStart(8, '0')}-id`,
    onTrouble: (error) => troubles.push(error),
    estimate: () => Promise.resolve({ usage: 5_000, quota: 80_000 }),
  });
  return { library, troubles, factory };
}

/** A crop of one colour as PNG. */
export async function crop(level: number): Promise<NonNullable<LookedFrame['crop']>> {
  const background = { r: level, g: 100, b: 255 - level };
  const png = await sharp({ create: { width: 160, height: 160, channels: 3, background } })
    .png()
    .toBuffer();
  return { type: 'image/png', bytes: new Uint8Array(png) };
}

/**
 * Frames of a video, ten a second, every fifth with a crop, and nobody there in the last of them.
 */
export async function frames(count: number, from = 0): Promise<LookedFrame[]> {
  const all: LookedFrame[] = [];
  for (let i = from; i < from + count; i++) {
    const time = i / 10;
    if (i === from + count - 1) all.push({ time, signals: null, missing: 'no-face', crop: null });
    else {
      const signals = {
        ear: { left: 0.3 + i / 1000, right: 0.29 },
        mar: 0.05,
        pose: { pitch: 4.5, yaw: -2, roll: 0.125 },
      };
      all.push({ time, signals, missing: null, crop: i % 5 === 0 ? await crop(i % 256) : null });
    }
  }
  return all;
}

export const recordingOf = (personId: string, more: Partial<NewRecording> = {}): NewRecording => ({
  personId,
  session: 'morning',
  kind: 'video',
  fileName: 'lesson.webm',
  fileBytes: 1000,
  duration: 2,
  framesPerSecond: 10,
  cropsPerSecond: 2,
  cropSize: 160,
  landmarker: 'abc',
  ...more,
});
