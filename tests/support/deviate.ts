import { tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  faceVectors,
  identityVectors,
  stateVectors,
  trunk,
  type DeviationModule,
} from '../../src/network/deviation';

export interface Deviation {
  readonly vState: Tensor2D;
  readonly vId: Tensor2D;
}

/**
 * The whole module on images, the trunk computed once.
 * @param rgb [n, h, w, 3] RGB 0..255
 * @param known V_id [n or 1, embeddingSize] from elsewhere (the learner's profile): the identity
 * branch is then skipped
 * @returns tensors of the caller's (`known` comes back as a clone)
 */
export function deviate(module: DeviationModule, rgb: Tensor4D, known: Tensor2D | null = null): Deviation {
  const vectors: Record<'vState' | 'vId', Tensor2D> = tidy(() => {
    const shared = trunk(module, rgb);
    const vId = known?.clone() ?? identityVectors(module, shared);
    return { vState: stateVectors(module, faceVectors(module, shared), vId), vId };
  });
  return vectors;
}
