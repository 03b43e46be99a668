/**
 * Which labelled seconds train, which choose the best step, and which are held out for the verdict. Neighbouring frames look
 * alike: a network that has seen one knows the next. So whole blocks of time, whole sessions or whole people are held
 * out, and where blocks of one recording meet, the seconds between them are used by neither side.
 */
import { Random } from '../common/random';

export interface LabelledSecond {
  readonly recording: string;
  readonly person: string;
  /** From the start of the recording. */
  readonly second: number;
  /** Index of the class. */
  readonly label: number;
}

export type HoldOutBy = 'blocks' | 'session' | 'person';

/** Lengths of a block, s, longest first: the longest is taken that leaves every class enough on both sides. */
export const BLOCK_LENGTHS: readonly number[] = [20, 10, 5];
/** Seconds on either side of a held-out block that nobody uses: states and head poses last longer than one second. */
export const GUARD_SECONDS = 2;

/** Share of each class's seconds that is held out, and that chooses the best step. */
const HELD_OUT_SHARE = 0.25;
const VALIDATION_SHARE = 0.15;

/** Seconds of each class without which a training, or its verdict, would be chance. */
export const LEAST_TRAINING_SECONDS = 6;
export const LEAST_HELD_OUT_SECONDS = 3;

export interface HoldOutPlan {
  /** Positions in the list of seconds. None is in two of these; the rest are guards. */
  readonly training: readonly number[];
  /** From the training side, for the best step and the temperature: the verdict must not know it. May be empty. */
  readonly validation: readonly number[];
  readonly heldOut: readonly number[];
  /** The held-out positions in runs of time, at most a block long: what a bootstrap draws, since seconds are no independent samples. */
  readonly heldOutBlocks: readonly (readonly number[])[];
}

/** Something to be held out as a whole. */
interface Unit {
  readonly seconds: readonly number[];
}

const STREAM = { heldOut: 401, validation: 402 } as const;
/** Random orders that are tried; the most even choice is taken. */
const TRIES = 48;
/** Outweighs any unevenness: a class that is on one side only. */
const MISSING_PENALTY = 10;

/** Sessions that can be held out, or people, or recordings to cut into blocks. */
export function holdOutUnits(seconds: readonly LabelledSecond[], by: HoldOutBy): number {
  return new Set(seconds.map((second) => (by === 'person' ? second.person : second.recording))).size;
}

/**
 * Plans the sides. Always gives a plan, the best that the data allow: whether it is good enough is for `missingSeconds`.
 * The same for the same seconds and seed.
 * @param classCount labels are 0 … classCount − 1
 */
export function planHoldOut(
  seconds: readonly LabelledSecond[],
  classCount: number,
  by: HoldOutBy,
  seed: number,
): HoldOutPlan {
  let plan = planWithBlocks(seconds, classCount, by, seed, BLOCK_LENGTHS[0]!);
  for (const length of BLOCK_LENGTHS.slice(1)) {
    if (shortage(seconds, plan, classCount) === 0) break;
    const shorter = planWithBlocks(seconds, classCount, by, seed, length);
    if (shortage(seconds, shorter, classCount) < shortage(seconds, plan, classCount)) plan = shorter;
  }
  return plan;
}

function planWithBlocks(
  seconds: readonly LabelledSecond[],
  classCount: number,
  by: HoldOutBy,
  seed: number,
  blockLength: number,
): HoldOutPlan {
  const all = seconds.map((_, position) => position);
  const key = (position: number): string => {
    const { person, recording } = seconds[position]!;
    return by === 'person' ? person : recording;
  };
  const units = by === 'blocks' ? blocksOf(seconds, all, blockLength) : groupedBy(all, key);
  const share = (part: number, random: Random, among: readonly Unit[]): ReadonlySet<number> =>
    new Set(chooseUnits(seconds, among, classCount, part, random).flatMap((unit) => unit.seconds));

  const heldOut = share(HELD_OUT_SHARE, Random.seeded(seed, STREAM.heldOut), units);
  const nearHeldOut = neighbours(seconds, heldOut);
  const rest = all.filter((position) => !heldOut.has(position) && !nearHeldOut(position));
  const restBlocks = blocksOf(seconds, rest, blockLength);
  const validation = share(VALIDATION_SHARE, Random.seeded(seed, STREAM.validation), restBlocks);
  const nearValidation = neighbours(seconds, validation);
  const chosen = all.filter((position) => heldOut.has(position));
  return {
    training: rest.filter((position) => !validation.has(position) && !nearValidation(position)),
    validation: [...validation].sort((a, b) => a - b),
    heldOut: chosen,
    heldOutBlocks: blocksOf(seconds, chosen, blockLength).map((unit) => unit.seconds),
  };
}

