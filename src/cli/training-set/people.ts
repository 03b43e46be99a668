/** Who is in which part: drawn by the seed, each person in one part. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvParse } from 'd3-dsv';
import { WakefulError } from '../../common/errors';
import { Random } from '../../common/random';
import { NOT_CLOSED } from './looked-at';

export const SPLIT_PARTS = ['train', 'validation', 'test'] as const;
export type SplitPart = (typeof SPLIT_PARTS)[number];

/** Streams of the seed. */
export const STREAM = { people: 1, looks: 2, experiment: 3, closed: 4, clips: 5, transplants: 6 } as const;

/** Fractions of the people of a new source that validate and that test; the others train. */
const VALIDATION = 0.18;
const TEST = 0.25;

/**
 * Clips of LivePortrait kept for validation, by name. d9 and d14 are the people of clipA and clipB,
 * on which the monitor is tried.
 */
const VALIDATION_CLIPS = /^lp_(d9|d14|d20|s32)\.mp4$/;

/** The units, in the seed's order, dealt to the parts: the same unit is always in the same part. */
export function dealt<T>(units: readonly T[], random: Random): ReadonlyMap<T, SplitPart> {
  const validation = Math.round(units.length * VALIDATION);
  const test = Math.round(units.length * TEST);
  return new Map(
    random
      .shuffled([...units])
      .map((unit, i) => [unit, i < validation ? 'validation' : i < validation + test ? 'test' : 'train']),
  );
}

export interface PlacedPhoto {
  readonly name: string;
  readonly part: SplitPart;
}

/**
 * Photographs of Closed Eyes in the Wild that are not used: infants and toddlers, dolls, statues
 * and paintings, covered or open eyes, faces from the side. Looked through by eye, on contact
 * sheets of what the landmarker cuts out.
 */
const LEFT_OUT = new Set(
  `
  0002f2 0009f1 0047f2 0053f3 0089f1 0091f1 0124f2 0168f1 0181f1 0209f1 0226f1 0237f1
  0244f2 0247f2 0284f1 0312f2 0315f1 0382f1 0411f1 0421f1 0460f1 0481f1 0489f2 0519f1
  0560f4 0567f1 0578f1 0649f1 0683f1 0685f2 0686f1 0827f1 0882f1 0888f1 0893f1 0901f1
  0903f1 0978f1 0986f1 1002f1 1120f1 1130f1 1237f1 1239f1 1263f1 1269f1 1304f2 1315f2
  1322f1 1340f1 1361f1 1369f1 1376f2 1382f2 1386f2 1420f1 1426f1 1434f1 1444f1 1451f2
  1469f2 1503f1 1506f1 1519f2 1531f1 1536f1 1537f2 1551f1 1552f1 1561f1 1590f2 1607f1
  1660f1 1689f1 1705f1 1843f1 1871f1 1883f1 1885f1 1924f1 1940f1 1956f1 1989f1 2005f2
  2049f1 2050f1 2109f1 2138f2 2152f1 2205f2 2238f1 2369f1 2391f1 2400f1 2431f1 2442f1
  2466f1 2568f1 2631f1 2648f1 2736f1 2758f1 2808f1`
    .trim()
    .split(/\s+/)
    .map((number) => `cew${number}.jpg`),
);

/** `cewNNNNfM.jpg`: face M of photograph NNNN; the faces of one photograph stay together. */
export function closedPhotos(shared: string, seed: number): readonly PlacedPhoto[] {
  const names = readdirSync(join(shared, 'cew'))
    .filter((name) => name.endsWith('.jpg'))
    .sort();
  const photoOf = (name: string): string => name.replace(/f\d+\.jpg$/, '');
  const parts = dealt([...new Set(names.map(photoOf))], Random.seeded(seed, STREAM.closed));
  return names.flatMap((name) =>
    LEFT_OUT.has(name) || NOT_CLOSED.has(name) ? [] : [{ name, part: parts.get(photoOf(name))! }],
  );
}

export interface PlacedClip {
  readonly folder: 'footage' | 'real_clips';
  readonly name: string;
  readonly person: string;
  readonly part: SplitPart;
}

/**
 * All clips with their people. Those who close their eyes in their clips are dealt by themselves,
 * so that each part has some.
 */
export function placedClips(shared: string, seed: number): readonly PlacedClip[] {
  const old = readdirSync(join(shared, 'footage'))
    .filter((name) => /^lp_.*\.mp4$/.test(name))
    .sort()
    .map((name): PlacedClip => ({
      folder: 'footage',
      name,
      person: name.replace(/\.mp4$/, ''),
      part: VALIDATION_CLIPS.test(name) ? 'validation' : 'train',
    }));
  const rows = csvParse(readFileSync(join(shared, 'real_clips', 'clips.csv'), 'utf8'));
  const closures = new Map<string, number>();
  for (const { person = '', closures_screened } of rows)
    closures.set(person, (closures.get(person) ?? 0) + Number(closures_screened));
  const some = (closing: boolean): readonly string[] =>
    [...closures]
      .filter(([, count]) => count > 0 === closing)
      .map(([person]) => person)
      .sort();
  const parts = new Map([
    ...dealt(some(true), Random.seeded(seed, STREAM.clips, 1)),
    ...dealt(some(false), Random.seeded(seed, STREAM.clips, 0)),
  ]);
  return [
    ...old,
    ...rows.map(({ file = '', person = '' }): PlacedClip => ({
      folder: 'real_clips',
      name: file,
      person,
      part: parts.get(person)!,
    })),
  ];
}

export interface PlacedPortrait {
  readonly name: string;
  /** Place in the seed's order. */
  readonly index: number;
  readonly part: SplitPart;
}

/** The first people of the seed's order train, the last ones test, those before them validate. */
export function placedPortraits(
  shared: string,
  seed: number,
  people: Readonly<Record<SplitPart, number>>,
): readonly PlacedPortrait[] {
  const names = Random.seeded(seed, STREAM.people).shuffled(readdirSync(join(shared, 'lfw_open')).sort());
  const testFrom = names.length - people.test;
  const validationFrom = testFrom - people.validation;
  if (people.train > validationFrom)
    throw new WakefulError(
      'people-too-few',
      `lfw_open has ${names.length} people; ${people.train + people.validation + people.test} were asked for.`,
      'Ask for fewer: --train, --validation and --test.',
    );
  return names.flatMap((name, index): PlacedPortrait[] => {
    if (index >= testFrom) return [{ name, index, part: 'test' }];
    if (index >= validationFrom) return [{ name, index, part: 'validation' }];
    return index < people.train ? [{ name, index, part: 'train' }] : [];
  });
}

/**
 * Photos of each person of lfw who is not in lfw_open, and so in no other part; in an order that
 * the seed draws.
 */
export function experimentPeople(shared: string, seed: number): readonly (readonly string[])[] {
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
