import type { BackboneId } from '../common/backbone-ids';
import { weightSpecs } from '../network/backbone';
import { elementCount } from '../network/safetensors';
import type { TrainedStages } from './base';
import type { Depth } from './request';

/** Faces that go through the network together. */
export const ROWS_AT_ONCE: Readonly<Record<Depth, number>> = { head: 16, last: 16, deep: 16, all: 8 };
/**
 * Bytes that the frozen part's outputs may take; beyond that they are computed anew in every epoch.
 */
export const CACHE_BYTES = 768 * 2 ** 20;

interface FaceCost {
  /** Numbers that the first trained stage reads of one face. */
  readonly reads: number;
  /** Numbers that the trained stages compute for one face, all of which the gradient needs. */
  readonly computes: number;
}

/**
 * Of a face of 160×160 pixels, as tfjs's profiler counts them
 * (tests/unit/fine-tuning/memory.test.ts).
 */
const SIDE = 160;
export const FACE_COSTS: Readonly<Record<BackboneId, Readonly<Record<Depth, FaceCost>>>> = {
  faceres: {
    head: { reads: 25_600, computes: 1_024 },
    last: { reads: 51_200, computes: 180_224 },
    deep: { reads: 51_200, computes: 589_824 },
    all: { reads: 76_800, computes: 5_146_624 },
  },
  facenet: {
    head: { reads: 512, computes: 2_053 },
    last: { reads: 16_128, computes: 1_186_181 },
    deep: { reads: 16_128, computes: 1_479_941 },
    all: { reads: 76_800, computes: 10_765_413 },
  },
};

/**
 * Copies of each trained weight: itself, the one it becomes, its gradient, Adam's two, the best,
 * and four being saved.
 */
const COPIES = 10;
/** A face's numbers on the way there and their gradients on the way back. */
const THERE_AND_BACK = 2;
/** Fraction of the network's numbers that are there at once where nothing is trained. */
const FROZEN_FRACTION = 0.25;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

const weightsFrom = ({ backbone }: TrainedStages, from?: string): number =>
  weightSpecs(backbone, from === undefined ? {} : { from }).reduce(
    (sum, { shape }) => sum + elementCount(shape),
    0,
  );

/**
 * Bytes that a training takes at most, estimated: weights, what is kept of the faces, and the
 * numbers of one step.
 * @param rows faces and mixed images of training and validation
 */
export function trainingMemory(training: TrainedStages, depth: Depth, rows: number): number {
  const { backbone, fromStage, trainFrom, side } = training;
  const area = (side / SIDE) ** 2;
  const { reads, computes } = FACE_COSTS[backbone.id][depth];
  const atOnce = ROWS_AT_ONCE[depth];
  const weights =
    weightsFrom(training) + weightsFrom(training, fromStage) + COPIES * weightsFrom(training, trainFrom);
  const kept = depth === 'all' ? 0 : Math.min(CACHE_BYTES, rows * reads * area * BYTES);
  const identity = rows * backbone.embeddingSize;
  const frozen = FROZEN_FRACTION * FACE_COSTS[backbone.id].all.computes;
  const step = atOnce * area * Math.max(THERE_AND_BACK * computes, frozen);
  return Math.round(kept + BYTES * (weights + identity + step));
}
