/**
 * How a network is trained: plain data, so that a checkpoint's card and an experiment's file can
 * hold it.
 */

/**
 * `per-epoch`: ×`factor` at the end of each epoch. `stepwise`: ×`factor` after every `every`
 * batches, however long an epoch is. `warm-up-cosine`: a linear rise over `warmUp` of all batches,
 * then half a cosine.
 */
export type Schedule =
  | { readonly kind: 'per-epoch'; readonly factor: number }
  | { readonly kind: 'stepwise'; readonly factor: number; readonly every: number }
  | { readonly kind: 'warm-up-cosine'; readonly warmUp: number };

export type OptimizerSettings =
  | { readonly kind: 'sgd'; readonly momentum: number }
  | { readonly kind: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number };

export interface Recipe {
  readonly optimizer: OptimizerSettings;
  /** Of the Face Model's weights. */
  readonly networkLearningRate: number;
  /** Of the state module's weights. */
  readonly headLearningRate: number;
  readonly schedule: Schedule;
  /**
   * λ of the L2 term λ·w that is added to every weight's gradient, as PyTorch's `weight_decay` in
   * SGD and Adam does.
   */
  readonly weightDecay: number;
  /**
   * Samples (original and mixed) that one step is computed from; the last batch of an epoch may be
   * smaller.
   */
  readonly batchSize: number;
  /** How long: a number of batches or of epochs. */
  readonly length: { readonly batches: number } | { readonly epochs: number };
  /** Largest L2 norm of all gradients together; larger ones are scaled down. null: as they are. */
  readonly gradientClip: number | null;
  /** `square-root`: a class weighs 1/√(its fraction), for data that is not undersampled. */
  readonly classWeights: 'equal' | 'square-root';
  /**
   * `ordinal`: neighbouring classes have a part in each label (Díaz and Marathe 2019, soft ordinal
   * labels). Default: a label is its class alone.
   */
  readonly labels?: 'ordinal';
  /** Undersample each subject's classes to the rarest one. */
  readonly undersample: boolean;
  /** Divide V_state by the spread of V_id. */
  readonly divideBySpread: boolean;
  /** Samples of one person that come together in a batch; 1: any order. */
  readonly imagesPerPerson: number;
}

/** What the paper multiplies the learning rate by at the end of each epoch (4.3). */
export const PAPER_DECAY = 0.1;

/**
 * The paper's training (4.3): SGD, 0.001, ×0.1 at the end of each epoch, weight decay 0.001,
 * batches of 128, 1500 of them, undersampled per subject. Momentum is not mentioned: none.
 */
export const PAPER_RECIPE: Recipe = {
  optimizer: { kind: 'sgd', momentum: 0 },
  networkLearningRate: 0.001,
  headLearningRate: 0.001,
  schedule: { kind: 'per-epoch', factor: PAPER_DECAY },
  weightDecay: 0.001,
  batchSize: 128,
  length: { batches: 1500 },
  gradientClip: null,
  classWeights: 'equal',
  undersample: true,
  divideBySpread: false,
  imagesPerPerson: 1,
};

/**
 * Adam's ε, larger than the customary 1e-8: before training V_state is 0 up to rounding, and so are
 * the gradients that pass through it. Divided by their own size they would become full steps in
 * directions that are only rounding errors, other ones on every backend.
 */
const ADAM_EPSILON = 1e-5;

/**
 * For small data sets and fine-tuning: a few epochs of Adam, the state module faster than the
 * network.
 */
export const ADAM_RECIPE: Recipe = {
  optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: ADAM_EPSILON },
  networkLearningRate: 2e-4,
  headLearningRate: 1e-3,
  schedule: { kind: 'warm-up-cosine', warmUp: 0.1 },
  weightDecay: 0,
  batchSize: 32,
  length: { epochs: 6 },
  gradientClip: 5,
  classWeights: 'square-root',
  undersample: false,
  divideBySpread: true,
  imagesPerPerson: 3,
};

/** Where a training stands. */
export interface Position {
  /** Steps taken so far. */
  readonly batch: number;
  readonly batchesPerEpoch: number;
  /** Steps of the whole training. */
  readonly batches: number;
}

/** Steps of the whole training. */
export function totalBatches({ length }: Recipe, batchesPerEpoch: number): number {
  return 'batches' in length ? length.batches : length.epochs * batchesPerEpoch;
}

/** What the learning rates are multiplied by for the step at `position`. */
export function scheduleFactor(schedule: Schedule, { batch, batchesPerEpoch, batches }: Position): number {
  if (schedule.kind === 'per-epoch') return schedule.factor ** Math.floor(batch / batchesPerEpoch);
  if (schedule.kind === 'stepwise') return schedule.factor ** Math.floor(batch / schedule.every);
  const rising = Math.ceil(schedule.warmUp * batches);
  if (batch < rising) return (batch + 1) / rising;
  const progress = (batch - rising) / Math.max(1, batches - rising);
  return 0.5 * (1 + Math.cos(Math.PI * progress));
}

const positive = (value: number): boolean => value > 0 && Number.isFinite(value);
const whole = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

function sensibleSchedule(schedule: Schedule): boolean {
  switch (schedule.kind) {
    case 'per-epoch':
      return positive(schedule.factor);
    case 'stepwise':
      return positive(schedule.factor) && whole(schedule.every);
    case 'warm-up-cosine':
      return schedule.warmUp >= 0 && schedule.warmUp <= 1;
  }
}

/** @throws RangeError naming the first setting that makes no sense. */
export function checkRecipe(recipe: Recipe): void {
  const { optimizer, schedule, length } = recipe;
  const rules: readonly (readonly [string, boolean])[] = [
    ['networkLearningRate', positive(recipe.networkLearningRate)],
    ['headLearningRate', positive(recipe.headLearningRate)],
    ['weightDecay', recipe.weightDecay >= 0 && Number.isFinite(recipe.weightDecay)],
    ['batchSize', whole(recipe.batchSize)],
    ['length', whole('batches' in length ? length.batches : length.epochs)],
    ['gradientClip', recipe.gradientClip === null || positive(recipe.gradientClip)],
    ['imagesPerPerson', whole(recipe.imagesPerPerson)],
    ['schedule', sensibleSchedule(schedule)],
    [
      'optimizer',
      optimizer.kind === 'sgd'
        ? optimizer.momentum >= 0 && optimizer.momentum < 1
        : [optimizer.beta1, optimizer.beta2].every((beta) => beta >= 0 && beta < 1) &&
          positive(optimizer.epsilon),
    ],
  ];
  const broken = rules.find(([, holds]) => !holds);
  if (broken) throw new RangeError(`The training recipe's ${broken[0]} is out of range.`);
}
