/**
 * Does a probability of 0.8 come true in 80 % of the cases? Probabilities are rows per sample, one
 * entry per class.
 */
import { argMax } from '../common/statistics';
import { solve } from './softmax-regression';

export interface ReliabilityBin {
  /** Confidences in (lower, upper]. */
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Mean confidence of the bin, and the fraction that was right; NaN when empty. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface Calibration {
  /** Expected calibration error of the top class, 0..1 (Naeini et al. 2015; Guo et al. 2017). */
  readonly ece: number;
  /** Mean negative log-likelihood of the true class, nats. */
  readonly nll: number;
  /** Mean squared error over all classes, 0..2 (Brier 1950). */
  readonly brier: number;
  readonly bins: readonly ReliabilityBin[];
}

type Rows = readonly ArrayLike<number>[];

/** As in Guo et al. 2017. */
const BINS = 15;
/** Taken for a probability of 0: one sure mistake must not make everything infinite. */
const LEAST_PROBABILITY = 1e-12;

function checkRows(probabilities: Rows, truth: ArrayLike<number>): void {
  if (probabilities.length !== truth.length || truth.length === 0) {
    throw new RangeError(
      `${probabilities.length} predictions for ${truth.length} samples cannot be calibrated.`,
    );
  }
}

const logOf = (p: number): number => Math.log(Math.max(LEAST_PROBABILITY, p));

export function calibration(probabilities: Rows, truth: ArrayLike<number>, bins: number = BINS): Calibration {
  checkRows(probabilities, truth);
  const counts = new Array<number>(bins).fill(0);
  const confidences = new Array<number>(bins).fill(0);
  const hits = new Array<number>(bins).fill(0);
  let nll = 0;
  let brier = 0;
  probabilities.forEach((row, i) => {
    const top = argMax(row);
    const confidence = row[top]!;
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    counts[bin]!++;
    confidences[bin]! += confidence;
    if (top === truth[i]) hits[bin]!++;
    nll -= logOf(row[truth[i]!]!);
    for (let c = 0; c < row.length; c++) brier += (row[c]! - (c === truth[i] ? 1 : 0)) ** 2;
  });
  const n = truth.length;
  const ece = counts.reduce((sum, _, bin) => sum + Math.abs(hits[bin]! - confidences[bin]!) / n, 0);
  return {
    ece,
    nll: nll / n,
    brier: brier / n,
    bins: counts.map((count, bin) => ({
      lower: bin / bins,
      upper: (bin + 1) / bins,
      count,
      confidence: confidences[bin]! / count,
      accuracy: hits[bin]! / count,
    })),
  };
}

/**
 * The probabilities that logits divided by `temperature` give; from probabilities, whose logarithms
 * are such logits.
 */
export const tempered = (row: ArrayLike<number>, temperature: number): readonly number[] =>
  softmaxOf(Array.from(row, (p) => logOf(p) / temperature));

export function softmaxOf(logits: readonly number[]): readonly number[] {
  const highest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - highest));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / whole);
}

/** Temperatures beyond these mean that the posterior tells nothing, or that it is never wrong. */
const TEMPERATURE_LIMITS = { low: 0.05, high: 20 } as const;
/**
 * Golden-section steps: each shrinks the interval of log temperatures (6 wide) by 0.618; 40 leave
 * 3e-8.
 */
const SEARCH_STEPS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The temperature that makes the true classes most likely (Guo et al. 2017). The likelihood is
 * concave in 1/T, so that the search over log T finds the one optimum; where that lies beyond the
 * limits (0.05 … 20), the limit.
 * @param probabilities posteriors at temperature 1
 */
