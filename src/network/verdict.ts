/**
 * One crop through the whole network, ending in one small tensor, so that a verdict costs one
 * readback.
 */
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { concat, div, maximum, mul, norm, reshape, scalar, sum, tidy } from '@tensorflow/tfjs-core';
import type { Weights } from './backbone';
import type { CheckpointCard } from './checkpoint-card';
import { faceVectors, identityVectors, stateVectors, trunk, type DeviationModule } from './deviation';
import { posterior, stateLogits } from './state-module';

/** A deviation module and, where there is a trained checkpoint, the state module that reads it. */
export interface TrainedNetwork {
  readonly deviation: DeviationModule;
  readonly state: {
    readonly weights: Weights;
    readonly features: CheckpointCard['features'];
    readonly temperature: number;
  } | null;
}

export interface VerdictRequest {
  /** The learner's V_id [1, embeddingSize], or null. */
  readonly known: Tensor2D | null;
  /** Compute V_id from this crop (needed without `known`); else `known` stands for it. */
  readonly freshIdentity: boolean;
}

/** Length below which a vector counts as zero: a black crop's cosine is 0 instead of NaN. */
const MIN_LENGTH = 1e-12;

function cosine(a: Tensor2D, b: Tensor2D): Tensor1D {
  const lengths = maximum(mul(norm(a), norm(b)), scalar(MIN_LENGTH));
  return reshape(div(sum(mul(a, b)), lengths), [1]);
}

/**
 * @param rgb [1, h, w, 3] RGB 0..255
 * @returns [similarity?, probabilities?]: the similarity when the identity is fresh and `known` is
 *   there, the probabilities in the checkpoint's class order when there is one. The caller's.
 * @throws RangeError when that leaves nothing to compute
 */
export function verdict(
  { deviation, state }: TrainedNetwork,
  rgb: Tensor4D,
  { known, freshIdentity }: VerdictRequest,
): Tensor1D {
  const compare = freshIdentity && known !== null;
  if (!compare && state === null)
    throw new RangeError('no identity to compare with and no checkpoint to classify by');
  return tidy(() => {
    const shared = trunk(deviation, rgb);
    const needsIdentity = compare || state?.features === 'V_state';
    const vId =
      known !== null && !freshIdentity ? known : needsIdentity ? identityVectors(deviation, shared) : null;
    const parts: Tensor1D[] = [];
    if (compare && vId !== null) parts.push(cosine(vId, known));
    if (state !== null) {
      const vFace = faceVectors(deviation, shared);
      const features =
        state.features === 'V_face' || vId === null ? vFace : stateVectors(deviation, vFace, vId);
      parts.push(reshape(posterior(stateLogits(state.weights, features), state.temperature), [-1]));
    }
    return concat(parts);
  });
}
