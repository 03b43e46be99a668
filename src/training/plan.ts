/**
 * What a training goes through, fixed by the data, the settings and the seed: nothing here depends
 * on a backend.
 */
import { Random } from '../common/random';
import { planMixup, type MixedPair, type MixupOptions, type MixupReport } from './mixup';
import type { Recipe } from './recipe';
import type { LabelledSample } from '../network/face-samples';
import { undersample, type Undersampling } from './undersampling';

/**
 * Each purpose draws from its own stream of the seed, each epoch's order and each step's dropout
 * from its own again. So a training can go on from any step: the seed and the step are the whole
 * state of its randomness.
 */
const STREAM = { undersampling: 1, mixup: 2, order: 3, dropout: 4 } as const;

export const orderRandom = (seed: number, epoch: number): Random => Random.seeded(seed, STREAM.order, epoch);
export const dropoutRandom = (seed: number, batch: number): Random =>
  Random.seeded(seed, STREAM.dropout, batch);

export interface TrainingPlan {
  /** Indices of the original samples that are trained on. */
  readonly originals: readonly number[];
  /** null: not undersampled. */
  readonly undersampling: Undersampling | null;
  readonly pairs: readonly MixedPair[];
  /** null: no mixup. */
  readonly mixup: MixupReport | null;
}

export function planTraining(
  samples: readonly LabelledSample[],
  classCount: number,
  recipe: Recipe,
  mixup: MixupOptions | null,
  seed: number,
): TrainingPlan {
  const undersampling = recipe.undersample
    ? undersample(samples, classCount, Random.seeded(seed, STREAM.undersampling))
    : null;
  const originals = undersampling?.kept ?? samples.map((_, index) => index);
  const plan = mixup && planMixup(samples, originals, mixup, Random.seeded(seed, STREAM.mixup));
  return { originals, undersampling, pairs: plan?.pairs ?? [], mixup: plan?.report ?? null };
}

/**
 * What each class counts in the loss; the mean over the samples is 1.
 * @param fractions of the samples that are of each class
 */
export function classWeights(kind: Recipe['classWeights'], fractions: readonly number[]): readonly number[] {
  if (kind === 'equal') return fractions.map(() => 1);
  const raw = fractions.map((fraction) => (fraction > 0 ? 1 / Math.sqrt(fraction) : 0));
  const mean = raw.reduce((sum, weight, label) => sum + weight * fractions[label]!, 0);
  return raw.map((weight) => weight / mean);
}
