/**
 * Which labelled seconds train, which choose the best step, and which are held out for the verdict.
 * Neighbouring frames look alike: a network that has seen one knows the next. So whole blocks of
 * time, whole sessions or whole people are held out, and where blocks of one recording meet, the
 * seconds between them are used by neither side.
 */
import { groupBy } from '../common/group-by';
import { Random } from '../common/random';
import type { HoldOut } from './request';

export interface LabelledSecond {
  readonly recording: string;
  readonly person: string;
  /** From the start of the recording. */
  readonly second: number;
  /** Index of the class. */
  readonly label: number;
}

/** Lengths of a block, s, longest first. */
const BLOCK_LENGTHS = [20, 10, 5] as const;
/**
 * Lengths that are tried where a class is too short for any of those: what they tell is little, but
 * all there is.
 */
const SHORT_BLOCK_LENGTHS = [2, 1] as const;
/**
 * Choices of such blocks that are tried: the guards around most of them leave nothing of a short
 * class.
 */
const SHORT_TRIES = 24;
/**
 * Seconds on either side of a held-out block that nobody uses: states and head poses last longer
 * than one second.
 */
export const GUARD_SECONDS = 2;
/** The shortest stretch that counts as one when it comes to how sure a verdict is, s. */
const LEAST_STRETCH = 5;
/**
 * Held-out stretches of a class from which on resampling them tells how sure a verdict is. Of two
 * networks that are equally good, with errors that last for a stretch, one is called better by
 * chance in 10 % of cases with two stretches of each class and in 5 % with three, where 2.5 % is
 * meant (simulated).
 */
export const LEAST_STRETCHES = 3;

/** Fraction of each class's seconds that is held out, and that chooses the best step. */
const HELD_OUT_FRACTION = 0.25;
const VALIDATION_FRACTION = 0.15;

export interface SecondLimits {
  readonly training: number;
  readonly heldOut: number;
}
/** Seconds of each class without which there is no training, or no verdict. */
export const LEAST_SECONDS: SecondLimits = { training: 1, heldOut: 1 };
/** Seconds of each class under which both are little more than chance. */
export const ENOUGH_SECONDS: SecondLimits = { training: 6, heldOut: 3 };

export interface HoldOutPlan {
  /** Positions in the list of seconds. None is in two of these; the rest are guards. */
  readonly training: readonly number[];
  /**
   * From the training side, for the best step and the temperature: the verdict must not know it.
   * Empty where it would lack a class, or leave too little to learn from.
   */
  readonly validation: readonly number[];
  readonly heldOut: readonly number[];
  /**
   * The held-out positions in stretches of time, at most a block long: what a bootstrap draws,
   * since seconds are no independent samples.
   */
  readonly heldOutBlocks: readonly (readonly number[])[];
  /** Seconds on either side of those that nobody uses. */
  readonly guard: number;
}

/** Something to be held out as a whole. */
interface Unit {
  readonly seconds: readonly number[];
}

const STREAM = { heldOut: 401, validation: 402 } as const;
/**
 * Random orders that are tried; the most even choice is taken. Short blocks are many, and so are
 * the choices of them.
 */
const TRIES = 48;
const TRIES_OF_SHORT = 4;
/** Outweighs any unevenness: a class that is on one side only. */
const MISSING_PENALTY = 10;
/**
 * What the classes of all people together count against the classes: a class on both sides comes
 * first.
 */
const PERSON_WEIGHT = 0.05;

/** Sessions that can be held out, or people, or recordings to cut into blocks. */
export function holdOutUnits(seconds: readonly LabelledSecond[], by: HoldOut): number {
  return new Set(seconds.map((second) => (by === 'person' ? second.person : second.recording))).size;
}

/**
 * Plans the sides. Always gives a plan, the best that the data allow: whether it is good enough is
 * for `missingSeconds`. The same for the same seconds and seed.
 * @param classCount labels are 0 … classCount − 1
 */
export function planHoldOut(
  seconds: readonly LabelledSecond[],
  classCount: number,
  by: HoldOut,
  seed: number,
): HoldOutPlan {
  const planned = (length: number, attempt = 0): HoldOutPlan =>
    planWithBlocks(seconds, classCount, by, length, (stream) => Random.seeded(seed, stream, attempt));
  const lacking = (plan: HoldOutPlan, limits: SecondLimits): number =>
    missingSeconds(seconds, plan, classCount, limits).reduce((sum, { have, need }) => sum + need - have, 0);
  const best = fewest(
    BLOCK_LENGTHS.map((length) => planned(length)),
    [
      (plan) => lacking(plan, LEAST_SECONDS),
      (plan) => untrainedStates(seconds, plan),
      (plan) => lacking(plan, ENOUGH_SECONDS),
      (plan) => missingStretches(seconds, plan, classCount),
    ],
  );
  if (by !== 'blocks') return best;
  // Of what is not there at all no cut gives more.
  if (missingSeconds(seconds, best, classCount).every(({ side }) => side === 'labels')) return best;
  const short = SHORT_BLOCK_LENGTHS.flatMap((length) =>
    Array.from({ length: SHORT_TRIES }, (_, attempt) => planned(length, attempt)),
  );
  return fewest(
    [best, ...short],
    [
      (plan) => lacking(plan, LEAST_SECONDS),
      (plan) => untrainedStates(seconds, plan),
      (plan) => lacking(plan, ENOUGH_SECONDS),
    ],
  );
}

