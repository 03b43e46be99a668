/**
 * Trains a Face Model and a state module (paper, 2 to 4.3) on any tfjs backend, in a page's worker
 * or in Node.
 *
 * Batch normalisation is folded into the weights (network/backbone.ts): its statistics stay those
 * of the pre-training.
 */
import { dispose, getBackend, mul, tensor1d, type Tensor } from '@tensorflow/tfjs-core';
import { weightSpecs, type Weights, type WeightSpec } from '../network/backbone';
import { untrainedFace, type DeviationModule } from '../network/deviation';
import { initialStateWeights, stateSpecs } from '../network/state-module';
import { disposeWeights, toTensors, type WeightValues } from '../network/weights';
import { epochOrder } from './batches';
import { breathe, Cancelled, throwIfCancelled } from './control';
import { registerTrainingGradients } from './gradients/register';
import type { TrainingItem } from './items';
import { confusionMatrix, macroF1 } from './metrics';
import { Optimizer, slotNames, type WeightUpdate } from './optimizer';
import { dropoutRandom, orderRandom } from './plan';
import { DEFAULT_ROWS_AT_ONCE, prepareTraining, type PreparedTraining } from './prepare';
import { checkRecipe, scheduleFactor } from './recipe';
import { trainedSpecs, type TrainingControl, type TrainingResult, type TrainingSetup } from './setup';
import { dropoutMask, predictRows, stepGradients } from './step';
import type { BestSoFar, TrainingCheckpoint } from './training-checkpoint';

/**
 * Runs a training to its end, its early stop or its cancellation.
 *
 * @throws TrainingDivergedError when a number is no longer finite
 * @throws WakefulError `training-checkpoint-invalid` when `resumeFrom` belongs to another training;
 *   `stage-unknown`
 * @throws RangeError for a recipe, mixup or label that makes no sense
 */
export async function trainNetwork(
  setup: TrainingSetup,
  control: TrainingControl = {},
): Promise<TrainingResult> {
  checkRecipe(setup.recipe);
  registerTrainingGradients(getBackend());
  let training: Training | null = null;
  try {
    training = new Training(setup, control, await prepareTraining(setup, control));
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

class Training {
  readonly #setup: TrainingSetup;
  readonly #control: TrainingControl;
  readonly #prepared: PreparedTraining;
  readonly #specs: readonly WeightSpec[];
  readonly #module: DeviationModule;
  readonly #optimizer: Optimizer;
  #weights: Weights;
  #batch = 0;
  #best: BestSoFar | null = null;
  #validationsSinceBest = 0;
  #order: { readonly epoch: number; readonly items: readonly number[] } | null = null;

  constructor(setup: TrainingSetup, control: TrainingControl, prepared: PreparedTraining) {
    const { recipe, backbone, identity, fromStage, trainFrom = fromStage } = setup;
    const { frozen, spread, plan, batches, batchesPerEpoch } = prepared;
    this.#setup = setup;
    this.#control = control;
    this.#prepared = prepared;
    this.#specs = trainedSpecs(setup);
    // The rows hold what the first trained stage reads.
    this.#module = {
      backbone,
      identity,
      face: frozen,
      fromStage: trainFrom,
      spread: spread && tensor1d(spread),
    };
    this.#optimizer = new Optimizer(recipe.optimizer, recipe.weightDecay);
    this.#weights = this.#firstWeights();
    if (control.resumeFrom) this.#restore(control.resumeFrom);
    control.onEvent?.({
      type: 'planned',
      undersampling: plan.undersampling,
      mixup: plan.mixup,
      originals: plan.originals.length,
      mixed: plan.pairs.length,
      batches,
      batchesPerEpoch,
    });
  }

  async run(): Promise<TrainingResult> {
    const { signal, onEvent, checkpointEvery } = this.#control;
    while (this.#batch < this.#prepared.batches && !this.#isStale()) {
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
    const values = new Map([...(await toValues(this.#prepared.frozen)), ...trained]);
    const pick = (specs: readonly WeightSpec[]): WeightValues =>
      new Map(specs.map(({ name }) => [name, values.get(name)!]));
    const { backbone, fromStage, classes } = this.#setup;
    return {
      outcome: this.#isStale() ? 'early-stop' : 'finished',
      weights: {
        face: pick(weightSpecs(backbone, { from: fromStage })),
        state: pick(stateSpecs(backbone.embeddingSize, classes.length)),
        spread: this.#prepared.spread,
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
      settings: this.#prepared.settings,
      batch: this.#batch,
      weights: await toValues(this.#weights),
      slots,
      spread: this.#prepared.spread,
      best: this.#best,
      validationsSinceBest: this.#validationsSinceBest,
    };
  }

  dispose(): void {
    dispose([...this.#weights.values()]);
    disposeWeights(this.#prepared.frozen);
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
    const epoch = Math.floor(batch / this.#prepared.batchesPerEpoch);
    if (this.#order?.epoch !== epoch) {
      const people = this.#prepared.items.map(({ person }) => person);
      this.#order = { epoch, items: epochOrder(people, recipe.imagesPerPerson, orderRandom(seed, epoch)) };
    }
    const start = (batch % this.#prepared.batchesPerEpoch) * recipe.batchSize;
    return this.#order.items
      .slice(start, start + recipe.batchSize)
      .map((item) => this.#prepared.items[item]!);
  }

  async #step(): Promise<void> {
    const { recipe, seed, rowsAtOnce = DEFAULT_ROWS_AT_ONCE } = this.#setup;
    const batch = this.#batch;
    const items = this.#itemsAt(batch);
    const { loss, gradients, norm } = await stepGradients({
      module: this.#module,
      weights: this.#weights,
      items,
      rows: this.#prepared.rows,
      classWeights: this.#prepared.classWeights,
      dropout: dropoutMask(items.length, dropoutRandom(seed, batch)),
      rowsAtOnce,
      batch,
    });
    const factor = scheduleFactor(recipe.schedule, {
      batch,
      batchesPerEpoch: this.#prepared.batchesPerEpoch,
      batches: this.#prepared.batches,
    });
    this.#update(gradients, norm, factor);
    this.#batch += 1;
    this.#control.onEvent?.({
      type: 'batch',
      batch: this.#batch,
      batches: this.#prepared.batches,
      epoch: Math.floor(batch / this.#prepared.batchesPerEpoch),
      loss,
      gradientNorm: norm,
      learningRate: recipe.networkLearningRate * factor,
    });
  }

  #update(gradients: ReadonlyMap<string, Tensor>, norm: number, factor: number): void {
    const { recipe } = this.#setup;
    const shrink =
      recipe.gradientClip !== null && norm > recipe.gradientClip ? recipe.gradientClip / norm : null;
    const updates = new Map<string, WeightUpdate>();
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
    if (!validation || !this.#prepared.validationRows) return;
    if (this.#batch % validation.every !== 0 && this.#batch < this.#prepared.batches) return;
    const predictions = await predictRows(
      { ...this.#module, face: this.#weights },
      this.#weights,
      this.#prepared.validationRows,
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
