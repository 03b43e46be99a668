import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { stagesOf, weightSpecs, lookup } from '../../../src/network/backbone';
import { facenet } from '../../../src/network/facenet';
import { facenetStateDict, importFacenet } from '../../../src/network/facenet-import';
import type { StoredTensor } from '../../../src/network/safetensors';
import { elementCount, writeSafetensors } from '../../../src/network/safetensors';
import { backboneDigest, disposeWeights, readBackboneFile, toTensors } from '../../../src/network/weights';
import { seededRandom } from '../../support/networks';
import type { Planes, TorchTensor } from '../../support/plain-inception';
import { PLAIN_STAGES } from '../../support/plain-inception';
import { TEST_BACKENDS, useTestBackend } from '../../support/tfjs-backends';

/**
 * A whole state_dict with the public checkpoint's names and shapes, and values that keep
 * activations alive.
 */
function madeUpStateDict(): Map<string, TorchTensor> {
  const random = seededRandom(5);
  return new Map(
    facenetStateDict.map(({ name, shape }) => {
      const fanIn = elementCount(shape.slice(1));
      const value = name.endsWith('running_var')
        ? () => 0.5 + random()
        : shape.length > 1
          ? () => (2 * random() - 0.8) / Math.sqrt(fanIn)
          : () => random() - 0.3;
      return [name, { shape, data: Float32Array.from({ length: elementCount(shape) }, value) }];
    }),
  );
}

const stateDict = madeUpStateDict();

function fileOf(
  dict: ReadonlyMap<string, TorchTensor>,
  extra: Record<string, StoredTensor> = {},
): Uint8Array<ArrayBuffer> {
  const stored = new Map<string, StoredTensor>(Object.entries(extra));
  for (const [name, { shape, data }] of dict) {
    stored.set(name, { dtype: 'F32', shape, bytes: new Uint8Array(data.slice().buffer) });
  }
  return writeSafetensors(stored, { format: 'pt' });
}

const ignored: Record<string, StoredTensor> = {
  'logits.weight': { dtype: 'F32', shape: [2, 2], bytes: new Uint8Array(16) },
  'logits.bias': { dtype: 'F32', shape: [2], bytes: new Uint8Array(8) },
  'conv2d_1a.bn.num_batches_tracked': { dtype: 'I64', shape: [], bytes: new Uint8Array(8) },
};
const values = readBackboneFile(facenet, importFacenet(fileOf(stateDict, ignored), 'F32'));

/** channel-first → [1, h, w, c]. */
function toTensor({ channels, height, width, data }: Planes): tf.Tensor4D {
  return tf.tidy(() =>
    tf.transpose(tf.tensor4d(Float32Array.from(data), [1, channels, height, width]), [0, 2, 3, 1]),
  );
}

/** Channels that go into a stage, and the side of a small input that exercises all of it. */
const CASES: readonly (readonly [stage: string, channels: number, side: number])[] = [
  ['conv2d_1a', 3, 7],
  ['conv2d_2b', 32, 4],
  ['maxpool_3a', 8, 6],
  ['conv2d_4a', 80, 4],
  ['repeat_1.4', 256, 4],
  ['mixed_6a', 256, 5],
  ['repeat_2.9', 896, 5],
  ['mixed_7a', 896, 3],
  ['repeat_3.0', 1792, 2],
  ['block8', 1792, 2],
  ['last_linear', 1792, 2],
];

/** The same for every backend, and slow: computed once. */
const plainResults = new Map<string, Float64Array>();
function plainResult(stage: string, input: Planes): Float64Array {
  const result = plainResults.get(stage) ?? PLAIN_STAGES[stage]!(stateDict, input).data;
  plainResults.set(stage, result);
  return result;
}

describe.each(TEST_BACKENDS)('stages of facenet on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(CASES)(
    '%s computes what plain loops compute from the state_dict',
    async (name, channels, side) => {
      const random = seededRandom(channels + side);
      const input: Planes = {
        channels,
        height: side,
        width: side,
        data: Float64Array.from({ length: channels * side * side }, () => random()),
      };
      const [stage] = stagesOf(facenet, { from: name });
      const weights = toTensors(values, stage!.weights);
      const x = toTensor(input);
      const y = tf.tidy(() => {
        const output = stage!.apply(x, lookup(weights));
        return output.rank === 4 ? tf.transpose(output, [0, 3, 1, 2]) : output;
      });
      const wanted = plainResult(name, input);
      const got = await y.data();
      expect(got).toHaveLength(wanted.length);
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(wanted.filter((value) => value !== 0).length).toBeGreaterThan(wanted.length / 4);
      const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(got[i]! - value)), 0);
      expect(worst / largest).toBeLessThan(1e-5);
      tf.dispose([x, y]);
      disposeWeights(weights);
    },
  );

  test('normalize gives vectors of length 1, and leaves zero alone', async () => {
    const x = tf.tensor2d([3, 4, 0, 0], [2, 2]);
    const [stage] = stagesOf(facenet, { from: 'normalize' });
    const y = tf.tidy(() => stage!.apply(x, lookup(new Map())));
    const got = await y.data();
    [0.6, 0.8, 0, 0].forEach((value, i) => expect(got[i]).toBeCloseTo(value, 6));
    tf.dispose([x, y]);
  });
});

