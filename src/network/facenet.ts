/**
 * facenet: InceptionResnetV1 trained on VGGFace2 (20180402-114759), the paper's backbone. Layers
 * are named by their path in facenet-pytorch's state_dict. Its dropout before the last layer
 * belongs to the pre-training and is left out.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  add,
  concat,
  div,
  fused,
  maximum,
  maxPool,
  mean,
  mul,
  norm,
  relu,
  scalar,
  sub,
} from '@tensorflow/tfjs-core';
import { EMBEDDING_SIZES } from '../common/backbone-ids';
import type { Backbone, Stage, WeightLookup } from './backbone';
import { convolutionWeights, convolve, type Convolution } from './layers';

const EMBEDDING_SIZE = EMBEDDING_SIZES.facenet;
/** Channels after mixed_7a. */
const TOP_CHANNELS = 1792;
/** Below this length a vector is not normalised further (torch's F.normalize). */
const MIN_LENGTH = 1e-12;

/** Layers one after the other, as one path through a block. */
type Branch = readonly Convolution[];
type LayerSize = readonly [height: number, width: number];
type LayerOptions = Pick<Convolution, 'stride' | 'padding'>;

/** Convolution with folded BN and ReLU. */
function conv(
  name: string,
  size: LayerSize,
  [inputs, outputs]: readonly [inputs: number, outputs: number],
  { stride, padding }: LayerOptions = { stride: 1, padding: 'same' },
): Convolution {
  return { name, size, inputs, outputs, stride, padding, activation: 'relu' };
}

const VALID = { stride: 1, padding: 'valid' } as const;
const HALVING = { stride: 2, padding: 'valid' } as const;

/** Convolutions `<name>.0`, `<name>.1`, … one after the other; a single one is called `<name>`. */
function branch(
  name: string,
  inputs: number,
  ...layers: readonly (readonly [size: LayerSize, outputs: number, options?: LayerOptions])[]
): Branch {
  return layers.map(([size, outputs, options], i) =>
    conv(
      layers.length === 1 ? name : `${name}.${i}`,
      size,
      [i === 0 ? inputs : layers[i - 1]![1], outputs],
      options,
    ),
  );
}

function through(branch: Branch, x: Tensor, weight: WeightLookup): Tensor4D {
  return branch.reduce((y, layer) => convolve(layer, y, weight), x) as Tensor4D;
}

/** A single convolution as a stage of its own. */
function plain(layer: Convolution): Stage {
  return {
    name: layer.name,
    weights: convolutionWeights(layer),
    apply: (x, weight) => convolve(layer, x, weight),
  };
}

function halvingPool(x: Tensor): Tensor4D {
  return maxPool(x as Tensor4D, 3, 2, 'valid');
}

/** Branches side by side, and a max pooling beside them, at half the resolution. */
function reduction(name: string, branches: readonly Branch[]): Stage {
  return {
    name,
    weights: branches.flat().flatMap(convolutionWeights),
    apply: (x, weight) =>
      concat([...branches.map((branch) => through(branch, x, weight)), halvingPool(x)], 3),
  };
}

/** x + scale · projection(branches), with ReLU but in the network's very last block. */
function residual(
  name: string,
  channels: number,
  branches: readonly Branch[],
  scale: number,
  isLast = false,
): Stage {
  const projection: Convolution = {
    name: `${name}.conv2d`,
    size: [1, 1],
    inputs: branches.reduce((sum, branch) => sum + branch.at(-1)!.outputs, 0),
    outputs: channels,
    stride: 1,
    padding: 'same',
    activation: 'linear',
  };
  return {
    name,
    weights: [...branches.flat(), projection].flatMap(convolutionWeights),
    apply: (x, weight) => {
      const side = concat(
        branches.map((branch) => through(branch, x, weight)),
        3,
      );
      const projected = convolve(projection, side, weight);
      const sum = add(x, scale === 1 ? projected : mul(projected, scale));
      return isLast ? sum : relu(sum);
    },
  };
}

const block35 = (name: string): Stage =>
  residual(
    name,
    256,
    [
      branch(`${name}.branch0`, 256, [[1, 1], 32]),
      branch(`${name}.branch1`, 256, [[1, 1], 32], [[3, 3], 32]),
      branch(`${name}.branch2`, 256, [[1, 1], 32], [[3, 3], 32], [[3, 3], 32]),
    ],
    0.17,
  );

const block17 = (name: string): Stage =>
  residual(
    name,
    896,
    [
      branch(`${name}.branch0`, 896, [[1, 1], 128]),
      branch(`${name}.branch1`, 896, [[1, 1], 128], [[1, 7], 128], [[7, 1], 128]),
    ],
    0.1,
  );

const block8 = (name: string, scale: number, isLast = false): Stage =>
  residual(
    name,
    TOP_CHANNELS,
    [
      branch(`${name}.branch0`, TOP_CHANNELS, [[1, 1], 192]),
      branch(`${name}.branch1`, TOP_CHANNELS, [[1, 1], 192], [[1, 3], 192], [[3, 1], 192]),
    ],
    scale,
    isLast,
  );

function repeat(name: string, times: number, block: (name: string) => Stage): readonly Stage[] {
  return Array.from({ length: times }, (_, index) => block(`${name}.${index}`));
}

const stages: readonly Stage[] = [
  plain(conv('conv2d_1a', [3, 3], [3, 32], HALVING)),
  plain(conv('conv2d_2a', [3, 3], [32, 32], VALID)),
  plain(conv('conv2d_2b', [3, 3], [32, 64])),
  { name: 'maxpool_3a', weights: [], apply: halvingPool },
  plain(conv('conv2d_3b', [1, 1], [64, 80])),
  plain(conv('conv2d_4a', [3, 3], [80, 192], VALID)),
  plain(conv('conv2d_4b', [3, 3], [192, 256], HALVING)),
  ...repeat('repeat_1', 5, block35),
  reduction('mixed_6a', [
    branch('mixed_6a.branch0', 256, [[3, 3], 384, HALVING]),
    branch('mixed_6a.branch1', 256, [[1, 1], 192], [[3, 3], 192], [[3, 3], 256, HALVING]),
  ]),
  ...repeat('repeat_2', 10, block17),
  reduction('mixed_7a', [
    branch('mixed_7a.branch0', 896, [[1, 1], 256], [[3, 3], 384, HALVING]),
    branch('mixed_7a.branch1', 896, [[1, 1], 256], [[3, 3], 256, HALVING]),
    branch('mixed_7a.branch2', 896, [[1, 1], 256], [[3, 3], 256], [[3, 3], 256, HALVING]),
  ]),
  ...repeat('repeat_3', 5, (name) => block8(name, 0.2)),
  block8('block8', 1, true),
  {
    name: 'last_linear',
    weights: [
      { name: 'last_linear/kernel', shape: [TOP_CHANNELS, EMBEDDING_SIZE] },
      { name: 'last_linear/bias', shape: [EMBEDDING_SIZE] },
    ],
    apply: (x, weight) =>
      fused.matMul({
        a: mean<Tensor2D>(x, [1, 2]),
        b: weight('last_linear/kernel'),
        bias: weight('last_linear/bias'),
      }),
  },
  {
    name: 'normalize',
    weights: [],
    apply: (x) => div(x, maximum(norm(x, 'euclidean', 1, true), scalar(MIN_LENGTH))),
  },
];

export const facenet: Backbone = {
  id: 'facenet',
  inputSize: 160,
  embeddingSize: EMBEDDING_SIZE,
  trainFrom: 'repeat_3.0',
  stages,
  preprocess: (rgb) => div(sub(rgb, 127.5), 128),
};
