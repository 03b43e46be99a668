/**
 * Trains a Face Model and a state module (paper, 2 to 4.3) on any tfjs backend, in a page's worker or in Node.
 *
 * Batch normalisation is folded into the weights (network/backbone.ts): its statistics stay those of the pre-training.
 */
import { dispose, getBackend, mul, tensor1d } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Weights, WeightSpec } from '../network/backbone';
import { stagesOf, weightSpecs } from '../network/backbone';
import { untrainedFace, type DeviationModule } from '../network/deviation';
import { initialStateWeights, stateSpecs } from '../network/state-module';
import { disposeWeights, toTensors, type WeightValues } from '../network/weights';
import { epochOrder } from './batches';
import { breathe, Cancelled, throwIfCancelled } from './control';
import { registerTrainingGradients } from './gradients/register';
import { trainingItems, type TrainingItem } from './items';
import { confusionMatrix, macroF1 } from './metrics';
import { Optimizer, slotNames, type Update } from './optimizer';
import { classWeights, dropoutRandom, orderRandom, planTraining, type TrainingPlan } from './plan';
import { predictRows } from './predict';
import { checkRecipe, scheduleFactor, totalBatches } from './recipe';
import { Rows } from './rows';
import type { FaceSamples } from '../network/face-samples';
import {
  settingsOf,
  trainedSpecs,
  type TrainingControl,
  type TrainingResult,
  type TrainingSetup,
} from './setup';
import { dropoutMask, stepGradients } from './step';
import {
  assertSameSettings,
  type BestSoFar,
  type Settings,
  type TrainingCheckpoint,
} from './training-checkpoint';

/** Rows (faces) that go through the network together unless told otherwise: bounds the memory, not the result. */
const DEFAULT_ROWS_AT_ONCE = 16;
/** Bytes that cached trunk outputs of one data set may take unless told otherwise. */
const DEFAULT_CACHE_BYTES = 512 * 2 ** 20;
/** The spread of V_id in any one number is taken for at least this share of the mean spread. */
const SPREAD_FLOOR = 0.1;

/**
 * Runs a training to its end, its early stop or its cancellation.
 *
 * @throws TrainingDivergedError when a number is no longer finite
 * @throws WakefulError `training-checkpoint-invalid` when `resumeFrom` belongs to another training; `stage-unknown`
 * @throws RangeError for a recipe, mixup or label that makes no sense
 */
export async function train(setup: TrainingSetup, control: TrainingControl = {}): Promise<TrainingResult> {
  checkRecipe(setup.recipe);
  registerTrainingGradients(getBackend());
  let training: Training | null = null;
  try {
    training = await Training.prepare(setup, control);
    return await training.run();
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    return {
      outcome: 'cancelled',
      checkpoint: (await training?.checkpoint()) ?? control.resumeFrom ?? null,
    };
  } finally {
    training?.dispose();
  }
}

async function toValues(weights: Weights): Promise<WeightValues> {
  const values = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [name, weight] of weights) values.set(name, new Float32Array(await weight.data<'float32'>()));
  return values;
}

/** The Face Model's stages before the first trained one, as they start out and stay. The tensors are the caller's. */
function frozenFace({ backbone, identity, fromStage, trainFrom = fromStage, start }: TrainingSetup): Weights {
  if (stagesOf(backbone, { from: trainFrom }).length > stagesOf(backbone, { from: fromStage }).length) {
    throw new RangeError(
      `The Face Model begins at ${fromStage}; ${trainFrom}, before it, cannot be trained.`,
    );
  }
  const specs = weightSpecs(backbone, { from: fromStage, until: trainFrom });
  if (start) return toTensors(start.face, specs);
  return new Map(specs.map(({ name }) => [name, identity.get(name)!.clone()]));
}

