/** What a prediction costs, against single forwards, other libraries and the machine's limit. */
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../src/common/random';
import type { Backbone, Weights } from '../../src/network/backbone';
import { embed, weightSpecs } from '../../src/network/backbone';
import { untrainedFace, type DeviationModule } from '../../src/network/deviation';
import { deviate } from '../support/deviate';
import { facenet } from '../../src/network/facenet';
import { elementCount } from '../../src/network/safetensors';
import { humanModel, layersModel, runHumanModel } from './faceres-rivals';
import { timeTogether, type BenchOptions, type Task } from './measure';

/** Side of the large matrices whose product is the machine's own limit. */
const MATMUL_SIDE = { wasm: 1024, webgpu: 1024, cpu: 256 } as const;
/** Cuts of the network, counted from its end, that a deviation forward is measured for. */
const LAST_STAGES = 5;
/** Largest difference in any number of an embedding (they are of the order of 1). */
const SAME_EMBEDDING = 1e-3;
/** Side that Human feeds faceres, pixels. */
const HUMAN_SIDE = 224;

const reading =
  (make: () => tf.Tensor | tf.Tensor[]): Task =>
  async () => {
    const made = make();
    const tensors = Array.isArray(made) ? made : [made];
    await Promise.all(tensors.map((tensor) => tensor.data()));
    tf.dispose(tensors);
  };

/** Multiply-adds of everything that `run` computes with convolutions and matrix products. */
async function multiplyAdds(run: () => tf.Tensor): Promise<number> {
  const { kernels } = await tf.profile(() => {
    run().dispose();
  });
  return kernels.reduce((sum, { name, inputShapes, outputShapes }) => {
    const filter = inputShapes[1];
    const output = outputShapes[0];
    if (!filter || !output) return sum;
    const outputs = output.reduce((product, side) => product * side, 1);
    if (name.includes('Depthwise')) return sum + outputs * filter[0]! * filter[1]!;
    if (name.includes('Conv2D')) return sum + outputs * filter[0]! * filter[1]! * filter[2]!;
    return name.includes('MatMul') ? sum + outputs * filter.at(-2)! : sum;
  }, 0);
}

/** The rival must be the same network. Disposes both. */
async function assertSame(ours: tf.Tensor, theirs: tf.Tensor): Promise<void> {
  const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(ours, theirs))));
  const [worst = NaN] = await difference.data<'float32'>();
  tf.dispose([ours, theirs, difference]);
  if (!(worst < SAME_EMBEDDING)) throw new Error(`The LayersModel differs from our network by ${worst}.`);
}

/** Our deviation forward, trained from `fromStage`, against single forwards. */
export async function benchForward(backbone: Backbone, identity: Weights, options: BenchOptions) {
  const side = backbone.inputSize;
  const rgb = tf.randomUniform<tf.Rank.R4>([1, side, side, 3], 0, 255);
  const large = tf.randomUniform<tf.Rank.R4>([1, HUMAN_SIDE, HUMAN_SIDE, 3], 0, 255);
  const module = (fromStage: string): DeviationModule => ({
    backbone,
    identity,
    face: untrainedFace(backbone, identity, fromStage),
    fromStage,
    spread: null,
  });
  const names = backbone.stages.map(({ name }) => name);
  /** The whole network, and the last stages that hold weights. */
  const cuts = [names[0]!, ...names.slice(-LAST_STAGES - 1, -1)];
  const late = module(backbone.trainFrom);
  const cutTasks = Object.fromEntries(
    cuts.map((stage) => {
      const cut = module(stage);
      return [`from ${stage}`, reading(() => Object.values(deviate(cut, rgb)) as tf.Tensor[])];
    }),
  );
  const known = tf.zeros<tf.Rank.R2>([1, backbone.embeddingSize]);
  const plain = layersModel(identity, [side, side, 3], backbone.stages[0]!.name);
  await assertSame(
    embed(backbone, identity, rgb),
    tf.tidy(() => plain.predict(backbone.preprocess(rgb)) as tf.Tensor),
  );
  const human = await humanModel();
  const matrix = tf.randomNormal<tf.Rank.R2>([MATMUL_SIDE[options.backend], MATMUL_SIDE[options.backend]]);

  const timings = await timeTogether<string>(
    {
      single: reading(() => embed(backbone, identity, rgb)),
      deviation: reading(() => Object.values(deviate(late, rgb)) as tf.Tensor[]),
      deviationEnrolled: reading(() => Object.values(deviate(late, rgb, known)) as tf.Tensor[]),
      ...cutTasks,
      twoLayersModels: reading(() => [0, 1].map(() => plain.predict(rgb) as tf.Tensor)),
      single224: reading(() => embed(backbone, identity, large)),
      human224: () => runHumanModel(human, large),
      matmul: reading(() => tf.matMul(matrix, matrix)),
    },
    options.seconds * 4,
  );
  const macs = await multiplyAdds(() => embed(backbone, identity, rgb));
  const best = (name: string): number => timings[name]!.best;
  const { peakBytes } = await tf.profile(() => {
    tf.dispose(Object.values(deviate(late, rgb)));
  });
  const result = {
    timings,
    multiplyAdds: macs,
    ratios: {
      'deviation / single forward': best('deviation') / best('single'),
      'deviation / two LayersModel passes': best('deviation') / best('twoLayersModels'),
      'deviation with enrolled V_id / single forward': best('deviationEnrolled') / best('single'),
      ...Object.fromEntries(
        cuts.map((stage) => [
          `deviation trained from ${stage} / single forward`,
          best(`from ${stage}`) / best('single'),
        ]),
      ),
      'our faceres / faceres as Human runs it (224 px)': best('single224') / best('human224'),
      'share of the machine’s own matmul rate':
        macs / best('single') / (MATMUL_SIDE[options.backend] ** 3 / best('matmul')),
    },
    peakTensorBytes: peakBytes,
  };
  tf.dispose([rgb, large, known, matrix]);
  plain.dispose();
  human.dispose();
  return result;
}

/**
 * The paper's backbone, cut at its last stages, against its single forward. Its weights are random:
 * the file is not ours to ship, and the time does not depend on them.
 */
export async function benchFacenet(options: BenchOptions) {
  const random = Random.seeded(1);
  const weights = new Map(
    weightSpecs(facenet).map(({ name, shape }) => {
      const values = Float32Array.from({ length: elementCount(shape) }, () => 0.05 * random.normal());
      return [name, tf.tensor(values, [...shape])];
    }),
  );
  const rgb = tf.randomUniform<tf.Rank.R4>([1, facenet.inputSize, facenet.inputSize, 3], 0, 255);
  const cuts = ['mixed_7a', facenet.trainFrom, 'block8'];
  const timings = await timeTogether<string>(
    {
      single: reading(() => embed(facenet, weights, rgb)),
      ...Object.fromEntries(
        cuts.map((fromStage) => {
          const face = untrainedFace(facenet, weights, fromStage);
          const cut = { backbone: facenet, identity: weights, face, fromStage, spread: null };
          return [`from ${fromStage}`, reading(() => Object.values(deviate(cut, rgb)) as tf.Tensor[])];
        }),
      ),
    },
    options.seconds * 4,
  );
  tf.dispose([rgb, [...weights.values()]]);
  const single = timings['single']!.best;
  const ratios = Object.fromEntries(
    cuts.map((stage) => [
      `deviation trained from ${stage} / single forward`,
      timings[`from ${stage}`]!.best / single,
    ]),
  );
  return { timings, ratios };
}
