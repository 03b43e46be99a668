/** What a training step costs, against tfjs-layers. */
import * as tf from '@tensorflow/tfjs-core';
import type { Backbone, Weights } from '../../src/network/backbone';
import { trunk } from '../../src/network/deviation';
import type { TrainingEvent } from '../../src/training/setup';
import { registerTrainingGradients } from '../../src/training/gradients/register';
import { PAPER_RECIPE } from '../../src/training/recipe';
import { trainNetwork } from '../../src/training/trainer';
import { trainableLayersModel } from './faceres-rivals';
import { timeTogether, type BenchOptions, type Task } from './measure';

const CLASSES = 3;
/** Steps of ours that are measured; the best counts. */
const TRAINING_STEPS = 5;

/** The stage that the shipped checkpoint was trained from; the usual one is a stage later. */
const SHIPPED_STAGE = 'block9';

/** The best of a few steps of our trainer, ms, and the peak of tensors in one, bytes. */
async function ourStep(
  backbone: Backbone,
  identity: Weights,
  fromStage: string,
  rgb: tf.Tensor4D,
): Promise<{ readonly step: number; readonly peakTensorBytes: number }> {
  const images = rgb.shape[0];
  const steps: number[] = [];
  let last = 0;
  const samples = Array.from({ length: images }, (_, i) => ({ subject: `s${i % 2}`, label: i % CLASSES }));
  const run = (batches: number, onEvent: (event: TrainingEvent) => void) =>
    trainNetwork(
      {
        backbone,
        identity,
        fromStage,
        classes: ['asleep', 'drowsy', 'awake'],
        features: 'V_state',
        training: { samples, side: rgb.shape[1], images: (indices) => tf.gather(rgb, [...indices]) },
        recipe: { ...PAPER_RECIPE, undersample: false, batchSize: images, length: { batches } },
        mixup: null,
        seed: 1,
        rowsAtOnce: images,
      },
      { breathe: () => Promise.resolve(), onEvent },
    );
  await run(TRAINING_STEPS, (event) => {
    if (event.type === 'planned') last = performance.now();
    if (event.type !== 'batch') return;
    steps.push(performance.now() - last);
    last = performance.now();
  });
  const { peakBytes } = await tf.profile(async () => {
    await run(1, () => undefined);
    return [];
  });
  return { step: Math.min(...steps.slice(1)), peakTensorBytes: peakBytes };
}

/** One step of our trainer against `trainOnBatch` of the same layers, both from trunk outputs. */
export async function benchTraining(backbone: Backbone, identity: Weights, options: BenchOptions) {
  const side = backbone.inputSize;
  const { images } = options;
  const rgb = tf.randomUniform<tf.Rank.R4>([images, side, side, 3], 0, 255);
  const fromStage = backbone.trainFrom;
  const shared = trunk({ backbone, identity, face: new Map(), fromStage, spread: null }, rgb);
  const model = trainableLayersModel(identity, shared.shape.slice(1), fromStage, CLASSES);
  const targets = tf.oneHot(
    Array.from({ length: images }, (_, i) => i % CLASSES),
    CLASSES,
  );
  const layersStep = async (): Promise<void> => {
    await model.trainOnBatch(shared, targets);
  };
  const stockStep = await once(layersStep, options.seconds);
  registerTrainingGradients(options.backend);
  const layersWithOurGradients = await once(layersStep, options.seconds);

  const { step: ours, peakTensorBytes } = await ourStep(backbone, identity, fromStage, rgb);
  const shipped = await ourStep(backbone, identity, SHIPPED_STAGE, rgb);
  tf.dispose([rgb, shared, targets]);
  model.dispose();
  return {
    images,
    ours,
    shipped: { fromStage: SHIPPED_STAGE, ...shipped },
    layersModelStock: stockStep,
    layersModelWithOurGradients: layersWithOurGradients,
    ratios: {
      'our step / LayersModel step, stock tfjs': stockStep === null ? null : ours / stockStep,
      'our step / LayersModel step with our gradients':
        layersWithOurGradients === null ? null : ours / layersWithOurGradients,
      [`our step from ${SHIPPED_STAGE} / from ${fromStage}`]: shipped.step / ours,
    },
    peakTensorBytes,
  };
}

/** Best of a few runs; null when this backend cannot do it at all. */
async function once(task: Task, seconds: number): Promise<number | null> {
  try {
    return (await timeTogether({ task }, seconds)).task.best;
  } catch (error) {
    console.log(
      `  (not possible: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)})`,
    );
    return null;
  }
}
