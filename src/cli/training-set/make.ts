/**
 * The data that the default checkpoint is trained, validated and tested on, from shared/data: three extracted data sets whose
 * people are not in each other, and a fourth one to run the paper's experiments on.
 *
 *   train        portraits (lfw_open) with lowered lids, and clips
 *   validation   other portraits with lowered lids, and other clips
 *   test         again other portraits with lowered lids; yale: sleepy, and normal, noglasses, glasses
 *   experiment   people of lfw who are not in lfw_open: each photo, with lowered lids, is a session of its own, so that the
 *                paper's experiments, identification across sessions too, run on it
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { prepareModels } from '../../../build/models/model-files';
import type { WakefulnessClass } from '../../common/classes';
import { Random } from '../../common/random';
import { writeCrop } from '../dataset/crops';
import { writeDataset, writeSession } from '../dataset/extracted';
import type { CropRow, SessionRecord } from '../../footage/dataset/format';
import { openBrowserAnalyzer as openEyes, type BrowserAnalyzer as Eyes } from '../extract/browser';
import type { LookedAt } from '../extract/protocol';
import { LOWERED_LIDS } from '../predict/face-groups';
import { labelOfOpening, openLevelOf, spread } from './openness';
import { portraitLooks, rejections } from './portraits';

export interface TrainingSetOptions {
  /** People of lfw_open in each part; of lfw in "experiment". */
  readonly people: Readonly<Record<Part, number>>;
  readonly seed: number;
}

const PORTRAIT_PARTS = ['train', 'validation', 'test'] as const;
export const PARTS = [...PORTRAIT_PARTS, 'experiment'] as const;
export type Part = (typeof PARTS)[number];

/** Crops as the network reads them. */
const CROP_SIZE = 160;
const FRAMES_PER_SECOND = 12.5;
/** Photos of each person of the experiment. */
const EXPERIMENT_PHOTOS = 3;
/** Of each class and clip. */
const CLIP_LIMIT = 40;
/** Seconds of a clip that are looked at: longer than any. */
const CLIP_SECONDS = 60;
/** Heads turned or bowed further than this (degrees) have no trustworthy opening. */
const MOST_YAW = 25;
const MOST_PITCH = 20;

/** Clips kept for validation, by name; the others train. d9 and d14 are the people of clipA and clipB, on which the monitor is tried. */
const VALIDATION_CLIPS = /^lp_(d9|d14|d20|s32)\.mp4$/;

const YALE_LABELS: Readonly<Record<string, WakefulnessClass>> = {
  sleepy: 'asleep',
  normal: 'awake',
  noglasses: 'awake',
  glasses: 'awake',
};

/** Streams of the seed. */
const STREAM = { people: 1, looks: 2, experiment: 3 } as const;

interface Session {
  readonly subject: string;
  readonly session: string;
  readonly crops: readonly {
    readonly label: WakefulnessClass;
    readonly source: string;
    readonly look: LookedAt;
  }[];
  readonly seen: number;
  readonly dropped: Readonly<Record<string, number>>;
}

const round = (value: number): number => Number(value.toFixed(5));

async function save(root: string, session: Session): Promise<SessionRecord> {
  const { subject, session: name, crops, seen, dropped } = session;
  rmSync(join(root, subject, name), { recursive: true, force: true });
  const rows: CropRow[] = [];
  for (const [i, { label, source, look }] of crops.entries()) {
    const { signals, crop } = look;
    if (!signals || crop === null) continue;
    const file = posix.join(subject, name, `${String(i).padStart(5, '0')}-${label}.png`);
    await writeCrop(join(root, file), CROP_SIZE, Buffer.from(crop, 'base64'));
    rows.push({
      subject,
      session: name,
      time: null,
      label,
      file,
      source,
      ear_left: round(signals.ear.left),
      ear_right: round(signals.ear.right),
      mar: round(signals.mar),
      pitch: round(signals.pose.pitch),
      yaw: round(signals.pose.yaw),
      roll: round(signals.pose.roll),
    });
  }
  const record: SessionRecord = {
    subject,
    session: name,
    kind: 'stills',
    fingerprint: 'training-set',
    seen,
    kept: rows.length,
    dropped,
  };
  writeSession(root, { record, crops: rows, signals: null });
  return record;
}

async function portrait(
  eyes: Eyes,
  path: string,
  who: Pick<Session, 'subject' | 'session'>,
  random: Random,
): Promise<Session> {
  const looks = portraitLooks(random);
  const seen = await eyes.portrait(path, looks, CROP_SIZE);
  const base = { ...who, seen: looks.length };
  if (!seen) return { ...base, crops: [], dropped: { 'no-face': looks.length } };
  const reasons = rejections(looks, seen);
  const dropped: Record<string, number> = {};
  for (const reason of reasons) if (reason !== null) dropped[reason] = (dropped[reason] ?? 0) + 1;
  const crops = looks.flatMap(({ label, closure, glasses }, i) => {
    const source = `closure ${closure.toFixed(2)}${glasses ? ', glasses' : ''}`;
    return reasons[i] === null ? [{ label, source, look: seen[i]! }] : [];
  });
  return { ...base, crops, dropped };
}

