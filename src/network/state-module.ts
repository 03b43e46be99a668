/**
 * The state module (paper, 2.2): embedding size → 128 → classes, fully connected.
 *
 * The paper has "ReLU and dropout in each layer" and softmax in the last. We read: ReLU and dropout
 * after the first layer, softmax after the second; a ReLU on the logits would cut every unlikely
 * class to the same 0, and dropout there would erase classes at random.
 */
import type { Rank, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { div, fused, mul, randomUniform, softmax, tidy } from '@tensorflow/tfjs-core';
import { lookup, type Weights, type WeightSpec } from './backbone';

export const HIDDEN_UNITS = 128;
/** Fraction of the hidden units that are dropped in training. */
export const DROPOUT_RATE = 0.4;

export function stateSpecs(embeddingSize: number, classes: number): readonly WeightSpec[] {
  return [
    { name: 'state/hidden/kernel', shape: [embeddingSize, HIDDEN_UNITS] },
    { name: 'state/hidden/bias', shape: [HIDDEN_UNITS] },
    { name: 'state/output/kernel', shape: [HIDDEN_UNITS, classes] },
    { name: 'state/output/bias', shape: [classes] },
  ];
}

/**
 * Untrained weights: uniform in ±1/√inputs, kernels and biases (the customary start of a PyTorch
 * `Linear`). The same for the same seed on every backend. The tensors are the caller's.
 */
export function initialStateWeights(embeddingSize: number, classes: number, seed: number): Weights {
  const weights = new Map<string, Tensor>();
  stateSpecs(embeddingSize, classes).forEach(({ name, shape }, index) => {
    const inputs = name.startsWith('state/hidden/') ? embeddingSize : HIDDEN_UNITS;
    const bound = 1 / Math.sqrt(inputs);
    weights.set(name, randomUniform<Rank>([...shape], -bound, bound, 'float32', `${seed}/${index}`));
  });
  return weights;
}

/**
 * Logits [n, classes] of V_state [n, embeddingSize]; differentiable.
 * @param dropout training: factors [n, HIDDEN_UNITS] of the hidden units, 0 for a dropped one and
 *   1/(1 − DROPOUT_RATE) for one that is kept. Handed in, so that a batch's mask is the same on
 *   every backend and however the batch is split; null: inference
 */
export function stateLogits(weights: Weights, vState: Tensor2D, dropout: Tensor2D | null = null): Tensor2D {
  const weight = lookup(weights);
  return tidy(() => {
    const hidden = fused.matMul({
      a: vState,
      b: weight('state/hidden/kernel'),
      bias: weight('state/hidden/bias'),
      activation: 'relu',
    }) as Tensor2D;
    const kept = dropout === null ? hidden : mul<Tensor2D>(hidden, dropout);
    return fused.matMul({
      a: kept,
      b: weight('state/output/kernel'),
      bias: weight('state/output/bias'),
    }) as Tensor2D;
  });
}

/**
 * Class probabilities [n, classes]; a temperature over 1 softens them (Guo et al. 2017,
 * calibration).
 */
export function posterior(logits: Tensor2D, temperature = 1): Tensor2D {
  return tidy(() => softmax(div<Tensor2D>(logits, temperature)));
}
