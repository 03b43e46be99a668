/**
 * The gradients of a depthwise convolution (NHWC, one filter a channel, no dilation), written as
 * depthwise convolutions. As in convolution.ts, the filter's gradient convolves x with dy; batch
 * and channel are folded into one channel axis because a depthwise convolution does not sum over
 * anything else, and the batch is summed at the end.
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { depthwiseConv2d, reshape, reverse, sum, tidy, transpose } from '@tensorflow/tfjs-core';
import { convolutionAxes, framedGradient, framedInput, type ConvolutionAttributes } from './geometry';

type Shape4D = readonly [number, number, number, number];

function assertOneFilterPerChannel(filterShape: Shape4D): void {
  if (filterShape[3] !== 1) {
    throw new RangeError(
      `The gradient of a depthwise convolution is defined here for one filter a channel, not ${filterShape[3]}.`,
    );
  }
}

/** Gradient by the filter. `x` [n, h, w, c], `dy` [n, h', w', c] → [kh, kw, c, 1]. */
export function depthwiseFilterGradient(
  x: Tensor4D,
  dy: Tensor4D,
  filterShape: Shape4D,
  attributes: ConvolutionAttributes,
): Tensor4D {
  assertOneFilterPerChannel(filterShape);
  const { rows, columns } = convolutionAxes({ input: x.shape, filter: filterShape }, attributes, true);
  return tidy(() => {
    const [n, height, width, channels] = dy.shape;
    const read = framedInput(x, rows, columns);
    const image = reshape(transpose(read, [1, 2, 0, 3]), [1, read.shape[1], read.shape[2], n * channels]);
    const gradientAsFilter = reshape(transpose(dy, [1, 2, 0, 3]), [height, width, n * channels, 1]);
    const perImage = depthwiseConv2d(image as Tensor4D, gradientAsFilter as Tensor4D, 1, 'valid', 'NHWC', [
      rows.stride,
      columns.stride,
    ]);
    return reshape(sum(reshape(perImage, [rows.filter * columns.filter, n, channels]), 1), [...filterShape]);
  });
}

/** Gradient by the input → `inputShape` [n, h, w, c]. */
export function depthwiseInputGradient(
  dy: Tensor4D,
  filter: Tensor4D,
  inputShape: Shape4D,
  attributes: ConvolutionAttributes,
): Tensor4D {
  assertOneFilterPerChannel(filter.shape);
  const { rows, columns } = convolutionAxes({ input: inputShape, filter: filter.shape }, attributes, true);
  return tidy(() => {
    const dilated = framedGradient(dy, rows, columns);
    return depthwiseConv2d(dilated, reverse(filter, [0, 1]), 1, 'valid');
  });
}