/**
 * The first of those with the least of the first measure, and among them of the next one, and so
 * on.
 */
function fewest<T>(items: readonly T[], measures: readonly ((item: T) => number)[]): T {
  return items.reduce((best, item) => {
    for (const measure of measures) {
      const [a, b] = [measure(best), measure(item)];
      if (a !== b) return b < a ? item : best;
    }
    return best;
  });
}

/**
 * Classes of people who are trained on, but not in that class, though it is held out: from
 * somebody's closed eyes alone a network learns that this is a face that sleeps. (Measured on half
 * a minute each of two people: with the waking seconds of one of them all held out macro-F1 fell
 * from 0.87 to 0.51; with some of them trained on it rose from 0.83 to 0.88.)
 */
function untrainedStates(
  seconds: readonly LabelledSecond[],
  { training, heldOut }: Pick<HoldOutPlan, 'training' | 'heldOut'>,
): number {
  const people = new Set(training.map((position) => seconds[position]!.person));
  const trained = statesOf(seconds, training);
  const judged = statesOf(
    seconds,
    heldOut.filter((position) => people.has(seconds[position]!.person)),
  );
  return [...judged].filter((state) => !trained.has(state)).length;
}

/** Each person's classes that occur among some seconds. */
function statesOf(seconds: readonly LabelledSecond[], positions: readonly number[]): ReadonlySet<string> {
  return new Set(
    positions.map((position) => {
      const { person, label } = seconds[position]!;
      return JSON.stringify([person, label]);
    }),
  );
}

/**
 * Held-out stretches that are lacking of all classes together, those that do not occur left out.
 */
export function missingStretches(
  seconds: readonly LabelledSecond[],
  { heldOut, heldOutBlocks }: Pick<HoldOutPlan, 'heldOut' | 'heldOutBlocks'>,
  classCount: number,
): number {
  const of = (positions: readonly number[]): readonly number[] => counts(seconds, positions, classCount);
  const stretches = heldOutBlocks.map(of);
  return of(heldOut).reduce((sum, count, label) => {
    const own = stretches.filter((stretch) => stretch[label]! > 0).length;
    return sum + (count > 0 ? Math.max(0, LEAST_STRETCHES - own) : 0);
  }, 0);
}

function planWithBlocks(
  seconds: readonly LabelledSecond[],
  classCount: number,
  by: HoldOut,
  blockLength: number,
  randomOf: (stream: number) => Random,
): HoldOutPlan {
  const all = seconds.map((_, position) => position);
  const guard = Math.min(GUARD_SECONDS, blockLength);
  const tries = blockLength < LEAST_STRETCH ? TRIES_OF_SHORT : TRIES;
  const key = (position: number): string => {
    const { person, recording } = seconds[position]!;
    return by === 'person' ? person : recording;
  };
  const units = by === 'blocks' ? blocksOf(seconds, all, blockLength) : groupedBy(all, key);
  const choose = (fraction: number, random: Random, among: readonly Unit[]): ReadonlySet<number> =>
    new Set(chooseUnits(seconds, among, classCount, fraction, random, tries).flatMap((unit) => unit.seconds));

  const heldOut = choose(HELD_OUT_FRACTION, randomOf(STREAM.heldOut), units);
  const nearHeldOut = neighbours(seconds, heldOut, guard);
  const rest = all.filter((position) => !heldOut.has(position) && !nearHeldOut(position));
  const restBlocks = blocksOf(seconds, rest, blockLength);
  const validation = choose(VALIDATION_FRACTION, randomOf(STREAM.validation), restBlocks);
  const nearValidation = neighbours(seconds, validation, guard);
  const training = rest.filter((position) => !validation.has(position) && !nearValidation(position));
  const chosen = all.filter((position) => heldOut.has(position));
  const sides = canValidate(seconds, rest, training, validation, classCount)
    ? { training, validation: [...validation].sort((a, b) => a - b) }
    : { training: rest, validation: [] };
  return {
    ...sides,
    heldOut: chosen,
    heldOutBlocks: blocksOf(seconds, chosen, Math.max(LEAST_STRETCH, blockLength)).map(
      (unit) => unit.seconds,
    ),
    guard,
  };
}

/**
 * Whether validation knows every class that is trained, and leaves enough of each, and some of
 * every person's, to train on.
 */
function canValidate(
  seconds: readonly LabelledSecond[],
  rest: readonly number[],
  training: readonly number[],
  validation: ReadonlySet<number>,
  classCount: number,
): boolean {
  const kept = statesOf(seconds, training);
  if (![...statesOf(seconds, rest)].every((state) => kept.has(state))) return false;
  const [left, chosen] = [
    counts(seconds, training, classCount),
    counts(seconds, [...validation], classCount),
  ];
  return counts(seconds, rest, classCount).every(
    (count, label) => count === 0 || (chosen[label]! > 0 && left[label]! >= ENOUGH_SECONDS.training),
  );
}

