/**
 * Mixup (paper, 3 and 4.2.2): which samples are mixed with which, and how much of each. Only
 * planning, no pixels: the same seed gives the same pairs whatever they are mixed from. `items.ts`
 * and `rows.ts` do the mixing.
 */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import type { Random } from '../common/random';
import { sampleBeta } from './beta';
import type { LabelledSample } from '../network/face-samples';

/** Where two samples are mixed: the images (Fig. 5a) or the vectors V_state (Fig. 5b). */
export type MixupStage = 'images' | 'V_state';
/** Whose sample the second one is. */
export type MixupPartner = 'same' | 'other';
/** Two classes (indices) whose samples may be mixed. */
export type ClassPair = readonly [number, number];

export interface MixupOptions {
  readonly stage: MixupStage;
  readonly partner: MixupPartner;
  /** Mixed samples as a fraction of the original ones, 0 … MAX_MIXUP_AMOUNT. */
  readonly amount: number;
  /** Shape of the mixing ratio's distribution, λ ~ Beta(alpha, alpha). */
  readonly alpha: number;
  /** Default: the paper's two. */
  readonly classPairs?: readonly ClassPair[];
}

/** The largest amount in the paper's experiments (Table 7). */
export const MAX_MIXUP_AMOUNT = 0.4;

const classIndex = (name: (typeof WAKEFULNESS_CLASSES)[number]): number => WAKEFULNESS_CLASSES.indexOf(name);

/** Asleep–Drowsy and Drowsy–Awake: the classes whose features lie close (paper, 4.2.2). */
export const PAPER_CLASS_PAIRS: readonly ClassPair[] = [
  [classIndex('asleep'), classIndex('drowsy')],
  [classIndex('drowsy'), classIndex('awake')],
];

/** The best setting of the paper (Table 4): V_state, same person, 10 %, α = 0.75. */
export const PAPER_MIXUP: MixupOptions = { stage: 'V_state', partner: 'same', amount: 0.1, alpha: 0.75 };

/** λ·first + (1 − λ)·second; both are sample indices. */
export interface MixedPair {
  readonly first: number;
  readonly second: number;
  readonly lambda: number;
}

/** A subject who cannot give pairs of two classes to the same-person mixup. */
export interface LackingSubject {
  readonly subject: string;
  /** The classes of the pair of which there is no sample. */
  readonly missing: readonly number[];
}

export interface ClassPairReport {
  readonly classes: ClassPair;
  readonly requested: number;
  /** 0 when nobody can give such a pair, else as requested: others fill in for those who cannot. */
  readonly made: number;
  /** Same person: who lacks a class. Other person: empty. */
  readonly lacking: readonly LackingSubject[];
}

export interface MixupReport {
  readonly requested: number;
  readonly made: number;
  readonly classPairs: readonly ClassPairReport[];
}

export interface MixupPlan {
  readonly pairs: readonly MixedPair[];
  readonly report: MixupReport;
}

/** Samples of two classes by subject: `groups.get(subject)[side]`. */
type Groups = ReadonlyMap<string, readonly [number[], number[]]>;

function groupsOf(
  samples: readonly LabelledSample[],
  originals: readonly number[],
  classes: ClassPair,
): Groups {
  const groups = new Map<string, readonly [number[], number[]]>();
  for (const index of originals) {
    const { subject, label } = samples[index]!;
    let group = groups.get(subject);
    if (!group) groups.set(subject, (group = [[], []]));
    if (label === classes[0]) group[0].push(index);
    else if (label === classes[1]) group[1].push(index);
  }
  return groups;
}

/** Those whom a sample may be mixed with: `count` of them, by position. */
interface Partners {
  readonly count: number;
  readonly at: (position: number) => number;
}

