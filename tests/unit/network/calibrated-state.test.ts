import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { calibratedState } from '../../../src/network/calibrated-state';
import { HIDDEN_UNITS, posterior, stateLogits, stateSpecs } from '../../../src/network/state-module';
import { disposeWeights, toTensors, type WeightValues } from '../../../src/network/weights';

const EMBEDDING = 8;
const random = Random.seeded(5);
const numbers = (count: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: count }, () => random.normal() / 3);
const state: WeightValues = new Map([
  ['state/hidden/kernel', numbers(EMBEDDING * HIDDEN_UNITS)],
  ['state/hidden/bias', numbers(HIDDEN_UNITS)],
  ['state/output/kernel', numbers(HIDDEN_UNITS * 3)],
  ['state/output/bias', numbers(3)],
]);
const face = numbers(EMBEDDING);

async function read(values: WeightValues, temperature: number): Promise<number[]> {
  const weights = toTensors(values, stateSpecs(EMBEDDING, 3));
  const x = tensor2d(face, [1, EMBEDDING]);
  const p = posterior(stateLogits(weights, x), temperature);
  const result = [...(await p.data<'float32'>())];
  p.dispose();
  x.dispose();
  disposeWeights(weights);
  return result;
}

describe('a calibrated state module', () => {
  beforeAll(async () => {
    await setBackend('cpu');
  });

  it('has the posterior of temperature and biases: p ∝ p(T) · exp(b)', async () => {
    const [temperature, biases] = [1.7, [0.9, -0.2, -0.7]];
    const calibration = { biases, faces: 1, people: 1 };
    const plain = await read(state, temperature);
    const now = await read(calibratedState({ temperature, calibration }, state), temperature);
    const wanted = plain.map((p, label) => p * Math.exp(biases[label]!));
    const whole = wanted.reduce((a, b) => a + b, 0);
    wanted.forEach((value, label) => expect(now[label]).toBeCloseTo(value / whole, 5));
  });

  it('of a checkpoint from before, with a temperature alone, is left as it is', () => {
    expect(calibratedState({ temperature: 2 }, state)).toBe(state);
  });

  it('leaves the weights that it was given alone', () => {
    const before = [...state.get('state/output/bias')!];
    calibratedState({ temperature: 2, calibration: { biases: [1, 2, 3], faces: 1, people: 1 } }, state);
    expect([...state.get('state/output/bias')!]).toEqual(before);
  });
});
