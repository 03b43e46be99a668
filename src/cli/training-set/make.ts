/**
 * The data that the default checkpoint is trained, validated and tested on, from shared/data:
 * extracted data sets whose people are not in each other, and one to run the paper's experiments
 * on.
 *
 *   train        portraits (lfw_open) with lowered lids, photographs of really closed eyes (cew),
 *                clips (footage, real_clips)
 *   validation   the same of other people
 *   test         the same of again other people; yale: sleepy, and normal, noglasses, glasses
 *   style        faces of the test people with each other's eyes: does the network read the eyes,
 *                or the picture's style?
 *   experiment   people of clips, as many as asked for, and people of lfw who are not in lfw_open:
 *                each photo, with lowered lids, is a session of its own, so that the paper's
 *                experiments, identification across sessions too, run on it
 */
import { join, resolve } from 'node:path';
import { readdirSync } from 'node:fs';
import { prepareModels } from '../../../build/models/model-files';
import { groupBy } from '../../common/group-by';
import { Random } from '../../common/random';
import { classCounts } from '../../evaluation/methods';
import type { SessionRecord } from '../../footage/dataset/format';
import { weightSpecs } from '../../network/backbone';
import { disposeWeights, toTensors } from '../../network/weights';
import { loadBackbone } from '../backbone-files';
import { readDataset, readSessionRecord, sessionCrops, writeDataset } from '../dataset/extracted';
import { openBrowserAnalyzer, type BrowserAnalyzer } from '../extract/browser';
import { CLOSED_PHOTO, REAL_CLIP } from '../predict/face-groups';
import { labelOf } from '../predict/predictions';
import {
  closedPhotos,
  experimentPeople,
  placedClips,
  placedPortraits,
  SPLIT_PARTS,
  STREAM,
  type PlacedClip,
  type SplitPart,
} from './people';
import { alsoAmong, peopleOf, type KnownFace } from './same-people';
import { transplantedSessions } from './transplants';
import { useNodeBackend } from '../node-backend';
import { CROP_SIZE } from '../../footage/recording';
import { saveSession, type PictureSession, type SessionName } from './session';
import {
  clipSession,
  closedSessions,
  loweredLids,
  portraitSession,
  yaleSessions,
  type ClipRules,
} from './sources';

export interface TrainingSetOptions {
  /** People of lfw_open in each part; of lfw in "experiment". */
  readonly people: Readonly<Record<SplitPart | 'experiment', number>>;
  readonly seed: number;
  /** Of the experiment's people, how many come from clips, where eyes really close. */
  readonly real: number;
  readonly onlyExperiment: boolean;
}

export const PARTS = ['train', 'validation', 'test', 'style', 'experiment'] as const;
export type Part = (typeof PARTS)[number];

/** Photos of each person of the experiment. */
const EXPERIMENT_PHOTOS = 3;
/** Photographs looked at in one go. */
const PHOTOS_AT_ONCE = 32;

const CLIP_LIMITS: Readonly<Record<'footage' | 'real_clips', Pick<ClipRules, 'most' | 'leastOpenLevel'>>> = {
  footage: { most: { asleep: 40, drowsy: 40, awake: 40 }, leastOpenLevel: 0 },
  // Many clips of few people: open eyes abound, closed and half-closed ones do not.
  real_clips: { most: { asleep: 40, drowsy: 40, awake: 12 }, leastOpenLevel: 0.2 },
};

/** Lids take 0.1 to 0.2 s on their way: 25 frames a second catch them half-closed. */
const LOOKED_AT_CLIPS = { framesPerSecond: 25, corrected: true } as const;
/** As the cells of docs/reproduction.md were made; any change asks for all of them anew. */
const EXPERIMENT_CLIPS = { framesPerSecond: 12.5, corrected: false } as const;

/**
 * Cosine of two embeddings of faceres above which they are taken for one person's. Higher than
 * where one learner is compared with one profile: among the hundreds of thousands of pairs here,
 * above 0.55 nearly everybody with closed eyes looks like somebody.
 */
const SAME_PERSON = 0.7;

/** What a session is made by: another version makes all anew. */
const VERSION = 'training-set 4';

