import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Weights } from '../../../src/network/backbone';
import { embed, weightSpecs } from '../../../src/network/backbone';
import type { RgbaCrop } from '../../../src/network/crops';
import { cropsToTensor } from '../../../src/network/crops';
import type { DeviationModule } from '../../../src/network/deviation';
import { stateVectors, trunk, untrainedFace } from '../../../src/network/deviation';
import { deviate } from '../../support/deviate';
import { faceres } from '../../../src/network/faceres';
import { disposeWeights, readBackboneFile, toTensors } from '../../../src/network/weights';
import { faceresFile, portraitCrop, seededValues, seededWeights, toyBackbone } from '../../support/networks';
import { TEST_BACKENDS, useTestBackend } from '../../support/tfjs-backends';

const rgbOf = (count: number): tf.Tensor4D =>
  tf.tensor4d(
    seededValues(count * 16 * 16 * 3, 1, 127.5).map((value) => value + 127.5),
    [count, 16, 16, 3],
  );

describe.each(TEST_BACKENDS)('the deviation module on %s', (backend) => {
  let identity: Weights;
  beforeAll(async () => {
    await useTestBackend(backend);
    identity = toTensors(seededWeights(toyBackbone, 1), weightSpecs(toyBackbone));
  });
  afterAll(() => disposeWeights(identity));

  function module(fromStage: string, face: Weights, spread: tf.Tensor1D | null = null): DeviationModule {
    return { backbone: toyBackbone, identity, face, fromStage, spread };
  }

  /** A Face Model whose weights from the stage on are half those of the Identity Model. */
  function trained(fromStage: string): Weights {
    return new Map(
      [...untrainedFace(toyBackbone, identity, fromStage)].map(([name, w]) => [name, tf.mul(w, 0.5)]),
    );
  }

  test.each(['stem', 'block', 'pool'])('V_state is exactly 0 before training from %s', async (fromStage) => {
    const rgb = rgbOf(2);
    const before = tf.memory().numTensors;
    const { vState, vId } = deviate(module(fromStage, untrainedFace(toyBackbone, identity, fromStage)), rgb);
    expect(vState.shape).toEqual([2, toyBackbone.embeddingSize]);
    expect((await vState.data()).every((value) => value === 0)).toBe(true);
    expect((await vId.data()).some((value) => value !== 0)).toBe(true);
    tf.dispose([vState, vId]);
    expect(tf.memory().numTensors).toBe(before);
    rgb.dispose();
  });

  test.each(['stem', 'block'])(
    'V_state is V_face − V_id of two whole networks, sharing what is before %s',
    async (fromStage) => {
      const rgb = rgbOf(2);
      const face = trained(fromStage);
      const { vState, vId } = deviate(module(fromStage, face), rgb);
      const whole = embed(toyBackbone, new Map([...identity, ...face]), rgb);
      const plain = embed(toyBackbone, identity, rgb);
      const [state, id, vFace, vPlain] = await Promise.all([vState, vId, whole, plain].map((t) => t.data()));
      expect(id).toEqual(vPlain);
      state!.forEach((value, i) => expect(value).toBeCloseTo(vFace![i]! - vPlain![i]!, 5));
      expect(state!.some((value) => Math.abs(value) > 1e-3)).toBe(true);
      tf.dispose([rgb, vState, vId, whole, plain]);
      disposeWeights(face);
    },
  );

  test('a known identity stands for the identity branch, and the spread divides', async () => {
    const rgb = rgbOf(2);
    const face = trained('block');
    const spread = tf.tensor1d(Array.from({ length: toyBackbone.embeddingSize }, (_, i) => i + 1));
    const vKnown = seededValues(toyBackbone.embeddingSize, 9);
    const known = tf.tensor2d(vKnown, [1, toyBackbone.embeddingSize]);
    const own = deviate(module('block', face), rgb);
    const scaled = deviate(module('block', face, spread), rgb, known);
    const [plain, divided, ids] = await Promise.all(
      [own.vState, scaled.vState, own.vId].map((t) => t.data()),
    );
    divided!.forEach((value, i) => {
      const dimension = i % toyBackbone.embeddingSize;
      expect(value).toBeCloseTo((plain![i]! + ids![i]! - vKnown[dimension]!) / (dimension + 1), 5);
    });
    tf.dispose([rgb, spread, known, own.vState, own.vId, scaled.vState, scaled.vId]);
    disposeWeights(face);
  });
});

describe('the deviation module on faceres', () => {
  const values = readBackboneFile(faceres, faceresFile());
  let portrait: RgbaCrop;
  beforeAll(async () => {
    await useTestBackend('cpu');
    portrait = await portraitCrop(64);
  });

  test('the trunk is computed once, and a known identity leaves one branch', async () => {
    const identity = toTensors(values, weightSpecs(faceres));
    const module: DeviationModule = {
      backbone: faceres,
      identity,
      face: untrainedFace(faceres, identity, 'block10'),
      fromStage: 'block10',
      spread: null,
    };
    const rgb = cropsToTensor([portrait]);
    const known = tf.tensor2d(new Float32Array(faceres.embeddingSize), [1, faceres.embeddingSize]);
    const convolutions = async (run: () => tf.TensorContainer): Promise<number> => {
      const { kernelNames, kernels } = await tf.profile(() => tf.tidy(run));
      expect(kernelNames).toContain('FusedConv2D');
      return kernels.filter(({ name }) => name === 'FusedConv2D').length;
    };
    // 14 convolutions in all (conv1 and 13 pointwise); 4 of them from block10 on.
    expect(await convolutions(() => trunk(module, rgb))).toBe(10);
    expect(await convolutions(() => ({ ...deviate(module, rgb) }))).toBe(18);
    expect(await convolutions(() => ({ ...deviate(module, rgb, known) }))).toBe(14);
    tf.dispose([rgb, known]);
    disposeWeights(identity);
  });

  test('gradients reach the Face Model and not the Identity Model', () => {
    const identity = toTensors(values, weightSpecs(faceres));
    const face = new Map(
      [...untrainedFace(faceres, identity, 'block13')].map(([name, w]) => [name, tf.variable(w, true, name)]),
    );
    const module: DeviationModule = { backbone: faceres, identity, face, fromStage: 'block13', spread: null };
    const rgb = cropsToTensor([portrait]);
    const before = tf.memory().numTensors;
    const { value, grads } = tf.variableGrads(() => {
      const { vState, vId } = deviate(module, rgb);
      return tf.sum(tf.mul(stateVectors(module, vState, vId), tf.range(0, faceres.embeddingSize)));
    });
    expect(Object.keys(grads).sort()).toEqual([...face.keys()].sort());
    for (const gradient of Object.values(grads))
      expect(tf.max(tf.abs(gradient)).arraySync()).toBeGreaterThan(0);
    tf.dispose([value, ...Object.values(grads)]);
    tf.dispose(rgb);
    expect(tf.memory().numTensors).toBeLessThan(before + 12);
    for (const variable of face.values()) variable.dispose();
    disposeWeights(identity);
  });
});
