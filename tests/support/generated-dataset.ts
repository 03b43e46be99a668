/**
 * A small extracted data set: three portraits whose eyes a warp closes, two sessions each; a video
 * on demand.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { writeCrop } from '../../src/cli/dataset/crops';
import { writeDataset, writeSession } from '../../src/cli/dataset/extracted';
import type { CropRow, SessionRecord } from '../../src/footage/dataset/format';
import { WAKEFULNESS_CLASSES } from '../../src/common/classes';
import { Random } from '../../src/common/random';
import { generatedFaces } from '../integration/training/generated-faces';
import { PORTRAIT_NAMES } from './footage/portraits';
import { film } from './film-signals';
import { useTestBackend } from './tfjs-backends';

/** Eye aspect ratio that goes with each class, in the order of WAKEFULNESS_CLASSES. */
const EAR = [0.06, 0.17, 0.31];
const EAR_NOISE = 0.02;

/**
 * Writes the data set below `root`: `perClass` crops of each person, session and class; `video`:
 * and a lesson of the first person, who naps in it, its frames being those crops.
 */
export async function generateDataset(root: string, perClass: number, video = false): Promise<void> {
  await useTestBackend('cpu');
  const records: SessionRecord[] = [];
  for (const [s, session] of ['day1', 'day2'].entries()) {
    const faces = await generatedFaces(PORTRAIT_NAMES, WAKEFULNESS_CLASSES, perClass, 10 + s);
    const random = Random.seeded(20 + s);
    const crops: CropRow[] = [];
    for (const [i, { subject, label }] of faces.samples.entries()) {
      const image = await faces.images([i]);
      const rgb = await image.data();
      image.dispose();
      const rgba = new Uint8Array(faces.side * faces.side * 4).fill(255);
      for (let pixel = 0; pixel < faces.side ** 2; pixel++) {
        for (let channel = 0; channel < 3; channel++) rgba[4 * pixel + channel] = rgb[3 * pixel + channel]!;
      }
      const file = posix.join(subject, session, `${i}.png`);
      await writeCrop(join(root, file), faces.side, rgba);
      const ear = (): number => Number((EAR[label]! + EAR_NOISE * random.normal()).toFixed(4));
      crops.push({
        subject,
        session,
        time: null,
        label: WAKEFULNESS_CLASSES[label]!,
        file,
        source: `${subject}/${session}/${i}.jpg`,
        ear_left: ear(),
        ear_right: ear(),
        mar: 0.02,
        pitch: 0,
        yaw: 0,
        roll: 0,
      });
    }
    for (const subject of PORTRAIT_NAMES) {
      const own = crops.filter((crop) => crop.subject === subject);
      const record: SessionRecord = {
        subject,
        session,
        kind: 'stills',
        fingerprint: 'generated',
        seen: own.length,
        kept: own.length,
        dropped: {},
      };
      writeSession(root, { record, crops: own, signals: null });
      records.push(record);
      if (video && s === 0 && subject === PORTRAIT_NAMES[0]) records.push(writeLesson(root, subject, own));
    }
  }
  const settings = { cropSize: 160, framesPerSecond: 10, cropsPerSecond: 2, landmarker: 'none: generated' };
  writeDataset(root, settings, records);
}

/** The same faces below `copy`, as if they were other people's. */
export function copyAsOthers(root: string, copy: string): void {
  cpSync(root, copy, { recursive: true });
  const index = join(copy, 'index.csv');
  const [head, ...rows] = readFileSync(index, 'utf8').trimEnd().split('\n');
  const named = rows.map((row) => `${basename(copy)}-${row}`);
  writeFileSync(index, `${[head, ...named].join('\n')}\n`);
}

function writeLesson(root: string, subject: string, stills: readonly CropRow[]): SessionRecord {
  const signals = film([
    { seconds: 30, label: 'awake', ear: EAR[2]! },
    { seconds: 8, label: 'asleep', ear: EAR[0]! },
    { seconds: 20, label: 'awake', ear: EAR[2]! },
  ]).map((row) => ({ ...row, file: stills.find(({ label }) => label === row.file)?.file ?? '' }));
  const crops = signals.flatMap(({ file, time }): CropRow[] => {
    const still = stills.find((row) => row.file === file);
    return still ? [{ ...still, session: 'lesson', time, source: `${subject}/lesson/film.webm` }] : [];
  });
  const record: SessionRecord = {
    subject,
    session: 'lesson',
    kind: 'video',
    fingerprint: 'generated',
    seen: signals.length,
    kept: crops.length,
    dropped: {},
  };
  writeSession(root, { record, crops, signals });
  return record;
}
