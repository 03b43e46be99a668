import { Random } from '../common/random';
import { quantile } from '../common/statistics';

export interface Interval {
  /** The statistic of the data as they are. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** 0..1, for instance 0.95. */
  readonly level: number;
}

export interface BootstrapOptions {
  readonly seed: number;
  readonly level?: number;
  readonly resamples?: number;
}

const LEVEL = 0.95;
/** Two stable digits of a 95 % percentile interval (Efron and Tibshirani 1993, ch. 13). */
const RESAMPLES = 2000;

/**
 * Percentile bootstrap over subjects: whole people are drawn with replacement, because the frames
 * of one person are no independent samples. Resamples whose statistic is NaN (a class drawn by
 * nobody) are left out.
 *
 * @param subjects one entry per person, holding whatever the statistic needs (a confusion matrix,
 * predictions, …)
 * @returns NaN limits with fewer than two subjects: one person says nothing about others
 */
export function bootstrap<T>(
  subjects: readonly T[],
  statistic: (subjects: readonly T[]) => number,
  { seed, level = LEVEL, resamples = RESAMPLES }: BootstrapOptions,
): Interval {
  const estimate = subjects.length === 0 ? NaN : statistic(subjects);
  if (subjects.length < 2) return { estimate, low: NaN, high: NaN, level };
  const random = Random.seeded(seed);
  const values: number[] = [];
  for (let i = 0; i < resamples; i++) {
    const value = statistic(subjects.map(() => random.pick(subjects)));
    if (!Number.isNaN(value)) values.push(value);
  }
  const tail = (1 - level) / 2;
  return { estimate, low: quantile(values, tail), high: quantile(values, 1 - tail), level };
}