describe('the definition of facenet', () => {
  beforeAll(() => useTestBackend('wasm'));

  test('has the parameters of InceptionResnetV1', () => {
    // facenet-pytorch, classify=False: 23,482,624 parameters, of them two for each BN channel
    // (ours: one bias).
    const source = facenetStateDict
      .filter(({ name }) => !name.includes('.running_') && !name.startsWith('last_bn.running'))
      .reduce((sum, { shape }) => sum + elementCount(shape), 0);
    expect(source).toBe(23_482_624);
    expect(facenetStateDict).toHaveLength(602);
  });

  test('turns 160 px faces into 512 numbers of length 1', async () => {
    const weights = toTensors(values, weightSpecs(facenet));
    const y = tf.tidy(() => {
      let x: tf.Tensor = facenet.preprocess(tf.randomUniform([1, 160, 160, 3], 0, 255, 'float32', 1));
      const shapes: Record<string, number[]> = {};
      for (const stage of facenet.stages) {
        x = stage.apply(x, lookup(weights));
        shapes[stage.name] = x.shape.slice(1);
      }
      expect(shapes).toMatchObject({
        conv2d_4b: [17, 17, 256],
        mixed_6a: [8, 8, 896],
        mixed_7a: [3, 3, 1792],
        last_linear: [512],
      });
      return x;
    });
    expect(y.shape).toEqual([1, 512]);
    expect(Math.hypot(...(await y.data()))).toBeCloseTo(1, 5);
    y.dispose();
    disposeWeights(weights);
  });

  test('scales pixels to −1..1 as its training did', async () => {
    const x = tf.tensor4d([0, 127.5, 255], [1, 1, 1, 3]);
    const y = facenet.preprocess(x);
    expect([...(await y.data())]).toEqual([-127.5 / 128, 0, 127.5 / 128]);
    tf.dispose([x, y]);
  });
});

describe('importing facenet', () => {
  test('fp16 and fp32 are the same network', async () => {
    const half = readBackboneFile(facenet, importFacenet(fileOf(stateDict), 'F16'));
    expect(await backboneDigest(facenet, half)).toBe(await backboneDigest(facenet, values));
    const [a, b] = [half, values].map((all) => all.get('block8.branch1.1/kernel')!);
    const worst = b!.reduce((most, value, i) => Math.max(most, Math.abs(a![i]! - value)), 0);
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(1e-3);
  });

  const poisoned = new Float32Array(192).fill(1);
  poisoned[7] = Infinity;
  const negative = new Float32Array(192).fill(1);
  negative[9] = -0.5;
  test.each<
    [string, (dict: Map<string, TorchTensor>) => Map<string, TorchTensor> | Uint8Array<ArrayBuffer>, RegExp]
  >([
    [
      'without a tensor',
      (d) => (d.delete('repeat_2.3.branch1.1.conv.weight'), d),
      /"repeat_2.3.branch1.1.conv.weight" is missing/,
    ],
    [
      'with a tensor of another network',
      (d) => d.set('layer4.0.conv1.weight', { shape: [1], data: new Float32Array(1) }),
      /"layer4.0.conv1.weight" does not belong/,
    ],
    [
      'in HWIO layout',
      (d) => d.set('conv2d_1a.conv.weight', { shape: [3, 3, 3, 32], data: new Float32Array(864) }),
      /"conv2d_1a.conv.weight" has the shape \[3, 3, 3, 32\] instead of \[32, 3, 3, 3\]/,
    ],
    [
      'with an infinity',
      (d) => d.set('block8.branch0.bn.running_mean', { shape: [192], data: poisoned }),
      /"block8.branch0.bn.running_mean" is not finite: element 7/,
    ],
    [
      'with a negative variance',
      (d) => d.set('block8.branch0.bn.running_var', { shape: [192], data: negative }),
      /"block8.branch0.bn.running_var" is no variance: element 9/,
    ],
    ['that is cut off', (d) => fileOf(d).slice(0, -1000), /cut off: tensor "/],
    [
      'that is another kind of file',
      () => new TextEncoder().encode('<!doctype html><title>Not found</title>'),
      /Not a safetensors file/,
    ],
  ])('refuses a file %s', (_, change, message) => {
    const changed = change(new Map(stateDict));
    const file = changed instanceof Map ? fileOf(changed) : changed;
    expect(() => importFacenet(file, 'F16')).toThrow(
      expect.objectContaining({ code: 'model-load', message: expect.stringMatching(message) as string }),
    );
  });
});