async function clip(eyes: Eyes, folder: string, name: string): Promise<Session> {
  const looks: LookedAt[] = [];
  await eyes.video(
    join(folder, name),
    {
      cropSize: CROP_SIZE,
      framesPerSecond: FRAMES_PER_SECOND,
      cropsPerSecond: FRAMES_PER_SECOND,
      labelled: Array.from({ length: CLIP_SECONDS }, (_, second) => second),
    },
    {
      take: async (some) => {
        looks.push(...some);
        await Promise.resolve();
      },
      progress: () => undefined,
    },
  );
  const usable = looks.flatMap((look) => {
    const { signals } = look;
    if (!signals || Math.abs(signals.pose.yaw) > MOST_YAW || Math.abs(signals.pose.pitch) > MOST_PITCH)
      return [];
    return [{ look, opening: (signals.ear.left + signals.ear.right) / 2 }];
  });
  const level = openLevelOf(usable.map(({ opening }) => opening));
  const crops = (['asleep', 'drowsy', 'awake'] as const).flatMap((label) =>
    spread(
      usable.filter(({ opening }) => labelOfOpening(opening, level) === label),
      CLIP_LIMIT,
    ).map(({ look }) => ({ label, source: `${name} ${look.time.toFixed(2)} s`, look })),
  );
  const subject = name.replace(/\.mp4$/, '');
  return { subject, session: 'clip', crops, seen: looks.length, dropped: {} };
}

/** Yale's stills are looked at as they are. */
async function yale(eyes: Eyes, folder: string, subject: string): Promise<readonly Session[]> {
  const conditions = Object.entries(YALE_LABELS).filter(([condition]) =>
    existsSync(join(folder, `${subject}.${condition}.png`)),
  );
  const looks = await eyes.stills(
    conditions.map(([condition]) => join(folder, `${subject}.${condition}.png`)),
    CROP_SIZE,
  );
  return conditions.map(([condition, label], i): Session => {
    const look = looks[i] ?? null;
    const crops = look?.signals ? [{ label, source: condition, look }] : [];
    const dropped = crops.length === 0 ? { [look?.missing ?? 'unreadable']: 1 } : {};
    return { subject: `yale-${subject}`, session: condition, crops, seen: 1, dropped };
  });
}

/** Photos of each person of lfw who is not in lfw_open, and so in no other part; in an order that the seed draws. */
function experimentPeople(shared: string, seed: number): readonly (readonly string[])[] {
  const open = new Set(readdirSync(join(shared, 'lfw_open')).map((name) => name.replace(/_\d+\.jpg$/, '')));
  const people = readdirSync(join(shared, 'lfw')).filter((name) => !open.has(name));
  return Random.seeded(seed, STREAM.experiment)
    .shuffled(people.sort())
    .map((name) => {
      const folder = join(shared, 'lfw', name);
      return readdirSync(folder)
        .sort()
        .map((photo) => join(folder, photo));
    });
}

/** @throws see `openEyes` */
export async function makeTrainingSet(
  shared: string,
  to: string,
  { people, seed }: TrainingSetOptions,
  onProgress: (what: string, share: number) => void,
): Promise<Readonly<Record<Part, readonly SessionRecord[]>>> {
  const records: Record<Part, SessionRecord[]> = { train: [], validation: [], test: [], experiment: [] };
  const landmarker = prepareModels(resolve(import.meta.dirname, '../../..')).faceLandmarker.sha256;
  const add = async (part: Part, session: Session): Promise<void> => {
    records[part].push(await save(join(to, part), session));
  };
  const portraits = Random.seeded(seed, STREAM.people).shuffled(readdirSync(join(shared, 'lfw_open')).sort());
  const partOf = PORTRAIT_PARTS.flatMap((part) => new Array<Part>(people[part]).fill(part));
  const eyes = await openEyes();
  try {
    const clips = readdirSync(join(shared, 'footage')).filter((name) => /^lp_.*\.mp4$/.test(name));
    for (const [i, name] of clips.sort().entries()) {
      onProgress('clips', i / clips.length);
      await add(
        VALIDATION_CLIPS.test(name) ? 'validation' : 'train',
        await clip(eyes, join(shared, 'footage'), name),
      );
    }
    const subjects = [
      ...new Set(readdirSync(join(shared, 'yale')).map((name) => name.split('.')[0]!)),
    ].sort();
    for (const [i, subject] of subjects.entries()) {
      onProgress('yale', i / subjects.length);
      for (const session of await yale(eyes, join(shared, 'yale'), subject)) await add('test', session);
    }
    for (const [i, name] of portraits.slice(0, partOf.length).entries()) {
      onProgress('portraits', i / partOf.length);
      const who = { subject: `portrait${String(i).padStart(4, '0')}`, session: LOWERED_LIDS };
      const looks = Random.seeded(seed, STREAM.looks, i);
      await add(partOf[i]!, await portrait(eyes, join(shared, 'lfw_open', name), who, looks));
    }
    for (const [i, photos] of experimentPeople(shared, seed).slice(0, people.experiment).entries()) {
      onProgress('experiment', i / people.experiment);
      for (const [photo, path] of photos.slice(0, EXPERIMENT_PHOTOS).entries()) {
        const who = { subject: `person${String(i).padStart(3, '0')}`, session: `photo${photo + 1}` };
        const looks = Random.seeded(seed, STREAM.experiment, i, photo);
        await add('experiment', await portrait(eyes, path, who, looks));
      }
    }
  } finally {
    await eyes.close();
  }
  const content = {
    cropSize: CROP_SIZE,
    framesPerSecond: FRAMES_PER_SECOND,
    cropsPerSecond: FRAMES_PER_SECOND,
    landmarker,
  };
  for (const part of PARTS) writeDataset(join(to, part), content, records[part]);
  return records;
}
