/** The layers that the backbones are made of: weights and the differentiable operation together. */
import { fused, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { WeightLookup, WeightSpec } from './backbone';

type Size = readonly [height: number, width: number];

export interface Convolution {
  /** Prefix of the weights' names. */
  readonly name: string;
  readonly size: Size;
  readonly inputs: number;
  readonly outputs: number;
  readonly stride: 1 | 2;
  readonly padding: 'same' | 'valid';
  readonly activation: 'relu' | 'relu6' | 'linear';
}

export function convolutionWeights({ name, size, inputs, outputs }: Convolution): readonly WeightSpec[] {
  return [
    { name: `${name}/kernel`, shape: [...size, inputs, outputs] },
    { name: `${name}/bias`, shape: [outputs] },
  ];
}

/**
 * Convolution, bias and activation in one kernel (unfused by tfjs itself while a gradient is
 * recorded).
 */
export function convolve(layer: Convolution, x: Tensor, weight: WeightLookup): Tensor4D {
  return fused.conv2d({
    x: x as Tensor4D,
    filter: weight(`${layer.name}/kernel`) as Tensor4D,
    bias: weight(`${layer.name}/bias`),
    strides: layer.stride,
    pad: layer.padding,
    activation: layer.activation,
  });
}

/** 3×3 depthwise convolution with 'same' padding, bias and ReLU6. */
export interface DepthwiseConvolution {
  readonly name: string;
  readonly channels: number;
  readonly stride: 1 | 2;
}

export function depthwiseWeights({ name, channels }: DepthwiseConvolution): readonly WeightSpec[] {
  return [
    { name: `${name}/kernel`, shape: [3, 3, channels, 1] },
    { name: `${name}/bias`, shape: [channels] },
  ];
}

export function convolveDepthwise(layer: DepthwiseConvolution, x: Tensor, weight: WeightLookup): Tensor4D {
  return fused.depthwiseConv2d({
    x: x as Tensor4D,
    filter: weight(`${layer.name}/kernel`) as Tensor4D,
    bias: weight(`${layer.name}/bias`),
    strides: layer.stride,
    pad: 'same',
    activation: 'relu6',
  });
}
