/**
 * The whole training on real faces: two people, eyes closed, half closed and open by the lid warp,
 * on wasm.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WAKEFULNESS_CLASSES } from '../../../src/common/classes';
import type { Weights } from '../../../src/network/backbone';
import { weightSpecs } from '../../../src/network/backbone';
import { readCheckpoint, writeCheckpoint } from '../../../src/network/checkpoint';
import { faceres } from '../../../src/network/faceres';
import { stateSpecs } from '../../../src/network/state-module';
import { verdict } from '../../../src/network/verdict';
import { backboneDigest, disposeWeights, readBackboneFile, toTensors } from '../../../src/network/weights';
import { PAPER_MIXUP, type MixupOptions } from '../../../src/training/mixup';
import { ADAM_RECIPE, type Recipe } from '../../../src/training/recipe';
import type { FaceSamples } from '../../../src/network/face-samples';
import type { TrainedWeights } from '../../../src/network/weights';
import { trainNetwork } from '../../../src/training/trainer';
import { describeCheckpoint, faceresFile } from '../../support/networks';
import { useTestBackend } from '../../support/tfjs-backends';
import { generatedFaces } from './generated-faces';

/** One of the last stages: its training is quick, and the trunk below is computed once. */
const FROM_STAGE = 'block12';
const RECIPE: Recipe = { ...ADAM_RECIPE, batchSize: 16, length: { batches: 24 } };
const PEOPLE = ['learner', 'stranger'] as const;

const values = readBackboneFile(faceres, faceresFile());
let identity: Weights;
let training: FaceSamples;
/** The same people at other moments. */
let validation: FaceSamples;

beforeAll(async () => {
  await useTestBackend('wasm');
  identity = toTensors(values, weightSpecs(faceres));
  training = await generatedFaces(PEOPLE, WAKEFULNESS_CLASSES, 10, 1);
  validation = await generatedFaces(PEOPLE, WAKEFULNESS_CLASSES, 6, 2);
});

afterAll(() => {
  disposeWeights(identity);
});

/**
 * Trains without early stop and gives the last weights, with their score on the validation faces.
 */
async function learn(mixup: MixupOptions | null): Promise<{ score: number; weights: TrainedWeights }> {
  const scores: number[] = [];
  const result = await trainNetwork(
    {
      backbone: faceres,
      identity,
      fromStage: FROM_STAGE,
      classes: WAKEFULNESS_CLASSES,
      features: 'V_state',
      training,
      validation: { data: validation, every: RECIPE.batchSize * 100, patience: null, keep: 'last' },
      recipe: RECIPE,
      mixup,
      seed: 1,
    },
    {
      onEvent: (event) => {
        if (event.type === 'validation') scores.push(event.score);
      },
    },
  );
  if (result.outcome === 'cancelled') throw new Error('Nobody cancelled the training.');
  return { score: scores.at(-1)!, weights: result.weights };
}

const bits = ({ face, state }: TrainedWeights): readonly Uint8Array[] =>
  [...face.values(), ...state.values()].map((weight) => new Uint8Array(weight.buffer));

/**
 * Whole trainings of a real network take their time on a busy machine; this is a safety net, not a
 * measurement.
 */
const TIMEOUT_MS = 600_000;

describe('two people’s eyes', { timeout: TIMEOUT_MS }, () => {
  it.each<[string, MixupOptions | null]>([
    ['without mixup', null],
    [
      'with images mixed with other people’s',
      { ...PAPER_MIXUP, stage: 'images', partner: 'other', amount: 0.2 },
    ],
  ])('are learnt %s', async (_, mixup) => {
    const before = tf.memory().numTensors;
    expect((await learn(mixup)).score).toBeGreaterThan(0.9);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('are learnt with mixed V_state, twice to the same bits, and the checkpoint file predicts like the network', async () => {
    const first = await learn({ ...PAPER_MIXUP, amount: 0.2 });
    expect(first.score).toBeGreaterThan(0.9);
    const second = await learn({ ...PAPER_MIXUP, amount: 0.2 });
    expect(bits(second.weights)).toEqual(bits(first.weights));

    const digest = await backboneDigest(faceres, values);
    const description = describeCheckpoint(faceres, digest, { fromStage: FROM_STAGE });
    const file = writeCheckpoint(faceres, description, first.weights, 'F16');
    const { face, state, spread, card } = readCheckpoint(file, faceres, digest);
    const network = {
      deviation: {
        backbone: faceres,
        identity,
        face: toTensors(face, weightSpecs(faceres, { from: FROM_STAGE })),
        fromStage: FROM_STAGE,
        spread: spread && tf.tensor1d(spread),
      },
      state: {
        weights: toTensors(state, stateSpecs(faceres.embeddingSize, card.classes.length)),
        features: card.features,
        temperature: 1,
      },
    };
    const predicted: number[] = [];
    for (const index of validation.samples.keys()) {
      const image = await validation.images([index]);
      const probabilities = verdict(network, image, { known: null, freshIdentity: true });
      predicted.push(tf.tidy(() => tf.argMax(probabilities).dataSync()[0]!));
      tf.dispose([image, probabilities]);
    }
    const right = predicted.filter((label, index) => label === validation.samples[index]!.label).length;
    expect(right / predicted.length).toBeGreaterThan(0.9);
    tf.dispose([
      [...network.deviation.face.values()],
      [...network.state.weights.values()],
      network.deviation.spread!,
    ]);
  });
});
