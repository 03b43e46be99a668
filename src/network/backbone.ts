import { reshape, tidy, type Rank, type Tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { BackboneId } from '../common/backbone-ids';
import { WakefulError } from '../common/errors';

export interface WeightSpec {
  /** Full name, unique in the backbone: `<stage>/<layer>/<part>`. */
  readonly name: string;
  /** Kernels HWIO (depthwise: H×W×channels×1) or in×out, biases channels. */
  readonly shape: readonly number[];
}

/** float32 tensors by WeightSpec name. */
export type Weights = ReadonlyMap<string, Tensor>;

/** Finds a weight by its full name; throws when it is missing. */
export type WeightLookup = (name: string) => Tensor;

/**
 * A named piece of a backbone; stages run one after the other, each on the output of the one
 * before.
 */
export interface Stage {
  readonly name: string;
  readonly weights: readonly WeightSpec[];
  /**
   * Differentiable in `x` and in every weight. Owns nothing: call it inside `tidy` or through
   * `forward`.
   */
  readonly apply: (x: Tensor, weight: WeightLookup) => Tensor;
}

/**
 * One network definition for inference and training. Batch normalisation is folded into the
 * weights: in training its statistics stay frozen at those of the pre-training, which is what a
 * deviation from the pre-trained twin needs.
 */
export interface Backbone {
  readonly id: BackboneId;
  /** Side of the square input the network is run at unless a checkpoint says otherwise, pixels. */
  readonly inputSize: number;
  readonly embeddingSize: number;
  readonly stages: readonly Stage[];
  /** Stage that training starts at unless told otherwise. */
  readonly trainFrom: string;
  /** [n, h, w, 3] RGB 0..255 → what the first stage takes. */
  readonly preprocess: (rgb: Tensor4D) => Tensor4D;
}

/**
 * A run of stages: from `from` (default: the first) up to, not including, `until` (default: to the
 * end).
 */
export interface StageRange {
  readonly from?: string;
  readonly until?: string;
}

function indexOfStage(backbone: Backbone, name: string): number {
  const index = backbone.stages.findIndex((stage) => stage.name === name);
  if (index < 0) {
    const known = backbone.stages.map((stage) => stage.name).join(', ');
    throw new WakefulError(
      'stage-unknown',
      `${backbone.id} has no stage "${name}".`,
      `Use one of its stages: ${known}.`,
    );
  }
  return index;
}

/**
 * The stages of a range, in order.
 * @throws WakefulError `stage-unknown` when the backbone has no stage of that name.
 */
export function stagesOf(backbone: Backbone, { from, until }: StageRange = {}): readonly Stage[] {
  const start = from === undefined ? 0 : indexOfStage(backbone, from);
  const end = until === undefined ? backbone.stages.length : indexOfStage(backbone, until);
  return backbone.stages.slice(start, end);
}

/** Specs of all weights of a range, in order. */
export function weightSpecs(backbone: Backbone, range: StageRange = {}): readonly WeightSpec[] {
  return stagesOf(backbone, range).flatMap((stage) => stage.weights);
}

/** A lookup over a weight map. The lookup throws WakefulError `weight-missing`. */
export function lookup(weights: Weights): WeightLookup {
  return (name) => {
    const found = weights.get(name);
    if (!found) {
      throw new WakefulError(
        'weight-missing',
        `The network has no weight "${name}".`,
        'The model file does not belong to this network: load the right one.',
      );
    }
    return found;
  };
}

/**
 * Runs a range of stages on `x` (preprocessed images [n, h, w, 3] when starting at the first stage,
 * else the output of the stage before). The result is the caller's; `x` is left alone.
 * Differentiable (also inside `variableGrads`). Running to the end gives embeddings [n,
 * embeddingSize].
 */
export function forward(backbone: Backbone, weights: Weights, x: Tensor, range: StageRange = {}): Tensor {
  const weight = lookup(weights);
  let y = x;
  for (const stage of stagesOf(backbone, range)) {
    const input = y;
    y = tidy(() => stage.apply(input, weight));
    if (input !== x) input.dispose();
  }
  return y === x ? x.clone() : y;
}

/** RGB 0..255 [n, h, w, 3] → embeddings [n, embeddingSize], as the backbone gives them. */
export function embed(backbone: Backbone, weights: Weights, rgb: Tensor4D): Tensor2D {
  return tidy(() =>
    reshape<Rank.R2>(forward(backbone, weights, backbone.preprocess(rgb)), [
      rgb.shape[0],
      backbone.embeddingSize,
    ]),
  );
}
