import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { embed, forward, stagesOf, weightSpecs } from '../../../src/network/backbone';
import { cropsToTensor } from '../../../src/network/crops';
import { faceres } from '../../../src/network/faceres';
import { importFaceres } from '../../../src/network/faceres-import';
import { backboneDigest, disposeWeights, readBackboneFile, toTensors } from '../../../src/network/weights';
import { encodeTensor, readSafetensors, writeSafetensors } from '../../../src/network/safetensors';
import { faceresFile, humanFaceres, portraitCrop } from '../../support/networks';
import { useTestBackend } from '../../support/tfjs-backends';

const file = faceresFile();
const values = readBackboneFile(faceres, file);

function relativeError(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < wanted.length; i++) {
    difference += (got[i]! - wanted[i]!) ** 2;
    size += wanted[i]! ** 2;
  }
  return Math.sqrt(difference / size);
}

/**
 * Human's own graph model, run by tfjs's graph executor: independent of our definition and our
 * importer.
 */
async function reference(size: number): Promise<Float32Array> {
  const { graph, bin } = humanFaceres();
  const { modelTopology, weightsManifest } = graph as {
    modelTopology: object;
    weightsManifest: [{ weights: [] }];
  };
  // The graph says 224×224; the placeholder's shape is only checked, and the network is fully
  // convolutional.
  const topology = JSON.parse(JSON.stringify(modelTopology).replaceAll('"224"', `"${size}"`)) as object;
  const model = await loadGraphModel({
    load: () =>
      Promise.resolve({
        modelTopology: topology,
        weightSpecs: weightsManifest[0].weights,
        weightData: new Uint8Array(bin).buffer,
      }),
  });
  const crop = await portraitCrop(size);
  const bgr = tf.tidy(() =>
    tf.sub(tf.reverse(cropsToTensor([crop]), 3), tf.tensor1d([103.939, 116.779, 123.68])),
  );
  const output = model.execute(bgr, 'global_pooling/Mean') as tf.Tensor;
  const result = Float32Array.from(await output.data());
  tf.dispose([bgr, output]);
  model.dispose();
  return result;
}

describe.each(['cpu', 'wasm'] as const)('faceres on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(backend === 'cpu' ? [160] : [160, 224])("gives Human's own embedding at %d px", async (size) => {
    const weights = toTensors(values, weightSpecs(faceres));
    const input = cropsToTensor([await portraitCrop(size)]);
    const got = tf.tidy(() => embed(faceres, weights, input));
    expect(got.shape).toEqual([1, faceres.embeddingSize]);
    expect(relativeError(await got.data(), await reference(size))).toBeLessThan(1e-5);
    tf.dispose([input, got]);
    disposeWeights(weights);
  });
});

describe('stages of faceres', () => {
  beforeAll(() => useTestBackend('wasm'));

  test('running in two parts is running as one, wherever it is cut, and leaks nothing', async () => {
    const weights = toTensors(values, weightSpecs(faceres));
    const before = tf.memory().numTensors;
    const x = tf.randomNormal([2, 64, 64, 3], 0, 50, 'float32', 3);
    const whole = forward(faceres, weights, x);
    for (const { name } of stagesOf(faceres)) {
      const lower = forward(faceres, weights, x, { until: name });
      const both = forward(faceres, weights, lower, { from: name });
      expect(await both.data()).toEqual(await whole.data());
      tf.dispose([lower, both]);
    }
    tf.dispose([x, whole]);
    expect(tf.memory().numTensors).toBe(before);
    disposeWeights(weights);
  });

  test('an empty run gives the input back as a tensor of its own', () => {
    const x = tf.zeros([1, 8, 8, 3]);
    const y = forward(faceres, new Map(), x, { until: 'conv1' });
    x.dispose();
    expect(y.isDisposed).toBe(false);
    y.dispose();
  });

  test('an unknown stage is refused with the known ones', () => {
    expect(() => stagesOf(faceres, { from: 'block14' })).toThrow(
      expect.objectContaining({
        code: 'stage-unknown',
        remedy: expect.stringContaining('conv1, block1, block2') as string,
      }),
    );
  });

  test('weights have the parameters of MobileNetV1', () => {
    const count = weightSpecs(faceres).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
    // Keras counts 3,228,864 in MobileNet (no top), 4 of them in the BN of each of 10,944 channels;
    // ours has one bias there.
    expect(count).toBe(3_228_864 - 4 * 10_944 + 10_944);
  });
});

describe('importing faceres', () => {
  const { graph, bin } = humanFaceres();

  test('keeps the source fp16 but for the folded depthwise kernels', () => {
    const { tensors, metadata } = readSafetensors(file);
    expect(metadata['backbone']).toBe('faceres');
    for (const [name, { dtype }] of tensors) {
      expect([name, dtype]).toEqual([name, name.endsWith('depthwise/kernel') ? 'F32' : 'F16']);
    }
    expect(file.byteLength).toBeLessThan(6_600_000);
  });

  test.each<[string, unknown, Uint8Array, RegExp]>([
    ['another model', { format: 'layers-model' }, bin, /Not the graph model of faceres/],
    ['cut-off weights', graph, bin.subarray(0, 100_000), /cut off: tensor "/],
    ['too many weights', graph, new Uint8Array(bin.byteLength + 2), /2 bytes follow/],
    [
      'a graph without a layer',
      JSON.parse(JSON.stringify(graph).replaceAll('conv_pw_7/', 'other/')),
      bin,
      /"conv_pw_7\/convolution\/merged_input"/,
    ],
  ])('refuses %s', (_, badGraph, badBin, message) => {
    expect(() => importFaceres(badGraph, badBin)).toThrow(
      expect.objectContaining({ code: 'model-load', message: expect.stringMatching(message) as string }),
    );
  });

  test('refuses values that are not finite, naming the tensor', () => {
    const { tensors, metadata } = readSafetensors(file);
    const poisoned = new Map(tensors);
    poisoned.set('block3/pointwise/bias', {
      dtype: 'F16',
      shape: [128],
      bytes: new Uint8Array(256).fill(0x7e),
    });
    expect(() => readBackboneFile(faceres, writeSafetensors(poisoned, metadata))).toThrow(
      /"block3\/pointwise\/bias" is not finite/,
    );
  });

  test('refuses a file of another network', () => {
    const other = writeSafetensors(new Map(), { backbone: 'facenet' });
    expect(() => readBackboneFile(faceres, other)).toThrow(/weights of facenet, not of faceres/);
    expect(() => readBackboneFile(faceres, writeSafetensors(new Map(), {}))).toThrow(
      /does not say which network/,
    );
  });
});

describe('the digest of a backbone', () => {
  test('is the same for fp16 and fp32 storage, and another for other weights', async () => {
    const digest = await backboneDigest(faceres, values);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    const { metadata } = readSafetensors(file);
    const stored = (dtype: 'F16' | 'F32') =>
      writeSafetensors(
        new Map(
          weightSpecs(faceres).map(({ name, shape }) => [
            name,
            encodeTensor(name, values.get(name)!, shape, dtype),
          ]),
        ),
        metadata,
      );
    expect(await backboneDigest(faceres, readBackboneFile(faceres, stored('F16')))).toBe(digest);
    expect(await backboneDigest(faceres, readBackboneFile(faceres, stored('F32')))).toBe(digest);
    const bias = Float32Array.from(values.get('conv1/bias')!);
    bias[0]! += 0.01;
    expect(await backboneDigest(faceres, new Map([...values, ['conv1/bias', bias]]))).not.toBe(digest);
  });
});
