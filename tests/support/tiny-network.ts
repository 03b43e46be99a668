/** A network of three small stages and faces made of noise, for tests of the training itself. */
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../src/common/random';
import type { Backbone, Weights } from '../../src/network/backbone';
import { weightSpecs } from '../../src/network/backbone';
import {
  convolutionWeights,
  convolve,
  convolveDepthwise,
  depthwiseWeights,
  type Convolution,
  type DepthwiseConvolution,
} from '../../src/network/layers';
import type { FaceSamples } from '../../src/network/face-samples';

const SIDE = 8;
const EMBEDDING = 6;

const stem: Convolution = {
  name: 'stem',
  size: [3, 3],
  inputs: 3,
  outputs: 4,
  stride: 2,
  padding: 'same',
  activation: 'relu',
};
const depthwise: DepthwiseConvolution = { name: 'block/depthwise', channels: 4, stride: 1 };
const pointwise: Convolution = {
  name: 'block/pointwise',
  size: [1, 1],
  inputs: 4,
  outputs: EMBEDDING,
  stride: 1,
  padding: 'same',
  activation: 'linear',
};

export const tinyBackbone: Backbone = {
  id: 'faceres',
  inputSize: SIDE,
  embeddingSize: EMBEDDING,
  trainFrom: 'block',
  stages: [
    { name: 'stem', weights: convolutionWeights(stem), apply: (x, weight) => convolve(stem, x, weight) },
    {
      name: 'block',
      weights: [...depthwiseWeights(depthwise), ...convolutionWeights(pointwise)],
      apply: (x, weight) => convolve(pointwise, convolveDepthwise(depthwise, x, weight), weight),
    },
    { name: 'pool', weights: [], apply: (x) => tf.mean(x, [1, 2]) },
  ],
  preprocess: (rgb) => tf.div(tf.sub(rgb, 127.5), 128),
};

export function tinyIdentity(seed = 3): Weights {
  const random = Random.seeded(seed);
  return new Map(
    weightSpecs(tinyBackbone).map(({ name, shape }) => {
      const size = shape.reduce((product, side) => product * side, 1);
      const scale = name.endsWith('/bias') ? 0.1 : 0.6;
      return [
        name,
        tf.tensor(
          Float32Array.from({ length: size }, () => scale * random.normal()),
          [...shape],
        ),
      ];
    }),
  );
}

/**
 * `perClass` faces of each subject and class: noise around the subject's colour, and a bright block
 * whose row tells the class.
 */
export function tinyFaces(
  subjects: readonly string[],
  classCount: number,
  perClass: number,
  seed = 5,
): FaceSamples & { readonly pixels: readonly Float32Array[] } {
  const random = Random.seeded(seed);
  const samples: { subject: string; label: number }[] = [];
  const pixels: Float32Array[] = [];
  for (const subject of subjects) {
    const colour = [0, 1, 2].map(() => 80 + 60 * random.uniform());
    for (let label = 0; label < classCount; label++) {
      for (let i = 0; i < perClass; i++) {
        samples.push({ subject, label });
        pixels.push(
          Float32Array.from({ length: SIDE * SIDE * 3 }, (_, k) => {
            const row = Math.floor(k / (SIDE * 3));
            const bright = Math.floor((row * classCount) / SIDE) === label ? 90 : 0;
            return colour[k % 3]! + bright * (k % 3 === label % 3 ? 1 : 0.3) + 8 * random.normal();
          }),
        );
      }
    }
  }
  return {
    samples,
    pixels,
    side: SIDE,
    images: (indices) => {
      const data = new Float32Array(indices.length * SIDE * SIDE * 3);
      indices.forEach((index, i) => data.set(pixels[index]!, i * SIDE * SIDE * 3));
      return tf.tensor4d(data, [indices.length, SIDE, SIDE, 3]);
    },
  };
}
