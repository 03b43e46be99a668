/**
 * The real default backbone and checkpoints made up for it, without any model file of the project's
 * own.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { div, mean } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import type { Backbone } from '../../src/network/backbone';
import { weightSpecs } from '../../src/network/backbone';
import { readCheckpoint, writeCheckpoint } from '../../src/network/checkpoint';
import { readCheckpointCard, type CheckpointDescription } from '../../src/network/checkpoint-card';
import { importFaceres } from '../../src/network/faceres-import';
import type { Convolution, DepthwiseConvolution } from '../../src/network/layers';
import { convolutionWeights, convolve, convolveDepthwise, depthwiseWeights } from '../../src/network/layers';
import { stateSpecs } from '../../src/network/state-module';
import { elementCount } from '../../src/network/safetensors';
import type { WeightValues } from '../../src/network/weights';
import { backboneDigest } from '../../src/network/weights';

const MODULES = path.resolve(import.meta.dirname, '../../node_modules');

/** Folder of Human's models in node_modules. */
export const HUMAN_MODELS = path.join(MODULES, '@vladmandic/human/models');

export function humanFaceres(): { graph: unknown; bin: Uint8Array } {
  return {
    graph: JSON.parse(readFileSync(path.join(HUMAN_MODELS, 'faceres.json'), 'utf8')),
    bin: readFileSync(path.join(HUMAN_MODELS, 'faceres.bin')),
  };
}

/** faceres as our own backbone file. */
export function faceresFile(): Uint8Array<ArrayBuffer> {
  const { graph, bin } = humanFaceres();
  return importFaceres(graph, bin);
}

/** A small deterministic generator of numbers in 0..1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function seededValues(length: number, seed: number, scale = 1): Float32Array<ArrayBuffer> {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => (2 * random() - 1) * scale);
}

export function describeCheckpoint(
  backbone: Backbone,
  backboneSha256: string,
  changes: Partial<CheckpointDescription> = {},
): CheckpointDescription {
  return {
    name: 'made up for a test',
    created: '2026-01-02T03:04:05Z',
    backbone: backbone.id,
    backboneSha256,
    fromStage: backbone.trainFrom,
    inputSize: backbone.inputSize,
    features: 'V_state',
    classes: ['asleep', 'drowsy', 'awake'],
    temperature: 1.5,
    training: { data: 'none: random weights', subjects: 0, samples: 0, seed: 1, command: 'vitest' },
    metrics: {},
    limits: 'says nothing about anybody',
    licence: 'MIT',
    ...changes,
  };
}

/**
 * A checkpoint whose Face Model is the backbone shaken a little and whose state module is random:
 * not trained, but not null.
 */
export async function madeUpCheckpoint(
  backbone: Backbone,
  weights: WeightValues,
  changes: Partial<CheckpointDescription> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const description = describeCheckpoint(backbone, await backboneDigest(backbone, weights), changes);
  const face = new Map(
    weightSpecs(backbone, { from: description.fromStage }).map(({ name }, index) => {
      const values = weights.get(name)!;
      const shake = seededValues(values.length, index + 1, 0.02);
      return [name, values.map((value, i) => value + shake[i]!)];
    }),
  );
  const state = new Map(
    stateSpecs(backbone.embeddingSize, description.classes.length).map(({ name, shape }, index) => [
      name,
      seededValues(elementCount(shape), 100 + index, 0.1),
    ]),
  );
  return writeCheckpoint(backbone, description, { face, state, spread: null }, 'F16');
}

/** The checkpoint with a state module that is finite everywhere and predicts NaN. */
export function unsound(backbone: Backbone, file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const digest = readCheckpointCard(file).backboneSha256;
  const { card, ...content } = readCheckpoint(file, backbone, digest);
  const state = new Map([...content.state].map(([name, values]) => [name, values.map(() => 3e38)]));
  return writeCheckpoint(backbone, card, { ...content, state }, 'F32');
}

/**
 * A backbone of the real layers but tiny: for the software WebGPU, where faceres takes half a
 * minute.
 */
const toyStem: Convolution = {
  name: 'stem',
  size: [3, 3],
  inputs: 3,
  outputs: 8,
  stride: 2,
  padding: 'same',
  activation: 'relu6',
};
const toyDepthwise: DepthwiseConvolution = { name: 'block/depthwise', channels: 8, stride: 2 };
const toyPointwise: Convolution = {
  name: 'block/pointwise',
  size: [1, 1],
  inputs: 8,
  outputs: 16,
  stride: 1,
  padding: 'same',
  activation: 'relu',
};
export const toyBackbone: Backbone = {
  id: 'faceres',
  inputSize: 16,
  embeddingSize: 16,
  trainFrom: 'block',
  stages: [
    { name: 'stem', weights: convolutionWeights(toyStem), apply: (x, w) => convolve(toyStem, x, w) },
    {
      name: 'block',
      weights: [...depthwiseWeights(toyDepthwise), ...convolutionWeights(toyPointwise)],
      apply: (x, w) => convolve(toyPointwise, convolveDepthwise(toyDepthwise, x, w), w),
    },
    { name: 'pool', weights: [], apply: (x) => mean(x, [1, 2]) },
  ],
  preprocess: (rgb) => div(rgb, 255),
};

/** Seeded weights for a backbone, large enough to keep its activations alive. */
export function seededWeights(backbone: Backbone, seed: number): WeightValues {
  return new Map(
    weightSpecs(backbone).map(({ name, shape }, index) => [
      name,
      seededValues(elementCount(shape), 1000 * seed + index).map((value) => value + 0.2),
    ]),
  );
}

const FACE_API_DEMO = path.join(MODULES, '@vladmandic/face-api/demo');

/** A portrait from the npm package face-api, cut to the face and scaled: RGBA, `size`×`size`. */
export async function portraitCrop(
  size: number,
): Promise<{ size: number; rgba: Uint8ClampedArray<ArrayBuffer> }> {
  const image = sharp(path.join(FACE_API_DEMO, 'sample1.jpg'));
  const { width, height } = await image.metadata();
  const side = Math.min(width, height);
  const data = await image
    .extract({ left: Math.floor((width - side) / 2), top: 0, width: side, height: side })
    .resize(size, size)
    .ensureAlpha()
    .raw()
    .toBuffer();
  return { size, rgba: new Uint8ClampedArray(data) };
}
