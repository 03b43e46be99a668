/** Two-sided tests of the difference of two methods on the same folds or subjects. */
import { Random } from '../common/random';
import { midranks } from '../common/statistics';

export interface TestResult {
  /** Two-sided p value. */
  readonly p: number;
  /** Pairs that entered the test. */
  readonly pairs: number;
  /** False: estimated from random sign flips. */
  readonly exact: boolean;
}

/** Up to so many pairs all 2^n sign flips are gone through. */
const EXACT_PAIRS = 16;
/** Random sign flips beyond that: a p of 0.05 is then known to ±0.0007 (one standard error). */
const RANDOM_FLIPS = 100_000;
/** Sums that differ by less than this fraction count as equal: rounding. */
const ROUNDING = 1e-9;

function differences(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) throw new RangeError(`${a.length} values cannot be paired with ${b.length}.`);
  return a.map((value, index) => value - b[index]!);
}

/**
 * Paired permutation test of the mean difference (Fisher's sign-flip test): under the null
 * hypothesis each difference could as well have the other sign. Exact up to 16 pairs; beyond,
 * random flips of the given seed, with the observed one counted in (Phipson and Smyth 2010), so
 * that p is never 0. With nine folds the smallest possible p is 2/512.
 */
export function permutationTest(a: readonly number[], b: readonly number[], seed: number): TestResult {
  const deltas = differences(a, b);
  const pairs = deltas.length;
  if (pairs === 0) return { p: 1, pairs, exact: true };
  const observed = Math.abs(deltas.reduce((sum, delta) => sum + delta, 0));
  const least = observed - ROUNDING * deltas.reduce((sum, delta) => sum + Math.abs(delta), 0);
  if (pairs <= EXACT_PAIRS) {
    let asExtreme = 0;
    const flips = 2 ** pairs;
    for (let flip = 0; flip < flips; flip++) {
      let sum = 0;
      for (let i = 0; i < pairs; i++) sum += (flip >> i) & 1 ? -deltas[i]! : deltas[i]!;
      if (Math.abs(sum) >= least) asExtreme++;
    }
    return { p: asExtreme / flips, pairs, exact: true };
  }
  const random = Random.seeded(seed);
  let asExtreme = 1;
  for (let flip = 0; flip < RANDOM_FLIPS; flip++) {
    let sum = 0;
    for (const delta of deltas) sum += random.uniform() < 0.5 ? -delta : delta;
    if (Math.abs(sum) >= least) asExtreme++;
  }
  return { p: asExtreme / (RANDOM_FLIPS + 1), pairs, exact: false };
}

/**
 * Wilcoxon's signed-rank test. Differences of zero are dropped (Wilcoxon 1945); equal ones share
 * their rank. Always exact: the distribution of the rank sum is built up by convolution over
 * doubled ranks, which are integers even with ties.
 */
export function wilcoxonTest(a: readonly number[], b: readonly number[]): TestResult {
  const deltas = differences(a, b).filter((delta) => delta !== 0);
  const pairs = deltas.length;
  if (pairs === 0) return { p: 1, pairs, exact: true };
  const doubled = midranks(deltas.map(Math.abs)).map((rank) => 2 * rank);
  const whole = doubled.reduce((sum, rank) => sum + rank, 0);
  // probability[s]: chance that the doubled ranks of the positive differences add up to s.
  let probability = new Float64Array(whole + 1);
  probability[0] = 1;
  for (const rank of doubled) {
    const next = new Float64Array(whole + 1);
    for (let s = 0; s <= whole; s++) {
      next[s]! += probability[s]! / 2;
      if (s + rank <= whole) next[s + rank]! += probability[s]! / 2;
    }
    probability = next;
  }
  const positive = doubled.reduce((sum, rank, i) => (deltas[i]! > 0 ? sum + rank : sum), 0);
  const smaller = Math.min(positive, whole - positive);
  let tail = 0;
  for (let s = 0; s <= smaller; s++) tail += probability[s]!;
  return { p: Math.min(1, 2 * tail), pairs, exact: true };
}

/**
 * McNemar's test of two methods on the same items, exact (two-sided binomial): of those that one
 * method alone gets right, as many should fall to either. Items count as independent.
 * @param first number of items that only the first method gets right
 */
export function mcNemarTest(first: number, second: number): TestResult {
  const pairs = first + second;
  // In logarithms: 2^-pairs is 0 beyond 1,074 pairs.
  let term = -pairs * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(first, second); k++) {
    tail += Math.exp(term);
    term += Math.log((pairs - k) / (k + 1));
  }
  return { p: Math.min(1, 2 * tail), pairs, exact: true };
}

/**
 * Holm's step-down adjustment for several tests at once (Holm 1979): the chance of any false alarm
 * among them stays at the level that the adjusted values are held to. In the order given.
 */
export function holm(ps: readonly number[]): readonly number[] {
  const order = ps.map((_, index) => index).sort((i, j) => ps[i]! - ps[j]!);
  const adjusted = new Array<number>(ps.length);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (ps.length - rank) * ps[index]!));
    adjusted[index] = highest;
  });
  return adjusted;
}