function groupedBy(positions: readonly number[], key: (position: number) => string): readonly Unit[] {
  const groups = new Map<string, number[]>();
  for (const position of positions) {
    const group = groups.get(key(position));
    if (group) group.push(position);
    else groups.set(key(position), [position]);
  }
  return [...groups.values()].map((group) => ({ seconds: group }));
}

/** Runs of time: the seconds of each recording whose number falls into the same stretch of `length`. */
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
): (position: number) => boolean {
  const guarded = new Map<string, Set<number>>();
  for (const position of of) {
    const { recording, second } = seconds[position]!;
    const own = guarded.get(recording) ?? new Set();
    guarded.set(recording, own);
    for (let by = -GUARD_SECONDS; by <= GUARD_SECONDS; by++) own.add(second + by);
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

/** Units with about `share` of each class's seconds, and every class on both sides where that is possible. */
function chooseUnits(
  seconds: readonly LabelledSecond[],
  units: readonly Unit[],
  classCount: number,
  share: number,
  random: Random,
): readonly Unit[] {
  const ofUnit = new Map(units.map((unit) => [unit, counts(seconds, unit.seconds, classCount)]));
  const totals = counts(
    seconds,
    units.flatMap((unit) => unit.seconds),
    classCount,
  );
  const unevenness = (chosen: readonly number[]): number =>
    totals.reduce((sum, total, label) => {
      if (total === 0) return sum;
      const part = chosen[label]! / total;
      return sum + (part - share) ** 2 + (part === 0 || part === 1 ? MISSING_PENALTY : 0);
    }, 0);

  let best: { readonly units: readonly Unit[]; readonly score: number } = { units: [], score: Infinity };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const chosen: Unit[] = [];
    let have = new Array<number>(classCount).fill(0);
    let score = unevenness(have);
    for (const unit of random.shuffled(units)) {
      const more = have.map((count, label) => count + ofUnit.get(unit)![label]!);
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

/** Seconds that are lacking of all classes together. */
function shortage(seconds: readonly LabelledSecond[], plan: HoldOutPlan, classCount: number): number {
  return missingSeconds(seconds, plan, classCount).reduce((sum, { have, need }) => sum + need - have, 0);
}

export interface MissingSeconds {
  /** `labels`: there are too few of this class at all; the others: too few on this side. */
  readonly side: 'labels' | 'training' | 'held-out';
  readonly label: number;
  readonly have: number;
  readonly need: number;
}

/** What a training would need more of; empty: it can begin. One entry for each class at most. */
export function missingSeconds(
  seconds: readonly LabelledSecond[],
  plan: HoldOutPlan,
  classCount: number,
): readonly MissingSeconds[] {
  const all = counts(
    seconds,
    seconds.map((_, position) => position),
    classCount,
  );
  const training = counts(seconds, plan.training, classCount);
  const heldOut = counts(seconds, plan.heldOut, classCount);
  const least = LEAST_TRAINING_SECONDS + LEAST_HELD_OUT_SECONDS;
  return all.flatMap((have, label): MissingSeconds[] => {
    if (have < least) return [{ side: 'labels', label, have, need: least }];
    if (heldOut[label]! < LEAST_HELD_OUT_SECONDS) {
      return [{ side: 'held-out', label, have: heldOut[label]!, need: LEAST_HELD_OUT_SECONDS }];
    }
    if (training[label]! < LEAST_TRAINING_SECONDS) {
      return [{ side: 'training', label, have: training[label]!, need: LEAST_TRAINING_SECONDS }];
    }
    return [];
  });
}
