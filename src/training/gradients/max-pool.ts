/**
 * The gradient of max pooling (NHWC): each output passes its gradient to the first largest pixel of
 * its window, in row order, as the cpu backend does. On the CPU's own memory, for the wasm backend,
 * whose own kernel gives wrong results where windows overlap (tfjs 4.22); reading wasm memory costs
 * one copy.
 */
import { backend_util, tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import type { ConvolutionAttributes } from './geometry';

export interface PoolAttributes extends ConvolutionAttributes {
  readonly filterSize: number | [number, number];
}

/** `x` [n, h, w, c], `dy` [n, h', w', c] → gradient by x. Reads both synchronously. */
export function maxPoolGradient(x: Tensor4D, dy: Tensor4D, attributes: PoolAttributes): Tensor4D {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const info = backend_util.computePool2DInfo(x.shape, filterSize, strides, 1, pad, dimRoundingMode);
  const [n, height, width, channels] = x.shape;
  const values = x.dataSync<'float32'>();
  const gradients = dy.dataSync<'float32'>();
  const result = new Float32Array(values.length);

  let output = 0;
  for (let image = 0; image < n; image++) {
    for (let row = 0; row < info.outHeight; row++) {
      const top = row * info.strideHeight - info.padInfo.top;
      const [firstRow, endRow] = [Math.max(0, top), Math.min(height, top + info.filterHeight)];
      for (let column = 0; column < info.outWidth; column++) {
        const left = column * info.strideWidth - info.padInfo.left;
        const [firstColumn, endColumn] = [Math.max(0, left), Math.min(width, left + info.filterWidth)];
        for (let channel = 0; channel < channels; channel++, output++) {
          let largest = -Infinity;
          let winner = -1;
          for (let y = firstRow; y < endRow; y++) {
            for (let x = firstColumn; x < endColumn; x++) {
              const index = ((image * height + y) * width + x) * channels + channel;
              if (winner < 0 || values[index]! > largest) {
                largest = values[index]!;
                winner = index;
              }
            }
          }
          result[winner]! += gradients[output]!;
        }
      }
    }
  }
  return tensor4d(result, x.shape);
}
