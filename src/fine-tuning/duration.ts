import type { BackboneId } from '../common/backbone-ids';
import { SECOND_MS, type Milliseconds } from '../common/clock';
import type { Depth } from './request';

/** Multiply-adds of one face of 160×160 pixels through the whole network. */
const MULTIPLY_ADDS: Readonly<Record<BackboneId, number>> = { faceres: 290e6, facenet: 1_418e6 };

/**
 * Fraction of them in the stages that a depth trains, counted layer by layer (MobileNetV1: Howard
 * et al. 2017, Table 1; InceptionResnetV1: its Block8s). The head's are next to nothing.
 */
const TRAINED: Readonly<Record<BackboneId, Readonly<Record<Depth, number>>>> = {
  faceres: { head: 0, last: 0.14, deep: 0.32, all: 1 },
  facenet: { head: 0, last: 0.03, deep: 0.06, all: 1 },
};

/** FaceNet takes 0.18 s a face on one thread of wasm (measured): multiply-adds a second. */
const SPEED = MULTIPLY_ADDS.facenet / 0.18;

/** A step goes forward, and backward to the numbers and to the weights. */
const PASSES_OF_A_STEP = 3;
/** Old and new network look at each face that is compared. */
const COMPARED = 2;

/** Faces that a training looks at. */
export interface TrainingFaces {
  /** Trained on in one epoch, changed copies and mixed ones among them. */
  readonly training: number;
  readonly validation: number;
  readonly heldOut: number;
  readonly epochs: number;
}

/**
 * How long a training takes on one thread of a usual processor, estimated: looking at all faces
 * once, the epochs in the trained stages, and the comparison.
 */
export function trainingDuration(
  backbone: BackboneId,
  depth: Depth,
  { training, validation, heldOut, epochs }: TrainingFaces,
): Milliseconds {
  const face = (MULTIPLY_ADDS[backbone] / SPEED) * SECOND_MS;
  const trained = TRAINED[backbone][depth];
  const once = training + validation;
  const learned = epochs * trained * (PASSES_OF_A_STEP * training + validation);
  return Math.round(face * (once + learned + COMPARED * heldOut + validation));
}