class Training {
  readonly #setup: TrainingSetup;
  readonly #control: TrainingControl;
  readonly #settings: Settings;
  readonly #specs: readonly WeightSpec[];
  readonly #module: DeviationModule;
  /** The Face Model's stages that are not trained. */
  readonly #frozen: Weights;
  readonly #spread: Float32Array<ArrayBuffer> | null;
  readonly #rows: Rows;
  readonly #validationRows: Rows | null;
  readonly #items: readonly TrainingItem[];
  readonly #classWeights: readonly number[];
  readonly #batchesPerEpoch: number;
  readonly #batches: number;
  readonly #optimizer: Optimizer;
  #weights: Weights;
  #batch = 0;
  #best: BestSoFar | null = null;
  #validationsSinceBest = 0;
  #order: { readonly epoch: number; readonly items: readonly number[] } | null = null;

  static async prepare(setup: TrainingSetup, control: TrainingControl): Promise<Training> {
    const {
      backbone,
      fromStage,
      trainFrom = fromStage,
      features,
      training,
      validation,
      recipe,
      start,
    } = setup;
    const settings = await settingsOf(setup);
    if (control.resumeFrom) assertSameSettings(control.resumeFrom, settings);
    const plan = planTraining(training.samples, setup.classes.length, recipe, setup.mixup, setup.seed);
    if (plan.originals.length === 0) throw new RangeError('There is no sample to train on.');

    const frozen = frozenFace(setup);
    const module: DeviationModule = {
      backbone,
      identity: setup.identity,
      face: frozen,
      fromStage,
      spread: null,
    };
    const prepareRows = (name: 'training' | 'validation', data: FaceSamples, chosen: readonly number[]) =>
      Rows.prepare({
        module,
        trainFrom,
        data,
        faces: chosen,
        mixed: name === 'training' && setup.mixup?.stage === 'images' ? plan.pairs : [],
        withIdentity: features === 'V_state',
        atOnce: setup.rowsAtOnce ?? DEFAULT_ROWS_AT_ONCE,
        cacheBytes: setup.cacheBytes ?? DEFAULT_CACHE_BYTES,
        signal: control.signal,
        onProgress: async (done, total) => {
          control.onEvent?.({ type: 'preparing', data: name, done, total });
          await (control.breathe ?? breathe)();
        },
      });
    try {
      const rows = await prepareRows('training', training, plan.originals);
      const validationRows = validation
        ? await prepareRows(
            'validation',
            validation.data,
            validation.data.samples.map((_, index) => index),
          )
        : null;
      const spread =
        control.resumeFrom?.spread ??
        start?.spread ??
        (recipe.divideBySpread && !start ? rows.identitySpread(SPREAD_FLOOR) : null);
      return new Training(setup, control, settings, plan, module, spread, rows, validationRows);
    } catch (error) {
      disposeWeights(frozen);
      throw error;
    }
  }

