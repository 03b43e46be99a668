import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { stageOfDepth, trainedStages } from '../../../src/fine-tuning/base';
import { CACHE_BYTES, FACE_COSTS, trainingMemory } from '../../../src/fine-tuning/memory';
import { forward, weightSpecs } from '../../../src/network/backbone';
import { faceres } from '../../../src/network/faceres';
import { facenet } from '../../../src/network/facenet';
import { useTestBackend } from '../../support/tfjs-backends';

const DEPTHS = ['head', 'last', 'deep', 'all'] as const;

it.each([faceres, facenet])('the costs of a face are what $id computes', async (backbone) => {
  await useTestBackend('wasm');
  const weights = new Map(weightSpecs(backbone).map(({ name, shape }) => [name, tf.zeros([...shape])]));
  const image = backbone.preprocess(tf.zeros([1, 160, 160, 3]));
  for (const depth of DEPTHS) {
    const from = stageOfDepth(backbone, depth);
    const input = forward(backbone, weights, image, { until: from });
    const { kernels } = await tf.profile(() => forward(backbone, weights, input, { from }));
    const computes = kernels
      .flatMap(({ outputShapes }) => outputShapes)
      .reduce((sum, shape) => sum + shape.reduce((product, side) => product * side, 1), 0);
    expect({ reads: input.size, computes }).toEqual(FACE_COSTS[backbone.id][depth]);
  }
  tf.dispose([...weights.values(), image]);
});

it('deeper training and more faces take more memory, up to what the cache may take', () => {
  const memory = (depth: (typeof DEPTHS)[number], rows: number) =>
    trainingMemory(trainedStages(faceres, null, depth), depth, rows);
  expect(memory('last', 100)).toBeGreaterThan(memory('head', 100));
  expect(memory('deep', 100)).toBeGreaterThan(memory('last', 100));
  expect(memory('all', 100)).toBeGreaterThan(memory('deep', 100));
  expect(memory('last', 2000)).toBeGreaterThan(memory('last', 100));
  expect(memory('last', 100_000)).toBeGreaterThan(CACHE_BYTES);
});
