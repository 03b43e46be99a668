/** Everything that a training computes once, before its first step. */
import { stagesOf, weightSpecs, type Weights } from '../network/backbone';
import type { DeviationModule } from '../network/deviation';
import type { FaceSamples } from '../network/face-samples';
import { disposeWeights, toTensors } from '../network/weights';
import { breathe } from './control';
import { trainingItems, type TrainingItem } from './items';
import { classWeights, planTraining, type TrainingPlan } from './plan';
import { totalBatches } from './recipe';
import { Rows } from './rows';
import { settingsOf, type TrainingControl, type TrainingSetup } from './setup';
import { assertSameSettings, type TrainingSettings } from './training-checkpoint';

/** Rows (faces) that go through the network together by default: bounds the memory only. */
export const DEFAULT_ROWS_AT_ONCE = 16;
/** Bytes that cached trunk outputs of one data set may take unless told otherwise. */
const DEFAULT_CACHE_BYTES = 512 * 2 ** 20;
/** The spread of V_id in any one number is taken for at least this fraction of the mean spread. */
const SPREAD_FLOOR = 0.1;

export interface PreparedTraining {
  readonly settings: TrainingSettings;
  readonly plan: TrainingPlan;
  /** The Face Model's stages that are not trained; whoever trains frees them. */
  readonly frozen: Weights;
  readonly spread: Float32Array<ArrayBuffer> | null;
  readonly rows: Rows;
  readonly validationRows: Rows | null;
  readonly items: readonly TrainingItem[];
  readonly classWeights: readonly number[];
  readonly batchesPerEpoch: number;
  readonly batches: number;
}

/**
 * @throws Cancelled when the signal stops it
 * @throws WakefulError `training-checkpoint-invalid` when `resumeFrom` belongs to another training
 * @throws RangeError for a mixup, label or stage that makes no sense
 */
export async function prepareTraining(
  setup: TrainingSetup,
  control: TrainingControl,
): Promise<PreparedTraining> {
  const { backbone, fromStage, trainFrom = fromStage, classes, training, validation, recipe, mixup } = setup;
  const settings = await settingsOf(setup);
  if (control.resumeFrom) assertSameSettings(control.resumeFrom, settings);
  const plan = planTraining(training.samples, classes.length, recipe, mixup, setup.seed);
  if (plan.originals.length === 0) throw new RangeError('There is no sample to train on.');

  const frozen = frozenFace(setup);
  const module: DeviationModule = {
    backbone,
    identity: setup.identity,
    face: frozen,
    fromStage,
    spread: null,
  };
  const stage = mixup?.stage ?? 'V_state';
  const prepareRows = (name: 'training' | 'validation', data: FaceSamples, chosen: readonly number[]) =>
    Rows.prepare({
      module,
      trainFrom,
      data,
      faces: chosen,
      mixed: name === 'training' && stage === 'images' ? plan.pairs : [],
      withIdentity: setup.features === 'V_state',
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
    const validationRows =
      validation && (await prepareRows('validation', validation.data, [...validation.data.samples.keys()]));
    const items = trainingItems(
      training.samples,
      plan.originals,
      plan.pairs,
      stage,
      rows,
      classes.length,
      recipe.labels,
    );
    const batchesPerEpoch = Math.ceil(items.length / recipe.batchSize);
    return {
      settings,
      plan,
      frozen,
      spread:
        control.resumeFrom?.spread ??
        setup.start?.spread ??
        (recipe.divideBySpread && !setup.start ? rows.identitySpread(SPREAD_FLOOR) : null),
      rows,
      validationRows: validationRows ?? null,
      items,
      classWeights: classWeights(recipe.classWeights, classFractions(items, classes.length)),
      batchesPerEpoch,
      batches: totalBatches(recipe, batchesPerEpoch),
    };
  } catch (error) {
    disposeWeights(frozen);
    throw error;
  }
}

/** The Face Model's stages before the first trained one, which stay as they are. The caller's. */
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

const classFractions = (items: readonly TrainingItem[], classCount: number): readonly number[] =>
  Array.from(
    { length: classCount },
    (_, label) => items.reduce((sum, { target }) => sum + target[label]!, 0) / items.length,
  );
