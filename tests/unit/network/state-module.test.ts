import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  DROPOUT_RATE,
  HIDDEN_UNITS,
  initialStateWeights,
  posterior,
  stateLogits,
  stateSpecs,
} from '../../../src/network/state-module';
import { disposeWeights } from '../../../src/network/weights';
import { seededRandom, seededValues } from '../../support/networks';
import { TEST_BACKENDS, useTestBackend } from '../../support/tfjs-backends';

const EMBEDDING = 16;
const CLASSES = 3;

/** The same by plain loops. */
function plainLogits(
  weights: ReadonlyMap<string, Float32Array>,
  x: Float32Array,
  factors?: readonly number[],
): number[] {
  const dense = (input: ArrayLike<number>, layer: string, outputs: number): number[] =>
    Array.from({ length: outputs }, (_, o) => {
      let sum = weights.get(`state/${layer}/bias`)![o]!;
      for (let i = 0; i < input.length; i++) {
        sum += input[i]! * weights.get(`state/${layer}/kernel`)![i * outputs + o]!;
      }
      return sum;
    });
  const hidden = dense(x, 'hidden', HIDDEN_UNITS).map(
    (value, unit) => Math.max(0, value) * (factors?.[unit] ?? 1),
  );
  return dense(hidden, 'output', CLASSES);
}

describe.each(TEST_BACKENDS)('the state module on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test('computes what plain loops compute', async () => {
    const weights = initialStateWeights(EMBEDDING, CLASSES, 7);
    const host = new Map<string, Float32Array>();
    for (const [name, tensor] of weights) host.set(name, Float32Array.from(await tensor.data()));
    const input = seededValues(EMBEDDING, 1, 3);
    const x = tf.tensor2d(input, [1, EMBEDDING]);
    const logits = stateLogits(weights, x);
    const wanted = plainLogits(host, input);
    (await logits.data()).forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 5));

    const temperature = 2.5;
    const p = posterior(logits, temperature);
    const weightsOfClasses = wanted.map((value) => Math.exp(value / temperature));
    const total = weightsOfClasses.reduce((a, b) => a + b);
    (await p.data()).forEach((value, i) => expect(value).toBeCloseTo(weightsOfClasses[i]! / total, 5));
    tf.dispose([x, logits, p]);
    disposeWeights(weights);
  });

  test('a handed-in mask drops hidden units and scales the kept ones', async () => {
    const weights = initialStateWeights(EMBEDDING, CLASSES, 7);
    const host = new Map<string, Float32Array>();
    for (const [name, tensor] of weights) host.set(name, Float32Array.from(await tensor.data()));
    const input = seededValues(EMBEDDING, 2, 3);
    const random = seededRandom(3);
    const factors = Array.from({ length: HIDDEN_UNITS }, () =>
      random() < DROPOUT_RATE ? 0 : 1 / (1 - DROPOUT_RATE),
    );
    const [x, mask] = [tf.tensor2d(input, [1, EMBEDDING]), tf.tensor2d(factors, [1, HIDDEN_UNITS])];
    const logits = stateLogits(weights, x, mask);
    const wanted = plainLogits(host, input, factors);
    (await logits.data()).forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 5));
    tf.dispose([x, mask, logits]);
    disposeWeights(weights);
  });

  test('starts from the same weights for the same seed, within their bound', async () => {
    const [first, again, other] = [3, 3, 4].map((seed) => initialStateWeights(EMBEDDING, CLASSES, seed));
    expect([...first!.keys()]).toEqual(stateSpecs(EMBEDDING, CLASSES).map(({ name }) => name));
    for (const { name, shape } of stateSpecs(EMBEDDING, CLASSES)) {
      const data = await first!.get(name)!.data();
      expect(first!.get(name)!.shape).toEqual(shape);
      expect(await again!.get(name)!.data()).toEqual(data);
      expect(await other!.get(name)!.data()).not.toEqual(data);
      const bound = 1 / Math.sqrt(name.startsWith('state/hidden') ? EMBEDDING : HIDDEN_UNITS);
      expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(bound);
    }
    for (const weights of [first!, again!, other!]) disposeWeights(weights);
  });
});