const groupedBy = (positions: readonly number[], key: (position: number) => string): readonly Unit[] =>
  [...groupBy(positions, key).values()].map((group) => ({ seconds: group }));

/**
 * Runs of time: the seconds of each recording whose number falls into the same stretch of `length`.
 */
function blocksOf(
  seconds: readonly LabelledSecond[],
  positions: readonly number[],
  length: number,
): readonly Unit[] {
  return groupedBy(positions, (position) => {
    const { recording, second } = seconds[position]!;
    return JSON.stringify([recording, Math.floor(second / length)]);
  });
}

/** Whether a second lies within the guard of one of `of`, in the same recording. */
function neighbours(
  seconds: readonly LabelledSecond[],
  of: ReadonlySet<number>,
  guard: number,
): (position: number) => boolean {
  const guarded = new Map<string, Set<number>>();
  for (const position of of) {
    const { recording, second } = seconds[position]!;
    const own = guarded.get(recording) ?? new Set();
    guarded.set(recording, own);
    for (let by = -guard; by <= guard; by++) own.add(second + by);
  }
  return (position) => {
    const { recording, second } = seconds[position]!;
    return guarded.get(recording)?.has(second) ?? false;
  };
}

function counts(
  seconds: readonly LabelledSecond[],
  positions: readonly number[],
  classCount: number,
): number[] {
  const result = new Array<number>(classCount).fill(0);
  for (const position of positions) result[seconds[position]!.label]!++;
  return result;
}

/**
 * Units with about `fraction` of each class's seconds, and every class on both sides where that is
 * possible; so too for the classes of each person: whose closed eyes are all held out is trained to
 * be called drowsy with them closed.
 */
function chooseUnits(
  seconds: readonly LabelledSecond[],
  units: readonly Unit[],
  classCount: number,
  fraction: number,
  random: Random,
  tries: number,
): readonly Unit[] {
  const people = [...new Set(seconds.map(({ person }) => person))];
  /** Seconds of each class, then of each class of each person. */
  const countsOf = (positions: readonly number[]): readonly number[] => {
    const result = new Array<number>((1 + people.length) * classCount).fill(0);
    for (const position of positions) {
      const { label, person } = seconds[position]!;
      result[label]!++;
      result[(1 + people.indexOf(person)) * classCount + label]!++;
    }
    return result;
  };
  const ofUnit = new Map(units.map((unit) => [unit, countsOf(unit.seconds)]));
  const totals = countsOf(units.flatMap((unit) => unit.seconds));
  const unevenness = (chosen: readonly number[]): number =>
    totals.reduce((sum, total, at) => {
      if (total === 0) return sum;
      const part = chosen[at]! / total;
      const oneSided = part === 0 || part === 1;
      const own = at < classCount ? 1 : PERSON_WEIGHT / people.length;
      return sum + own * ((part - fraction) ** 2 + (oneSided ? MISSING_PENALTY : 0));
    }, 0);

  let best: { readonly units: readonly Unit[]; readonly score: number } = { units: [], score: Infinity };
  for (let attempt = 0; attempt < tries; attempt++) {
    const chosen: Unit[] = [];
    let have = countsOf([]);
    let score = unevenness(have);
    for (const unit of random.shuffled(units)) {
      const own = ofUnit.get(unit)!;
      const more = have.map((count, at) => count + own[at]!);
      const moreScore = unevenness(more);
      if (moreScore >= score) continue;
      chosen.push(unit);
      have = more;
      score = moreScore;
    }
    if (score < best.score) best = { units: chosen, score };
  }
  return best.units;
}

export interface MissingSeconds {
  /** `labels`: there are too few of this class at all; the others: too few on this side. */
  readonly side: 'labels' | 'training' | 'held-out';
  readonly label: number;
  readonly have: number;
  readonly need: number;
}

/**
 * What a training would need more of to have so many seconds; empty: nothing. One entry for each
 * class at most.
 */
export function missingSeconds(
  seconds: readonly LabelledSecond[],
  plan: Pick<HoldOutPlan, 'training' | 'heldOut'>,
  classCount: number,
  limits: SecondLimits = LEAST_SECONDS,
): readonly MissingSeconds[] {
  const all = counts(
    seconds,
    seconds.map((_, position) => position),
    classCount,
  );
  const training = counts(seconds, plan.training, classCount);
  const heldOut = counts(seconds, plan.heldOut, classCount);
  const least = limits.training + limits.heldOut;
  return all.flatMap((have, label): MissingSeconds[] => {
    if (have < least) return [{ side: 'labels', label, have, need: least }];
    if (heldOut[label]! < limits.heldOut) {
      return [{ side: 'held-out', label, have: heldOut[label]!, need: limits.heldOut }];
    }
    if (training[label]! < limits.training) {
      return [{ side: 'training', label, have: training[label]!, need: limits.training }];
    }
    return [];
  });
}
