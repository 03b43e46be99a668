/**
 * Does a probability of 0.8 come true in 80 % of the cases? Probabilities are rows per sample, one
 * entry per class.
 */

export interface ReliabilityBin {
  /** Confidences in (lower, upper]. */
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Mean confidence of the bin, and the share that was right; NaN when empty. */
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
/**
 * A probability of 0 is taken for this, so that one sure mistake does not make everything infinite.
 */
const LEAST_PROBABILITY = 1e-12;

function checkRows(probabilities: Rows, truth: ArrayLike<number>): void {
  if (probabilities.length !== truth.length || truth.length === 0) {
    throw new RangeError(
      `${probabilities.length} predictions for ${truth.length} samples cannot be calibrated.`,
    );
  }
}

function topClass(row: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i;
  return best;
}

export function calibration(probabilities: Rows, truth: ArrayLike<number>, bins: number = BINS): Calibration {
  checkRows(probabilities, truth);
  const counts = new Array<number>(bins).fill(0);
  const confidences = new Array<number>(bins).fill(0);
  const hits = new Array<number>(bins).fill(0);
  let nll = 0;
  let brier = 0;
  probabilities.forEach((row, i) => {
    const top = topClass(row);
    const confidence = row[top]!;
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    counts[bin]!++;
    confidences[bin]! += confidence;
    if (top === truth[i]) hits[bin]!++;
    nll -= Math.log(Math.max(LEAST_PROBABILITY, row[truth[i]!]!));
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
export function tempered(row: ArrayLike<number>, temperature: number): readonly number[] {
  const logits = Array.from(row, (p) => Math.log(Math.max(LEAST_PROBABILITY, p)) / temperature);
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
      sum -= Math.log(Math.max(LEAST_PROBABILITY, tempered(row, temperature)[truth[i]!]!));
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
