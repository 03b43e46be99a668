/** A training of `npm run train`, from its options to the weights. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BackboneId } from '../../common/backbone-ids';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { WakefulError } from '../../common/errors';
import { stagesOf, weightSpecs, type Backbone, type Weights } from '../../network/backbone';
import { calibratedState } from '../../network/calibrated-state';
import { readCheckpoint } from '../../network/checkpoint';
import type { CheckpointDescription } from '../../network/checkpoint-card';
import { toTensors, type TrainedWeights } from '../../network/weights';
import { withAugmented } from '../../training/augmented-samples';
import { PAPER_MIXUP } from '../../training/mixup';
import { ADAM_RECIPE } from '../../training/recipe';
import { trainedSpecs, type TrainingControl, type TrainingSetup } from '../../training/setup';
import { trainNetwork } from '../../training/trainer';
import { decodeTrainingCheckpoint, encodeTrainingCheckpoint } from '../../training/training-checkpoint';
import { loadBackbone, type LoadedBackbone } from '../backbone-files';
import { cropSamples } from '../dataset/crops';
import { readDataset } from '../dataset/extracted';
import { writeFileAtomic } from '../files';
import { useNodeBackend } from '../node-backend';
import { checkpointFile } from '../predict/checkpoint';
import type { FaceGroup } from '../predict/face-groups';
import type { progressLine } from '../progress';
import { hasTrunk, TrunkCache, trainedPart } from '../trunk-cache';
import { sourceless, trainingRows } from './rows';

/** Steps between two states that an interrupted training can go on from. */
const KEPT_EVERY = 100;

export interface TrainOptions {
  /** The folder of the data set `train`. */
  readonly data: string;
  /** What is kept of an unfinished training stands beside it. */
  readonly out: string;
  readonly seed: number;
  readonly backbone: BackboneId;
  readonly fromStage: string;
  /** A checkpoint to go on from; null: the backbone. */
  readonly start: string | null;
  readonly epochs: number;
  /** Augmented versions of each crop. */
  readonly copies: number;
  /** Side that the crops are scaled to, pixels; null: as they are. */
  readonly inputSize: number | null;
  readonly deviation: boolean;
  readonly mixup: boolean;
  /** Labels that know the classes' order; see `Recipe`. */
  readonly ordinal: boolean;
  readonly without: readonly FaceGroup[];
  /** People of each kind of face; null: all. */
  readonly limit: number | null;
  readonly anySource: boolean;
  /** The folder of the trunk's outputs. */
  readonly cache: string;
}

export interface Trained {
  readonly loaded: LoadedBackbone;
  /** The caller's to free. */
  readonly identity: Weights;
  readonly fromStage: string;
  readonly features: 'V_state' | 'V_face';
  /** Side of the crops that the network read, pixels. */
  readonly inputSize: number;
  readonly weights: TrainedWeights;
  readonly training: CheckpointDescription['training'];
}

/** The earlier one of two stages. */
const earlierStage = (backbone: Backbone, a: string, b: string): string =>
  stagesOf(backbone, { from: a }).length >= stagesOf(backbone, { from: b }).length ? a : b;

const featuresOf = (deviation: boolean): Trained['features'] => (deviation ? 'V_state' : 'V_face');

/**
 * Where no weight of the Face Model is trained, it stays the Identity Model.
 * @throws WakefulError `training-of-nothing`
 */
function assertDeviates(backbone: Backbone, { fromStage, deviation }: TrainOptions): void {
  if (!deviation || weightSpecs(backbone, { from: fromStage }).length > 0) return;
  throw new WakefulError(
    'training-of-nothing',
    `From ${fromStage} on ${backbone.id} has no weights to train: V_state would stay 0 for every face.`,
    'Train from an earlier stage (--from-stage), go on from a checkpoint (--start), or read V_face (--no-deviation).',
  );
}

/**
 * What a training goes on from. Stages that the checkpoint leaves to the backbone are the
 * backbone's; those that it has trained before `trainFrom` are of the Face Model too, and stay as
 * they are.
 */
function startFrom(
  path: string,
  { backbone, values, digest }: LoadedBackbone,
  { fromStage: trainFrom, deviation }: Pick<TrainOptions, 'fromStage' | 'deviation'>,
): { readonly fromStage: string; readonly weights: TrainedWeights } {
  const { card, face, state, spread } = readCheckpoint(checkpointFile(path), backbone, digest);
  if (card.features !== featuresOf(deviation)) {
    throw new WakefulError(
      'start-unlike',
      `The state module of "${card.name}" (${path}) reads ${card.features}; this training's would read ${featuresOf(deviation)}.`,
      deviation
        ? 'Train it on with --no-deviation, or go on from another checkpoint.'
        : 'Train it on without --no-deviation, or go on from another checkpoint.',
    );
  }
  const fromStage = earlierStage(backbone, trainFrom, card.fromStage);
  const all = weightSpecs(backbone, { from: fromStage }).map(
    ({ name }) => [name, face.get(name) ?? values.get(name)!] as const,
  );
  return { fromStage, weights: { face: new Map(all), state: calibratedState(card, state), spread } };
}