  private constructor(
    setup: TrainingSetup,
    control: TrainingControl,
    settings: Settings,
    plan: TrainingPlan,
    module: DeviationModule,
    spread: Float32Array<ArrayBuffer> | null,
    rows: Rows,
    validationRows: Rows | null,
  ) {
    const { recipe, training, classes } = setup;
    this.#setup = setup;
    this.#control = control;
    this.#settings = settings;
    this.#specs = trainedSpecs(setup);
    this.#spread = spread;
    this.#frozen = module.face;
    // The rows hold what the first trained stage reads.
    const trained = setup.trainFrom ?? setup.fromStage;
    this.#module = { ...module, fromStage: trained, spread: spread && tensor1d(spread) };
    this.#rows = rows;
    this.#validationRows = validationRows;
    const stage = setup.mixup?.stage ?? 'V_state';
    this.#items = trainingItems(training.samples, plan.originals, plan.pairs, stage, rows, classes.length);
    this.#classWeights = classWeights(
      recipe.classWeights,
      classes.map(
        (_, label) => this.#items.reduce((sum, { target }) => sum + target[label]!, 0) / this.#items.length,
      ),
    );
    this.#batchesPerEpoch = Math.ceil(this.#items.length / recipe.batchSize);
    this.#batches = totalBatches(recipe, this.#batchesPerEpoch);
    this.#optimizer = new Optimizer(recipe.optimizer, recipe.weightDecay);
    this.#weights = this.#firstWeights();
    if (control.resumeFrom) this.#restore(control.resumeFrom);
    control.onEvent?.({
      type: 'planned',
      undersampling: plan.undersampling,
      mixup: plan.mixup,
      originals: plan.originals.length,
      mixed: plan.pairs.length,
      batches: this.#batches,
      batchesPerEpoch: this.#batchesPerEpoch,
    });
  }

  async run(): Promise<TrainingResult> {
    const { signal, onEvent, checkpointEvery } = this.#control;
    while (this.#batch < this.#batches && !this.#isStale()) {
      await this.#pauseIfAsked();
      throwIfCancelled(signal);
      await this.#step();
      await this.#validateIfDue();
      if (this.#isStale()) break;
      if (checkpointEvery !== undefined && this.#batch % checkpointEvery === 0) {
        onEvent?.({ type: 'checkpoint', checkpoint: await this.checkpoint() });
      }
      await this.#giveWay();
    }
    const checkpoint = await this.checkpoint();
    const useBest = this.#setup.validation?.keep === 'best' && this.#best !== null;
    const trained = useBest ? this.#best!.weights : checkpoint.weights;
    const values = new Map([...(await toValues(this.#frozen)), ...trained]);
    const pick = (specs: readonly WeightSpec[]): WeightValues =>
      new Map(specs.map(({ name }) => [name, values.get(name)!]));
    const { backbone, fromStage, classes } = this.#setup;
    return {
      outcome: this.#isStale() ? 'early-stop' : 'finished',
      weights: {
        face: pick(weightSpecs(backbone, { from: fromStage })),
        state: pick(stateSpecs(backbone.embeddingSize, classes.length)),
        spread: this.#spread,
      },
      batches: this.#batch,
      best: this.#best && { batch: this.#best.batch, score: this.#best.score },
      checkpoint,
    };
  }

  async checkpoint(): Promise<TrainingCheckpoint> {
    const slots = new Map<string, WeightValues>();
    for (const [slot, tensors] of this.#optimizer.slots) slots.set(slot, await toValues(tensors));
    return {
      settings: this.#settings,
      batch: this.#batch,
      weights: await toValues(this.#weights),
      slots,
      spread: this.#spread,
      best: this.#best,
      validationsSinceBest: this.#validationsSinceBest,
    };
  }

  dispose(): void {
    dispose([...this.#weights.values()]);
    disposeWeights(this.#frozen);
    this.#module.spread?.dispose();
    this.#optimizer.dispose();
  }

  #firstWeights(): Weights {
    const { backbone, identity, fromStage, trainFrom = fromStage, classes, seed, start } = this.#setup;
    if (start) return toTensors(new Map([...start.face, ...start.state]), this.#specs);
    const face = [...untrainedFace(backbone, identity, trainFrom)].map(([name, weight]): [string, Tensor] => [
      name,
      weight.clone(),
    ]);
    const all = new Map([...face, ...initialStateWeights(backbone.embeddingSize, classes.length, seed)]);
    return new Map(this.#specs.map(({ name }) => [name, all.get(name)!]));
  }

  #restore({ batch, weights, slots, best, validationsSinceBest }: TrainingCheckpoint): void {
    dispose([...this.#weights.values()]);
    this.#weights = toTensors(weights, this.#specs);
    const restored = slotNames(this.#setup.recipe.optimizer).flatMap((slot): [string, Weights][] => {
      const values = slots.get(slot);
      return values && values.size > 0 ? [[slot, toTensors(values, this.#specs)]] : [];
    });
    this.#optimizer.restore(batch, new Map(restored));
    this.#batch = batch;
    this.#best = best;
    this.#validationsSinceBest = validationsSinceBest;
  }

  /** Items of the step at `batch`. */
  #itemsAt(batch: number): readonly TrainingItem[] {
    const { recipe, seed } = this.#setup;
    const epoch = Math.floor(batch / this.#batchesPerEpoch);
    if (this.#order?.epoch !== epoch) {
      const people = this.#items.map(({ person }) => person);
      this.#order = { epoch, items: epochOrder(people, recipe.imagesPerPerson, orderRandom(seed, epoch)) };
    }
    const start = (batch % this.#batchesPerEpoch) * recipe.batchSize;
    return this.#order.items.slice(start, start + recipe.batchSize).map((item) => this.#items[item]!);
  }

  async #step(): Promise<void> {
    const { recipe, seed, rowsAtOnce = DEFAULT_ROWS_AT_ONCE } = this.#setup;
    const batch = this.#batch;
    const items = this.#itemsAt(batch);
    const { loss, gradients, norm } = await stepGradients({
      module: this.#module,
      weights: this.#weights,
      items,
      rows: this.#rows,
      classWeights: this.#classWeights,
      dropout: dropoutMask(items.length, dropoutRandom(seed, batch)),
      rowsAtOnce,
      batch,
    });
    const factor = scheduleFactor(recipe.schedule, {
      batch,
      batchesPerEpoch: this.#batchesPerEpoch,
      batches: this.#batches,
    });
    this.#update(gradients, norm, factor);
    this.#batch += 1;
    this.#control.onEvent?.({
      type: 'batch',
      batch: this.#batch,
      batches: this.#batches,
      epoch: Math.floor(batch / this.#batchesPerEpoch),
      loss,
      gradientNorm: norm,
      learningRate: recipe.networkLearningRate * factor,
    });
  }

  #update(gradients: ReadonlyMap<string, Tensor>, norm: number, factor: number): void {
    const { recipe } = this.#setup;
    const shrink =
      recipe.gradientClip !== null && norm > recipe.gradientClip ? recipe.gradientClip / norm : null;
    const updates = new Map<string, Update>();
    for (const [name, weight] of this.#weights) {
      const raw = gradients.get(name)!;
      const gradient = shrink === null ? raw : mul(raw, shrink);
      if (gradient !== raw) raw.dispose();
      const rate = name.startsWith('state/') ? recipe.headLearningRate : recipe.networkLearningRate;
      updates.set(name, { weight, gradient, learningRate: rate * factor });
    }
    const before = this.#weights;
    this.#weights = this.#optimizer.step(updates);
    dispose([...before.values()]);
    dispose([...updates.values()].map(({ gradient }) => gradient));
  }

  /** Validation does not get better any more: training stops early. */
  #isStale(): boolean {
    const patience = this.#setup.validation?.patience ?? null;
    return patience !== null && this.#validationsSinceBest >= patience;
  }

  async #validateIfDue(): Promise<void> {
    const { validation, classes, rowsAtOnce = DEFAULT_ROWS_AT_ONCE } = this.#setup;
    if (!validation || !this.#validationRows) return;
    if (this.#batch % validation.every !== 0 && this.#batch < this.#batches) return;
    const predictions = await predictRows(
      { ...this.#module, face: this.#weights },
      this.#weights,
      this.#validationRows,
      rowsAtOnce,
      () => this.#giveWay(),
    );
    const truth = validation.data.samples.map(({ label }) => label);
    const confusion = confusionMatrix(truth, predictions, classes.length);
    const score = (validation.score ?? macroF1)(confusion);
    const reached = this.#best?.score ?? -Infinity;
    const best = score > reached || (validation.ofEqual === 'later' && score === reached);
    if (best) {
      this.#best = { batch: this.#batch, score, weights: await toValues(this.#weights) };
      this.#validationsSinceBest = 0;
    } else {
      this.#validationsSinceBest += 1;
    }
    this.#control.onEvent?.({ type: 'validation', batch: this.#batch, score, best, confusion });
  }

  async #pauseIfAsked(): Promise<void> {
    const { pause, signal, onEvent } = this.#control;
    if (!pause?.paused || signal?.aborted) return;
    onEvent?.({ type: 'paused', batch: this.#batch });
    onEvent?.({ type: 'checkpoint', checkpoint: await this.checkpoint() });
    await pause.running(signal);
    if (!signal?.aborted) onEvent?.({ type: 'continued', batch: this.#batch });
  }

  async #giveWay(): Promise<void> {
    await (this.#control.breathe ?? breathe)();
  }
}