export function fitTemperature(probabilities: Rows, truth: ArrayLike<number>): number {
  checkRows(probabilities, truth);
  const loss = (logT: number): number => {
    const temperature = Math.exp(logT);
    let sum = 0;
    probabilities.forEach((row, i) => {
      sum -= logOf(tempered(row, temperature)[truth[i]!]!);
    });
    return sum;
  };
  let low = Math.log(TEMPERATURE_LIMITS.low);
  let high = Math.log(TEMPERATURE_LIMITS.high);
  let a = high - GOLDEN * (high - low);
  let b = low + GOLDEN * (high - low);
  let [lossA, lossB] = [loss(a), loss(b)];
  for (let step = 0; step < SEARCH_STEPS; step++) {
    if (lossA <= lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - GOLDEN * (high - low);
      lossA = loss(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + GOLDEN * (high - low);
      lossB = loss(b);
    }
  }
  return Math.exp((low + high) / 2);
}

/**
 * A temperature, and what is added to each class's logit after the division by it, nats; the biases
 * add up to 0.
 */
export interface VectorScaling {
  readonly temperature: number;
  readonly biases: readonly number[];
}

/** Calibrated probabilities, from those at temperature 1 without biases. */
export const scaled = (row: ArrayLike<number>, { temperature, biases }: VectorScaling): readonly number[] =>
  softmaxOf(Array.from(row, (p, label) => logOf(p) / temperature + biases[label]!));

/**
 * Pulls the biases towards 0 as much as this many samples would: a class that is seen seldom stays
 * where it is.
 */
const PRIOR_SAMPLES = 2;
/** Newton steps; the loss is convex, and a dozen bring it to rounding. */
const NEWTON_STEPS = 50;

/**
 * Temperature and biases that make the true classes most likely: multinomial logistic regression on
 * the logits with one slope for all (Guo et al. 2017, vector scaling with a common scale). The loss
 * is convex in 1/T and the biases.
 * @param weights what each sample counts: by them the classes can be made to count alike, so that
 *   the biases do not learn how often a class happens to occur here; default: all the same
 */
export function fitVectorScaling(
  probabilities: Rows,
  truth: ArrayLike<number>,
  weights: readonly number[] = probabilities.map(() => 1),
): VectorScaling {
  checkRows(probabilities, truth);
  const classes = probabilities[0]!.length;
  const logs = probabilities.map((row) => Array.from(row, logOf));
  const size = classes + 1;
  /** 1/T, then the biases. */
  let current = [1, ...new Array<number>(classes).fill(0)];
  const [flattest, steepest] = [1 / TEMPERATURE_LIMITS.high, 1 / TEMPERATURE_LIMITS.low];
  const limited = (values: readonly number[]): number[] => [
    Math.min(steepest, Math.max(flattest, values[0]!)),
    ...values.slice(1),
  ];
  const lossAt = ([slope = 1, ...biases]: readonly number[]): number => {
    const prior = (PRIOR_SAMPLES / 2) * biases.reduce((sum, bias) => sum + bias * bias, 0);
    return logs.reduce((sum, row, i) => {
      const p = softmaxOf(row.map((log, c) => slope * log + biases[c]!));
      return sum - weights[i]! * logOf(p[truth[i]!]!);
    }, prior);
  };
  let loss = lossAt(current);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const [slope = 1, ...biases] = current;
    const gradient = [0, ...biases.map((bias) => PRIOR_SAMPLES * bias)];
    /** The lower half, row by row. */
    const curvature = new Float64Array(size * size);
    for (let c = 0; c < size; c++) curvature[c * size + c] = c === 0 ? 1e-9 : PRIOR_SAMPLES;
    logs.forEach((row, i) => {
      const p = softmaxOf(row.map((log, c) => slope * log + biases[c]!));
      const mean = p.reduce((sum, value, c) => sum + value * row[c]!, 0);
      const weight = weights[i]!;
      gradient[0]! += weight * (mean - row[truth[i]!]!);
      curvature[0]! += weight * p.reduce((sum, value, c) => sum + value * (row[c]! - mean) ** 2, 0);
      for (let c = 0; c < classes; c++) {
        gradient[c + 1]! += weight * (p[c]! - (truth[i] === c ? 1 : 0));
        const at = (c + 1) * size;
        curvature[at]! += weight * p[c]! * (row[c]! - mean);
        for (let d = 0; d <= c; d++) curvature[at + d + 1]! += weight * p[c]! * ((c === d ? 1 : 0) - p[d]!);
      }
    });
    // A slope at its limit that would go beyond stays there, and the biases move as for that slope.
    if ((slope <= flattest && gradient[0]! > 0) || (slope >= steepest && gradient[0]! < 0)) {
      gradient[0] = 0;
      for (let c = 1; c < size; c++) curvature[c * size] = 0;
    }
    const direction = solve(curvature, Float64Array.from(gradient));
    let length = 1;
    let next = limited(current.map((value, k) => value - direction[k]!));
    while (length > 1e-6 && !(lossAt(next) <= loss)) {
      length /= 2;
      const shorter = length;
      next = limited(current.map((value, k) => value - shorter * direction[k]!));
    }
    const reached = lossAt(next);
    if (!(loss - reached > 1e-10)) break;
    [current, loss] = [next, reached];
  }
  const [slope = 1, ...biases] = current;
  const middle = biases.reduce((sum, bias) => sum + bias, 0) / classes;
  return { temperature: 1 / slope, biases: biases.map((bias) => bias - middle) };
}