/** People with every class, those with the most crops of their rarest class first. */
function mostBalanced(root: string, sessions: readonly SessionRecord[]): readonly string[] {
  const people = groupBy(sessions, ({ subject }) => subject);
  const rarest = [...people].map(([subject, own]) => {
    const labels = own.flatMap((session) => sessionCrops(root, session).map(labelOf));
    return { subject, count: Math.min(...classCounts(labels)) };
  });
  return rarest
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ subject }) => subject);
}

/**
 * Sessions that are there already, made with the same seed, are kept: an interrupted run goes on
 * where it was.
 * @throws see `openBrowserAnalyzer`
 */
export async function makeTrainingSet(
  shared: string,
  to: string,
  { people, seed, real, onlyExperiment }: TrainingSetOptions,
  onProgress: (what: string, fraction: number) => void,
): Promise<Readonly<Record<Part, readonly SessionRecord[]>>> {
  const records: Record<Part, SessionRecord[]> = {
    train: [],
    validation: [],
    test: [],
    style: [],
    experiment: [],
  };
  const landmarker = prepareModels(resolve(import.meta.dirname, '../../..')).faceLandmarker.sha256;
  const fingerprint = `${VERSION}, seed ${seed}`;
  // Before the long work: what is missing is told at once.
  const photos = onlyExperiment ? [] : closedPhotos(shared, seed);
  const portraits = onlyExperiment ? [] : placedPortraits(shared, seed, people);
  let opened: BrowserAnalyzer | null = null;
  const eyes = async (): Promise<BrowserAnalyzer> => (opened ??= await openBrowserAnalyzer());
  /** Adds the sessions that are there, and makes the others. */
  const add = async (
    part: Part,
    names: readonly SessionName[],
    make: (missing: readonly number[]) => Promise<readonly PictureSession[]>,
  ): Promise<void> => {
    const root = join(to, part);
    const found = names.map((name) => {
      const record = readSessionRecord(root, name);
      return record?.fingerprint === fingerprint ? record : null;
    });
    const missing = [...found.keys()].filter((i) => found[i] === null);
    if (missing.length > 0) {
      for (const [i, session] of (await make(missing)).entries())
        found[missing[i]!] = await saveSession(root, session, fingerprint);
    }
    records[part].push(...found.filter((record) => record !== null));
  };

  const addOne = (part: Part, who: SessionName, make: () => Promise<PictureSession>): Promise<void> =>
    add(part, [who], async () => [await make()]);

  /** All clips, each in the part that it is given. */
  const addClips = async (
    partOf: (clip: PlacedClip) => Part,
    rules: Pick<ClipRules, 'framesPerSecond' | 'corrected'>,
  ): Promise<void> => {
    const clips = placedClips(shared, seed);
    for (const [i, clip] of clips.entries()) {
      const { folder, name, person } = clip;
      onProgress('clips', i / clips.length);
      const session = folder === 'footage' ? 'clip' : REAL_CLIP + name.replace(/\.mp4$/, '');
      const who = { subject: person, session };
      await addOne(partOf(clip), who, async () =>
        clipSession(await eyes(), join(shared, folder), name, who, { ...CLIP_LIMITS[folder], ...rules }),
      );
    }
  };

  /** Those of clips whose rarest class is the most frequent, then people of lfw. */
  const makeExperiment = async (): Promise<void> => {
    if (real > 0) {
      await addClips(() => 'experiment', EXPERIMENT_CLIPS);
      const chosen = new Set(mostBalanced(join(to, 'experiment'), records.experiment).slice(0, real));
      records.experiment = records.experiment.filter(({ subject }) => chosen.has(subject));
    }
    const drawn = people.experiment - new Set(records.experiment.map(({ subject }) => subject)).size;
    for (const [i, some] of experimentPeople(shared, seed).slice(0, drawn).entries()) {
      onProgress('experiment', i / drawn);
      for (const [photo, path] of some.slice(0, EXPERIMENT_PHOTOS).entries()) {
        const who = { subject: `person${String(i).padStart(3, '0')}`, session: `photo${photo + 1}` };
        const random = Random.seeded(seed, STREAM.experiment, i, photo);
        await addOne('experiment', who, async () => portraitSession(await eyes(), path, who, random));
      }
    }
  };

  try {
    await makeExperiment();
    if (!onlyExperiment) {
      await addClips(({ part }) => part, LOOKED_AT_CLIPS);
      const yale = join(shared, 'yale');
      const subjects = [...new Set(readdirSync(yale).map((name) => name.split('.')[0]!))].sort();
      for (const [i, subject] of subjects.entries()) {
        onProgress('yale', i / subjects.length);
        const names = ['sleepy', 'normal', 'noglasses', 'glasses'].map((session) => ({
          subject: `yale-${subject}`,
          session,
        }));
        const sessions = names.filter(({ session }) =>
          readdirSync(yale).includes(`${subject}.${session}.png`),
        );
        await add('test', sessions, async (missing) => {
          const all = await yaleSessions(await eyes(), yale, subject);
          return missing.map((k) => all.find(({ session }) => session === sessions[k]!.session)!);
        });
      }
      for (const part of SPLIT_PARTS) {
        const own = photos.filter((photo) => photo.part === part).map(({ name }) => name);
        for (let start = 0; start < own.length; start += PHOTOS_AT_ONCE) {
          onProgress(`closed eyes, ${part}`, start / own.length);
          const some = own.slice(start, start + PHOTOS_AT_ONCE);
          await add(
            part,
            some.map((name) => ({ subject: name.replace(/\.jpg$/, ''), session: CLOSED_PHOTO })),
            async (missing) =>
              closedSessions(
                await eyes(),
                join(shared, 'cew'),
                missing.map((k) => some[k]!),
              ),
          );
        }
      }
      // Tests first: whoever is in a hurry has them when the training portraits are enough.
      const ordered = [...portraits].sort((a, b) => Number(a.part === 'train') - Number(b.part === 'train'));
      for (const [i, { name, index, part }] of ordered.entries()) {
        onProgress('portraits', i / ordered.length);
        const who = loweredLids(`portrait${String(index).padStart(4, '0')}`);
        const random = Random.seeded(seed, STREAM.looks, index);
        const path = join(shared, 'lfw_open', name);
        await addOne(part, who, async () => portraitSession(await eyes(), path, who, random));
      }
    }
  } finally {
    await (opened as BrowserAnalyzer | null)?.close();
  }
  const write = (part: Part): void => {
    const { framesPerSecond } = part === 'experiment' ? EXPERIMENT_CLIPS : LOOKED_AT_CLIPS;
    const content = { cropSize: CROP_SIZE, framesPerSecond, cropsPerSecond: framesPerSecond, landmarker };
    if (records[part].length > 0) writeDataset(join(to, part), content, records[part]);
  };
  write('experiment');
  if (onlyExperiment) return records;
  for (const part of SPLIT_PARTS) write(part);
  onProgress('who is who', 0);
  await keepPeopleApart(to, records);
  for (const part of SPLIT_PARTS) write(part);
  for (const part of ['train', 'style'] as const) {
    const from = readDataset(join(to, part === 'style' ? 'test' : part));
    const made = await transplantedSessions(from, join(to, part), seed, fingerprint, (fraction) =>
      onProgress(`others' eyes, ${part}`, fraction),
    );
    records[part].push(...made);
    write(part);
  }
  return records;
}

/**
 * Whoever is among those that test is left out where they would train or validate; who validates
 * does not train.
 */
async function keepPeopleApart(to: string, records: Record<Part, SessionRecord[]>): Promise<void> {
  await useNodeBackend('wasm');
  const { backbone, values } = await loadBackbone('faceres');
  const weights = toTensors(values, weightSpecs(backbone));
  const people = new Map<SplitPart, readonly KnownFace[]>();
  for (const part of SPLIT_PARTS)
    people.set(part, await peopleOf(readDataset(join(to, part)), backbone, weights));
  disposeWeights(weights);
  const leave = (part: SplitPart, others: readonly KnownFace[]): void => {
    const twins = alsoAmong(people.get(part)!, others, SAME_PERSON);
    records[part] = records[part].filter(({ subject }) => !twins.has(subject));
    people.set(
      part,
      people.get(part)!.filter(({ subject }) => !twins.has(subject)),
    );
  };
  leave('validation', people.get('test')!);
  leave('train', [...people.get('test')!, ...people.get('validation')!]);
}
