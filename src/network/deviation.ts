/**
 * The deviation module (paper, 2.2): an Identity Model and a Face Model of one architecture and one
 * initial set of weights; V_state = V_face − V_id (eq. 1). The Identity Model is frozen. Where the
 * Face Model is trained only from some stage on, both are the same network below it: that trunk is
 * computed once.
 *
 * Before training both models are equal and V_state is exactly 0: there is nothing to read from an
 * untrained Face Model.
 */
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { div, reshape, sub, tidy } from '@tensorflow/tfjs-core';
import { forward, weightSpecs, type Backbone, type Weights } from './backbone';

export interface DeviationModule {
  readonly backbone: Backbone;
  /** The Identity Model: all of the backbone's weights. */
  readonly identity: Weights;
  /** The Face Model's own weights, by the same names: those of `fromStage` and after. */
  readonly face: Weights;
  /** First stage of which the two models have weights of their own. */
  readonly fromStage: string;
  /**
   * [embeddingSize] spread of V_id over people, which V_state is divided by; null: not divided, as
   * in the paper.
   */
  readonly spread: Tensor1D | null;
}

function asVectors({ backbone }: DeviationModule, y: Tensor): Tensor2D {
  return reshape<Rank.R2>(y, [y.shape[0], backbone.embeddingSize]);
}

/** RGB 0..255 [n, h, w, 3] → the output of the stages before `fromStage`, which both share. */
export function trunk({ backbone, identity, fromStage }: DeviationModule, rgb: Tensor4D): Tensor {
  return tidy(() => forward(backbone, identity, backbone.preprocess(rgb), { until: fromStage }));
}

/** V_id [n, embeddingSize] from the trunk's output. */
export function identityVectors(module: DeviationModule, shared: Tensor): Tensor2D {
  const { backbone, identity, fromStage } = module;
  return tidy(() => asVectors(module, forward(backbone, identity, shared, { from: fromStage })));
}

/** V_face [n, embeddingSize] from the trunk's output; differentiable in `face`. */
export function faceVectors(module: DeviationModule, shared: Tensor): Tensor2D {
  const { backbone, face, fromStage } = module;
  return tidy(() => asVectors(module, forward(backbone, face, shared, { from: fromStage })));
}

/**
 * V_state = V_face − V_id (eq. 1), divided by the spread where the module has one. V_id may be [1,
 * e] for one person.
 */
export function stateVectors({ spread }: DeviationModule, vFace: Tensor2D, vId: Tensor2D): Tensor2D {
  return tidy(() => {
    const difference = sub<Tensor2D>(vFace, vId);
    return spread === null ? difference : div<Tensor2D>(difference, spread);
  });
}

/**
 * The Face Model before training: the Identity Model's very tensors from `fromStage` on (shared,
 * not copied).
 */
export function untrainedFace(backbone: Backbone, identity: Weights, fromStage: string): Weights {
  const own = weightSpecs(backbone, { from: fromStage }).map(({ name }) => name);
  return new Map([...identity].filter(([name]) => own.includes(name)));
}