/** The call that repeats a training. */
export function trainCommand(options: TrainOptions): string {
  const { data, out, seed, backbone, fromStage, start, epochs, copies, inputSize, limit, without } = options;
  return [
    `npm run train -- --data ${data} --out ${out} --seed ${seed} --from-stage ${fromStage} --epochs ${epochs}`,
    `--copies ${copies}`,
    ...(backbone === 'faceres' ? [] : [`--backbone ${backbone}`]),
    ...(start === null ? [] : [`--start ${start}`]),
    ...(inputSize === null ? [] : [`--input-size ${inputSize}`]),
    ...(limit === null ? [] : [`--limit ${limit}`]),
    ...without.map((group) => `--without "${group}"`),
    ...(options.deviation ? [] : ['--no-deviation']),
    ...(options.mixup ? [] : ['--no-mixup']),
    ...(options.ordinal ? ['--ordinal'] : []),
    ...(options.anySource ? ['--any-source'] : []),
  ].join(' ');
}

/**
 * Trains, or goes on where an interrupted run of the same training stopped.
 * @throws WakefulError `training-cancelled`, `training-one-sided`, `training-of-nobody`,
 *   `training-of-nothing`, `training-checkpoint-invalid`, `start-unlike`, `checkpoint-missing`,
 *   `checkpoint-invalid`, `model-load`, `stage-unknown`
 * @throws DatasetError
 */
export async function train(options: TrainOptions, line: ReturnType<typeof progressLine>): Promise<Trained> {
  const { data, out, seed, copies } = options;
  const features = featuresOf(options.deviation);
  const training = trainingRows(readDataset(join(data, 'train')), {
    without: options.without,
    limit: options.limit ?? Infinity,
  });
  const inputSize = options.inputSize ?? training.manifest.cropSize;

  await useNodeBackend('wasm');
  const loaded = await loadBackbone(options.backbone);
  const { backbone, values, digest } = loaded;
  const start = options.start === null ? null : startFrom(options.start, loaded, options);
  if (start === null) assertDeviates(backbone, options);
  const fromStage = start?.fromStage ?? options.fromStage;
  const identity = toTensors(values, weightSpecs(backbone));
  const plain = cropSamples(training, training.crops, inputSize);
  const weighed = options.anySource
    ? plain
    : { ...plain, samples: sourceless(training.crops, plain.samples) };
  const faces = withAugmented(weighed, copies, seed);
  const frozen = hasTrunk(backbone, fromStage)
    ? await TrunkCache.open(
        {
          folder: options.cache,
          backbone,
          identity,
          fromStage,
          name: JSON.stringify([
            'train',
            training.digest,
            training.crops.map(({ file }) => file),
            copies,
            seed,
            inputSize,
            'augmentation 2',
          ]),
          digest,
        },
        faces,
        (done, total) => line.show('frozen part', done / total, { of: [total, 'faces'] }),
      )
    : null;
  const setup: TrainingSetup = {
    backbone: frozen ? trainedPart(backbone, fromStage) : backbone,
    identity,
    fromStage,
    trainFrom: options.fromStage,
    classes: WAKEFULNESS_CLASSES,
    features,
    training: frozen?.samples(faces.samples, [...faces.samples.keys()]) ?? faces,
    pictures: training.digest,
    recipe: {
      ...ADAM_RECIPE,
      length: { epochs: options.epochs },
      classWeights: options.anySource ? ADAM_RECIPE.classWeights : 'equal',
      ...(options.ordinal && { labels: 'ordinal' as const }),
    },
    mixup: options.mixup ? PAPER_MIXUP : null,
    seed,
    ...(start && { start: start.weights }),
  };
  const specs = trainedSpecs(setup);
  const keptPath = unfinishedPath(out);
  const resumed = await ofUnfinished(keptPath, () =>
    existsSync(keptPath) ? decodeTrainingCheckpoint(new Uint8Array(readFileSync(keptPath)), specs) : null,
  );
  const steering: TrainingControl = {
    checkpointEvery: KEPT_EVERY,
    ...(resumed && { resumeFrom: resumed }),
    onEvent(event) {
      if (event.type === 'batch')
        line.show('training', event.batch / event.batches, {
          of: [event.batches, 'steps'],
          skipped: resumed === null ? null : 'the first steps from an earlier run',
          note: `loss ${event.loss.toFixed(4)}`,
        });
      if (event.type === 'checkpoint')
        writeFileAtomic(keptPath, encodeTrainingCheckpoint(event.checkpoint, specs));
    },
  };
  const result = await ofUnfinished(keptPath, () => trainNetwork(setup, steering));
  frozen?.close();
  if (result.outcome === 'cancelled') {
    throw new WakefulError('training-cancelled', 'The training was cancelled.', 'Start it again.');
  }
  return {
    loaded,
    identity,
    fromStage,
    features,
    inputSize,
    weights: result.weights,
    training: {
      data:
        'Portraits of Labeled Faces in the Wild with lids lowered by drawing, photographs of closed eyes (Closed Eyes in the ' +
        "Wild), faces with other people's eyes, and clips labelled by eye opening.",
      subjects: new Set(training.crops.map(({ subject }) => subject)).size,
      samples: faces.samples.length,
      seed,
      command: trainCommand(options),
    },
  };
}

const unfinishedPath = (out: string): string => `${out}.unfinished`;

/** What is kept of an unfinished training, no longer needed. */
export const forgetUnfinished = (out: string): void => rmSync(unfinishedPath(out), { force: true });

/** Says which file it is about where an unfinished training cannot be gone on with. */
async function ofUnfinished<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof WakefulError && cause.code === 'training-checkpoint-invalid')) throw cause;
    throw new WakefulError(
      'training-checkpoint-invalid',
      `${path}: ${cause.message}`,
      'Go on with the data and options that it was begun with, or delete that file to begin anew.',
      { cause },
    );
  }
}