function partnersAmong(groups: Groups, partner: MixupPartner): (subject: string, side: 0 | 1) => Partners {
  if (partner === 'same') {
    return (subject, side) => {
      const own = groups.get(subject)![side];
      return { count: own.length, at: (position) => own[position]! };
    };
  }
  // All subjects' samples in one list; a subject's own are one run of it, which is stepped over.
  const all: readonly [number[], number[]] = [[], []];
  const starts = new Map<string, readonly [number, number]>();
  for (const [subject, group] of groups) {
    starts.set(subject, [all[0].length, all[1].length]);
    all[0].push(...group[0]);
    all[1].push(...group[1]);
  }
  return (subject, side) => {
    const own = groups.get(subject)![side].length;
    const start = starts.get(subject)![side];
    return {
      count: all[side].length - own,
      at: (position) => all[side][position < start ? position : position + own]!,
    };
  };
}

function planClassPair(
  samples: readonly LabelledSample[],
  originals: readonly number[],
  classes: ClassPair,
  requested: number,
  { partner, alpha }: MixupOptions,
  random: Random,
): { pairs: MixedPair[]; report: ClassPairReport } {
  const groups = groupsOf(samples, originals, classes);
  const partnersOf = partnersAmong(groups, partner);

  const anchors: { index: number; partners: Partners }[] = [];
  for (const [subject, group] of groups) {
    for (const side of [0, 1] as const) {
      const partners = partnersOf(subject, side === 0 ? 1 : 0);
      if (partners.count > 0) anchors.push(...group[side].map((index) => ({ index, partners })));
    }
  }

  const pairs: MixedPair[] = [];
  // Every sample is a first one before any is so again: mixed samples are spread over subjects as
  // the originals are.
  while (anchors.length > 0 && pairs.length < requested) {
    for (const { index, partners } of random.shuffled(anchors).slice(0, requested - pairs.length)) {
      const second = partners.at(random.integer(partners.count));
      pairs.push({ first: index, second, lambda: sampleBeta(random, alpha, alpha) });
    }
  }

  const lacking =
    partner === 'other'
      ? []
      : [...groups].flatMap(([subject, group]) => {
          const missing = classes.filter((_, side) => group[side]!.length === 0);
          return missing.length > 0 ? [{ subject, missing }] : [];
        });
  return { pairs, report: { classes, requested, made: pairs.length, lacking } };
}

/**
 * Plans the mixed samples that are added to the training data: `amount` × originals, an equal part
 * for each class pair.
 *
 * Each mixed sample starts from an original one of either class, drawn without repetition until all
 * were drawn, and takes its partner at random from the other class: of the same subject, or of any
 * other subject. A subject who lacks one of the classes gives no same-person pair of that class
 * pair; the others give more, so that the amount stays. Where nobody can give a pair, that class
 * pair's part is not made, nor moved to the other class pair. Both are reported.
 *
 * @param originals indices of the training samples (after undersampling)
 * @throws RangeError for an amount outside 0 … MAX_MIXUP_AMOUNT, an α that is not positive, or no
 *   class pair.
 */
export function planMixup(
  samples: readonly LabelledSample[],
  originals: readonly number[],
  options: MixupOptions,
  random: Random,
): MixupPlan {
  const { amount, alpha, classPairs = PAPER_CLASS_PAIRS } = options;
  if (!(amount >= 0 && amount <= MAX_MIXUP_AMOUNT)) {
    throw new RangeError(`The amount of mixup lies between 0 and ${MAX_MIXUP_AMOUNT}, not at ${amount}.`);
  }
  if (!(alpha > 0 && Number.isFinite(alpha)))
    throw new RangeError(`α of mixup must be positive, not ${alpha}.`);
  if (classPairs.length === 0) throw new RangeError('Mixup needs at least one pair of classes.');

  const requested = Math.round(amount * originals.length);
  const perPair = Math.floor(requested / classPairs.length);
  const planned = classPairs.map((classes, position) => {
    const extra = position < requested % classPairs.length ? 1 : 0;
    return planClassPair(samples, originals, classes, perPair + extra, options, random);
  });
  const pairs = planned.flatMap((part) => part.pairs);
  return {
    pairs,
    report: { requested, made: pairs.length, classPairs: planned.map((part) => part.report) },
  };
}
