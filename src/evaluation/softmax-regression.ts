/**
 * Multinomial logistic regression with an L2 penalty, by Newton's method (Böhning 1992; Hastie,
 * Tibshirani and Friedman 2009, section 4.4): convex, so that the same samples always give the same
 * weights.
 */

/** Scores are bias[c] + Σ weights[c][f] · (x[f] − mean[f]) / scale[f]. */
export interface SoftmaxModel {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  readonly bias: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

export interface RegressionOptions {
  readonly classes: number;
  /** Weight of the penalty ½·l2·Σ weights², against samples whose weights have a mean of 1. */
  readonly l2: number;
  /**
   * Where to begin: a model of nearly the same samples saves most of the steps. Its mean and scale
   * are taken over.
   */
  readonly start?: SoftmaxModel;
}

const MOST_STEPS = 50;
/** Halvings of a step that would lead uphill, as far from the optimum whole ones may. */
const MOST_HALVINGS = 20;
/** Loss that is rounding, as a fraction. */
const ROUNDING = 1e-12;
/** Largest change of a coefficient at which the fit is done. */
const DONE_BELOW = 1e-6;
/** The bias is all but free; the little there is keeps the equations solvable. */
const BIAS_PENALTY = 1e-3;

/**
 * @param samples rows of features, all of one length
 * @param sampleWeights one each, all above 0; their mean is brought to 1
 * @throws RangeError without samples, or when the lists differ in length
 */
export function fitSoftmax(
  samples: readonly (readonly number[])[],
  truth: readonly number[],
  sampleWeights: readonly number[],
  { classes, l2, start }: RegressionOptions,
): SoftmaxModel {
  const n = samples.length;
  if (n === 0 || truth.length !== n || sampleWeights.length !== n) {
    throw new RangeError(
      `${n} samples, ${truth.length} labels and ${sampleWeights.length} weights give no model.`,
    );
  }
  const features = samples[0]!.length;
  const total = sampleWeights.reduce((sum, w) => sum + w, 0);
  const fraction = sampleWeights.map((w) => w / total);
  const { mean, scale } = start ?? standardisation(samples, fraction);
  const width = features + 1;
  const rows = samples.map((row) => Float64Array.from([...row.map((x, f) => (x - mean[f]!) / scale[f]!), 1]));
  const size = classes * width;
  const penalty = Float64Array.from(
    { length: size },
    (_, i) => (i % width === features ? BIAS_PENALTY : l2) / n,
  );
  let beta = new Float64Array(size);
  start?.weights.forEach((row, c) => beta.set([...row, start.bias[c]!], c * width));

  const lossAt = (at: Float64Array): number => {
    const shrinkage = at.reduce((sum, b, i) => sum + 0.5 * penalty[i]! * b * b, 0);
    return rows.reduce(
      (sum, row, s) => sum + fraction[s]! * surprise(row, truth[s]!, at, classes),
      shrinkage,
    );
  };
  let loss = lossAt(beta);
  for (let step = 0; step < MOST_STEPS; step++) {
    const gradient = Float64Array.from(beta, (b, i) => penalty[i]! * b);
    const hessian = new Float64Array(size * size);
    for (let i = 0; i < size; i++) hessian[i * size + i] = penalty[i]!;
    for (let s = 0; s < n; s++)
      addSample(rows[s]!, truth[s]!, fraction[s]!, beta, classes, gradient, hessian);
    const change = solve(hessian, gradient);
    const moved = (length: number): Float64Array<ArrayBuffer> => beta.map((b, i) => b - length * change[i]!);
    let length = 1;
    let next = moved(length);
    let reached = lossAt(next);
    for (let i = 0; i < MOST_HALVINGS && !(reached <= loss * (1 + ROUNDING)); i++) {
      length /= 2;
      next = moved(length);
      reached = lossAt(next);
    }
    [beta, loss] = [next, reached];
    if (change.every((value) => Math.abs(value) < DONE_BELOW)) break;
  }
  const of = (c: number): Float64Array => beta.subarray(c * width, (c + 1) * width);
  const each = Array.from({ length: classes }, (_, c) => c);
  return {
    mean,
    scale,
    bias: each.map((c) => of(c)[features]!),
    weights: each.map((c) => [...of(c).subarray(0, features)]),
  };
}

/** Adds one sample's part of the gradient and (the lower half of) the Hessian. */
function addSample(
  row: Float64Array,
  label: number,
  weight: number,
  beta: Float64Array,
  classes: number,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  const width = row.length;
  const size = classes * width;
  const p = probabilities(row, beta, classes);
  for (let c = 0; c < classes; c++) {
    const slope = weight * (p[c]! - (c === label ? 1 : 0));
    for (let f = 0; f < width; f++) gradient[c * width + f]! += slope * row[f]!;
    for (let d = 0; d <= c; d++) {
      const curve = weight * p[c]! * ((c === d ? 1 : 0) - p[d]!);
      for (let f = 0; f < width; f++) {
        const part = curve * row[f]!;
        const at = (c * width + f) * size + d * width;
        const most = d === c ? f : width - 1;
        for (let g = 0; g <= most; g++) hessian[at + g]! += part * row[g]!;
      }
    }
  }
}

function scores(row: Float64Array, beta: Float64Array, classes: number): Float64Array {
  const width = row.length;
  const of = new Float64Array(classes);
  for (let c = 0; c < classes; c++) {
    for (let f = 0; f < width; f++) of[c]! += beta[c * width + f]! * row[f]!;
  }
  return of;
}

function probabilities(row: Float64Array, beta: Float64Array, classes: number): Float64Array {
  const own = scores(row, beta, classes);
  const highest = Math.max(...own);
  const p = own.map((score) => Math.exp(score - highest));
  const sum = p.reduce((all, value) => all + value, 0);
  return p.map((value) => value / sum);
}

/** Negative log-likelihood of the true class. */
function surprise(row: Float64Array, label: number, beta: Float64Array, classes: number): number {
  const own = scores(row, beta, classes);
  const highest = Math.max(...own);
  return highest + Math.log(own.reduce((sum, score) => sum + Math.exp(score - highest), 0)) - own[label]!;
}

/**
 * Weighted mean and standard deviation of each feature; a feature that never varies is left as it
 * is.
 */
function standardisation(
  samples: readonly (readonly number[])[],
  fraction: readonly number[],
): Pick<SoftmaxModel, 'mean' | 'scale'> {
  const each = [...samples[0]!.keys()];
  const mean = each.map((f) => samples.reduce((sum, row, s) => sum + fraction[s]! * row[f]!, 0));
  const scale = each.map((f) => {
    const variance = samples.reduce((sum, row, s) => sum + fraction[s]! * (row[f]! - mean[f]!) ** 2, 0);
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  });
  return { mean, scale };
}

/**
 * Solves A·x = b by Cholesky's factorisation; A is symmetric and positive, given by its lower half,
 * and is overwritten.
 */
export function solve(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j * n + j]!;
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= a[i * n + k]! * x[k]!;
    x[i]! /= a[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= a[k * n + i]! * x[k]!;
    x[i]! /= a[i * n + i]!;
  }
  return x;
}
