import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Optimizer, type WeightUpdate } from '../../../src/training/optimizer';
import type { OptimizerSettings } from '../../../src/training/recipe';
import { useTestBackend } from '../../support/tfjs-backends';

const SGD: OptimizerSettings = { kind: 'sgd', momentum: 0 };
const MOMENTUM: OptimizerSettings = { kind: 'sgd', momentum: 0.9 };
const ADAM: OptimizerSettings = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Gradients of three steps on one weight. */
const GRADIENTS = [0.5, -2, 0.25];

/** Runs the optimizer over the gradients; every tensor but the result is disposed. */
function run(
  settings: OptimizerSettings,
  decay: number,
  gradients: readonly number[],
  optimizer = new Optimizer(settings, decay),
  start = 1,
): number {
  let weight: tf.Tensor = tf.tensor1d([start]);
  for (const value of gradients) {
    const gradient = tf.tensor1d([value]);
    const next = optimizer
      .step(new Map<string, WeightUpdate>([['w', { weight, gradient, learningRate: 0.1 }]]))
      .get('w')!;
    tf.dispose([weight, gradient]);
    weight = next;
  }
  const result = weight.dataSync()[0]!;
  weight.dispose();
  return result;
}

describe('Optimizer', () => {
  beforeAll(() => useTestBackend('cpu'));
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(0);
  });

  it('SGD with weight decay is PyTorch’s: the L2 term is part of the gradient', () => {
    let w = 1;
    for (const g of GRADIENTS) w -= 0.1 * (g + 0.01 * w);
    expect(run(SGD, 0.01, GRADIENTS)).toBeCloseTo(w, 6);
    expect(run(SGD, 0, GRADIENTS)).toBeCloseTo(1 - 0.1 * (0.5 - 2 + 0.25), 6);
  });

  it('momentum is PyTorch’s: buffer = 0.9·buffer + gradient', () => {
    let [w, buffer] = [1, 0];
    for (const g of GRADIENTS) {
      buffer = 0.9 * buffer + g + 0.01 * w;
      w -= 0.1 * buffer;
    }
    const optimizer = new Optimizer(MOMENTUM, 0.01);
    expect(run(MOMENTUM, 0.01, GRADIENTS, optimizer)).toBeCloseTo(w, 6);
    optimizer.dispose();
  });

  it('Adam follows Kingma and Ba’s algorithm 1, with bias correction', () => {
    let [w, m, v] = [1, 0, 0];
    GRADIENTS.forEach((gradient, i) => {
      const g = gradient + 0.01 * w;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      const [mHat, vHat] = [m / (1 - 0.9 ** (i + 1)), v / (1 - 0.999 ** (i + 1))];
      w -= (0.1 * mHat) / (Math.sqrt(vHat) + 1e-8);
    });
    const optimizer = new Optimizer(ADAM, 0.01);
    expect(run(ADAM, 0.01, GRADIENTS, optimizer)).toBeCloseTo(w, 5);
    optimizer.dispose();
  });

  it.each([MOMENTUM, ADAM])('$kind goes on from a saved state to the same bits', (settings) => {
    const whole = new Optimizer(settings, 0.01);
    const expected = run(settings, 0.01, GRADIENTS, whole);
    const first = new Optimizer(settings, 0.01);
    const between = run(settings, 0.01, GRADIENTS.slice(0, 2), first);
    const second = new Optimizer(settings, 0.01);
    const saved = [...first.slots].map(([slot, tensors]): [string, Map<string, tf.Tensor>] => [
      slot,
      new Map([...tensors].map(([name, tensor]) => [name, tf.tensor(tensor.dataSync(), tensor.shape)])),
    ]);
    second.restore(first.steps, new Map(saved));
    expect(run(settings, 0.01, GRADIENTS.slice(2), second, between)).toBe(expected);
    for (const optimizer of [whole, first, second]) optimizer.dispose();
  });
});
