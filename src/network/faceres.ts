/**
 * faceres: MobileNetV1 trained on VGGFace2 (HSE FaceRes, Apache-2.0, as packed in
 * @vladmandic/human, MIT), without its age and gender heads. Fully convolutional: any input size
 * works; 160 px aligned crops are as good as 224 px for the eyes at half the cost.
 */
import { mean, sub, tensor1d } from '@tensorflow/tfjs-core';
import { EMBEDDING_SIZES } from '../common/backbone-ids';
import type { Backbone, Stage } from './backbone';
import type { Convolution, DepthwiseConvolution } from './layers';
import { convolutionWeights, convolve, convolveDepthwise, depthwiseWeights } from './layers';

/**
 * Mean colour that the network was trained with, RGB 0..255 (VGG). Its file wants BGR; the importer
 * turns conv1 round.
 */
const MEAN_RGB = [123.68, 116.779, 103.939];

/** Output channels and stride of MobileNetV1's 13 separable blocks. */
const BLOCKS: readonly (readonly [outputs: number, stride: 1 | 2])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];
const STEM_CHANNELS = 32;

const stem: Convolution = {
  name: 'conv1',
  size: [3, 3],
  inputs: 3,
  outputs: STEM_CHANNELS,
  stride: 2,
  padding: 'same',
  activation: 'relu6',
};

function block(index: number): Stage {
  const [outputs, stride] = BLOCKS[index]!;
  const inputs = index === 0 ? STEM_CHANNELS : BLOCKS[index - 1]![0];
  const name = `block${index + 1}`;
  const depthwise: DepthwiseConvolution = { name: `${name}/depthwise`, channels: inputs, stride };
  const pointwise: Convolution = {
    name: `${name}/pointwise`,
    size: [1, 1],
    inputs,
    outputs,
    stride: 1,
    padding: 'same',
    activation: 'relu6',
  };
  return {
    name,
    weights: [...depthwiseWeights(depthwise), ...convolutionWeights(pointwise)],
    apply: (x, weight) => convolve(pointwise, convolveDepthwise(depthwise, x, weight), weight),
  };
}

export const faceres: Backbone = {
  id: 'faceres',
  inputSize: 160,
  embeddingSize: EMBEDDING_SIZES.faceres,
  trainFrom: 'block10',
  stages: [
    { name: 'conv1', weights: convolutionWeights(stem), apply: (x, weight) => convolve(stem, x, weight) },
    ...BLOCKS.map((_, index) => block(index)),
    { name: 'pool', weights: [], apply: (x) => mean(x, [1, 2]) },
  ],
  preprocess: (rgb) => sub(rgb, tensor1d(MEAN_RGB)),
};
