import { BACKBONE_IDS, type BackboneId } from '../../common/backbone-ids';
import { WakefulError } from '../../common/errors';

/**
 * Cosine similarity of two V_id from which they are the same person's, per backbone. Measured on
 * aligned crops of Labeled Faces in the Wild: faceres AUC 0.998 at 0.55; facenet separates at 0.5
 * (others' are at most 0.26 there).
 */
const SIMILARITY_THRESHOLDS: Readonly<Record<BackboneId, number>> = { faceres: 0.55, facenet: 0.5 };

/** @throws WakefulError `backbone-unknown` for a backbone without a measured threshold. */
export function similarityThreshold(backbone: string): number {
  const known = BACKBONE_IDS.find((id) => id === backbone);
  if (known === undefined) {
    throw new WakefulError(
      'backbone-unknown',
      `No similarity threshold is known for the backbone "${backbone}".`,
      'Use one of: ' + BACKBONE_IDS.join(', ') + '.',
    );
  }
  return SIMILARITY_THRESHOLDS[known];
}

/** A vector of length 1 and the length it had. */
export interface Direction {
  readonly unit: Float32Array;
  readonly length: number;
}

/** null for a vector without a direction: all zeros, or not finite. */
export function directionOf(vector: Float32Array): Direction | null {
  const length = Math.sqrt(dot(vector, vector));
  if (!Number.isFinite(length) || length === 0) return null;
  return { unit: vector.map((value) => value / length), length };
}

/** Inner product; the cosine where both are of length 1. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
