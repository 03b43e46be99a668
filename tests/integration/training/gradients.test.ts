/**
 * Every layer kind the backbones use: its gradients on each backend against the cpu backend's own
 * kernels, and those against finite differences.
 */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { facenet } from '../../../src/network/facenet';
import { registerTrainingGradients } from '../../../src/training/gradients/register';
import { TEST_BACKENDS, useTestBackend, type TestBackend } from '../../support/tfjs-backends';

/** Largest difference to the cpu backend, relative to the largest gradient. */
const SAME = 2e-5;
/**
 * Finite differences in float32, relative to a directional derivative's usual size,
 * |gradient|·|direction|/√n.
 */
const FINITE_DIFFERENCE = 2e-2;
const STEP = 2e-3;

interface Layer {
  readonly name: string;
  readonly inputs: readonly (readonly number[])[];
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor;
}

const conv = (
  filter: readonly [number, number],
  stride: number,
  pad: 'same' | 'valid',
  image: readonly [number, number] = [9, 8],
): Layer => ({
  name: `conv ${filter.join('×')} stride ${stride} ${pad} on ${image.join('×')}`,
  inputs: [
    [2, ...image, 3],
    [...filter, 3, 4],
  ],
  run: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad),
});

const depthwise = (stride: number, pad: 'same' | 'valid', side: number): Layer => ({
  name: `depthwise 3×3 stride ${stride} ${pad} on ${side}×${side}`,
  inputs: [
    [2, side, side, 4],
    [3, 3, 4, 1],
  ],
  run: (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad),
});

const maxPool = (stride: number, pad: 'same' | 'valid', side: number): Layer => ({
  name: `max pool 3×3 stride ${stride} ${pad} on ${side}×${side}`,
  inputs: [[2, side, side, 4]],
  run: (x) => tf.maxPool(x as tf.Tensor4D, 3, stride, pad),
});

const LAYERS: readonly Layer[] = [
  conv([1, 1], 1, 'same'),
  conv([1, 1], 2, 'valid'),
  // More pixels than one matrix product of the WebGPU gradient takes.
  conv([1, 1], 1, 'same', [42, 30]),
  conv([3, 3], 1, 'same', [42, 30]),
  conv([3, 3], 1, 'same'),
  conv([3, 3], 1, 'valid'),
  conv([3, 3], 2, 'same'),
  conv([3, 3], 2, 'valid'),
  conv([3, 3], 2, 'same', [8, 9]),
  conv([1, 7], 1, 'same'),
  conv([7, 1], 1, 'same'),
  conv([1, 3], 1, 'same', [3, 3]),
  conv([3, 1], 1, 'same', [3, 3]),
  depthwise(1, 'same', 8),
  depthwise(2, 'same', 8),
  depthwise(2, 'same', 7),
  depthwise(1, 'valid', 7),
  depthwise(2, 'valid', 8),
  maxPool(2, 'valid', 9),
  maxPool(2, 'valid', 8),
  maxPool(1, 'same', 6),
  maxPool(2, 'same', 8),
  {
    name: 'fused convolution with bias, linear',
    inputs: [[2, 6, 6, 4], [3, 3, 4, 4], [4]],
    run: (x, w, b) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: w as tf.Tensor4D,
        bias: b,
        strides: 1,
        pad: 'same',
        activation: 'linear',
      }),
  },
  {
    name: 'fused convolution with bias and ReLU',
    inputs: [[1, 3, 3, 4], [1, 1, 4, 4], [4]],
    run: (x, w, b) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: w as tf.Tensor4D,
        bias: b,
        strides: 1,
        pad: 'same',
        activation: 'relu',
      }),
  },
  {
    name: 'fused depthwise with bias and ReLU6',
    inputs: [[1, 4, 4, 4], [3, 3, 4, 1], [4]],
    run: (x, w, b) =>
      tf.fused.depthwiseConv2d({
        x: tf.mul(x as tf.Tensor4D, 3),
        filter: w as tf.Tensor4D,
        bias: b,
        strides: 2,
        pad: 'same',
        activation: 'relu6',
      }),
  },
  {
    name: 'residual scale, sum and ReLU',
    inputs: [
      [2, 3, 3, 4],
      [2, 3, 3, 4],
    ],
    run: (x, y) => tf.relu(tf.add(tf.mul(x, 0.17), y)),
  },
  { name: 'ReLU6', inputs: [[2, 3, 3, 4]], run: (x) => tf.relu6(tf.mul(x, 5)) },
  { name: 'global mean', inputs: [[2, 5, 5, 4]], run: (x) => tf.mean(x, [1, 2]) },
  {
    name: 'concatenated branches',
    inputs: [
      [2, 3, 3, 2],
      [2, 3, 3, 4],
    ],
    run: (x, y) => tf.concat([x, y], 3),
  },
  {
    name: 'dense',
    inputs: [[5, 4], [4, 3], [3]],
    run: (x, w, b) => tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b),
  },
  {
    name: 'L2 normalisation',
    inputs: [[3, 6]],
    run: (x) => tf.div(x, tf.sqrt(tf.sum(tf.square(x), 1, true))),
  },
  {
    name: 'facenet’s normalisation',
    inputs: [[3, 6]],
    run: (x) => facenet.stages.at(-1)!.apply(x, () => x),
  },
  { name: 'log-softmax', inputs: [[4, 3]], run: (x) => tf.logSoftmax(x) },
];

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/**
 * Distinct values, at least a grid step apart and half of one from zero, in random order: no step
 * of the finite difference passes a kink of ReLU or changes which pixel of a pool is the largest.
 */
function distinctValues(shape: readonly number[], random: Random): Float32Array {
  const size = sizeOf(shape);
  const grid = Array.from({ length: size }, (_, i) => (i + 0.5 - Math.ceil(size / 2)) * (2 / size));
  return Float32Array.from(random.shuffled(grid));
}

const uniform = (size: number, random: Random): Float32Array =>
  Float32Array.from({ length: size }, () => 2 * random.uniform() - 1);

interface Problem {
  readonly inputs: readonly Float32Array[];
  readonly outputWeights: (size: number) => Float32Array;
}

const problemOf = (layer: Layer): Problem => ({
  inputs: layer.inputs.map((shape, i) => distinctValues(shape, Random.seeded(11, i))),
  outputWeights: (size) => uniform(size, Random.seeded(12)),
});

const tensorsOf = (layer: Layer, values: readonly Float32Array[]): tf.Tensor[] =>
  values.map((value, i) => tf.tensor(value, [...layer.inputs[i]!], 'float32'));

/** A weighted sum of the layer's outputs. */
const lossOf =
  (layer: Layer, problem: Problem) =>
  (...inputs: tf.Tensor[]) => {
    const y = layer.run(...inputs);
    return tf.sum<tf.Scalar>(tf.mul(y, tf.tensor(problem.outputWeights(y.size), y.shape, 'float32')));
  };

async function gradientsOn(backend: TestBackend, layer: Layer, problem: Problem): Promise<Float32Array[]> {
  await useTestBackend(backend);
  const inputs = tensorsOf(layer, problem.inputs);
  const { value, grads } = tf.valueAndGrads(lossOf(layer, problem))(inputs);
  const result = await Promise.all(grads.map(async (grad) => new Float32Array(await grad.data<'float32'>())));
  tf.dispose([value, inputs, grads]);
  return result;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  const scale = b.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0) / scale;
}

beforeAll(async () => {
  for (const backend of TEST_BACKENDS) {
    await useTestBackend(backend);
    registerTrainingGradients(backend);
  }
});

it('a backend that is not loaded is refused: its own kernels would come later and win', () => {
  expect(() => registerTrainingGradients('webgl')).toThrow(/not loaded/);
});

describe.each(LAYERS)('$name', (layer) => {
  const problem = problemOf(layer);

  it('cpu gradients agree with finite differences', async () => {
    const grads = await gradientsOn('cpu', layer, problem);
    const lossAt = (values: readonly Float32Array[]): number =>
      tf.tidy(() => lossOf(layer, problem)(...tensorsOf(layer, values)).dataSync()[0]!);
    grads.forEach((grad, which) => {
      const random = Random.seeded(13, which);
      for (let trial = 0; trial < 3; trial++) {
        const direction = uniform(grad.length, random);
        const step = STEP / Math.max(1, Math.sqrt(grad.length / 16));
        const moved = (by: number): Float32Array[] =>
          problem.inputs.map((input, i) =>
            i === which ? input.map((value, k) => value + by * direction[k]!) : input,
          );
        const numeric = (lossAt(moved(step)) - lossAt(moved(-step))) / (2 * step);
        const analytic = grad.reduce((sum, value, k) => sum + value * direction[k]!, 0);
        const scale = (Math.hypot(...grad) * Math.hypot(...direction)) / Math.sqrt(grad.length);
        expect(Math.abs(numeric - analytic) / scale).toBeLessThan(FINITE_DIFFERENCE);
      }
    });
  });

  it.each(['wasm', 'webgpu'] as const)(
    '%s gradients agree with the cpu backend’s, without leaks',
    async (name) => {
      const expected = await gradientsOn('cpu', layer, problem);
      await useTestBackend(name);
      const before = tf.memory().numTensors;
      const actual = await gradientsOn(name, layer, problem);
      expect(tf.memory().numTensors).toBe(before);
      actual.forEach((grad, i) => {
        expect(grad.length).toBe(expected[i]!.length);
        expect(largestDifference(grad, expected[i]!)).toBeLessThan(SAME);
      });
    },
  );
});
