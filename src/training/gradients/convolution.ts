/**
 * The gradients of a 2-D convolution y = x ∗ w (NHWC, HWIO, no dilation), written as convolutions
 * and matrix products, so that they run at the speed of a backend's forward kernels.
 *
 * ∂L/∂w[i, j, c, o] = Σ_{n,h,k} x[n, s·h + i, s·k + j, c] · dy[n, h, k, o]: a convolution of x over
 * the batch instead of the channels, with dy as the filter, dilated by the forward stride s
 * (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, gives the
 * relations).
 */
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  add,
  concat,
  conv2d,
  matMul,
  reshape,
  reverse,
  slice,
  stridedSlice,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Axis, ConvolutionAttributes } from './geometry';
import { convolutionAxes, framedGradient, framedInput, isPointwise } from './geometry';

type Shape4D = readonly [number, number, number, number];

/**
 * Rows of a matrix product's inner dimension that are multiplied at once. From 2000 on, tfjs's
 * WebGPU backend may split the sum between workgroups that add with atomics, in any order: the same
 * step would not give the same bits twice.
 */
const MOST_ROWS = 1999;

/** aᵀ·b for a [rows, m], b [rows, n] → [m, n], summed in a fixed order. */
function productOverRows(a: Tensor2D, b: Tensor2D): Tensor2D {
  const [rows, m] = a.shape;
  if (rows <= MOST_ROWS) return matMul<Tensor2D>(a, b, true, false);
  let total: Tensor2D | null = null;
  for (let start = 0; start < rows; start += MOST_ROWS) {
    const count = Math.min(MOST_ROWS, rows - start);
    const part = matMul<Tensor2D>(
      slice(a, [start, 0], [count, m]),
      slice(b, [start, 0], [count, b.shape[1]]),
      true,
      false,
    );
    total = total === null ? part : add<Tensor2D>(total, part);
  }
  return total!;
}

const asRows = (x: Tensor4D): Tensor2D => reshape(x, [x.shape[0] * x.shape[1] * x.shape[2], x.shape[3]]);

/** What each filter position sees of the input, side by side: [n·h'·w', kh·kw·c] (im2col). */
function columnsOf(read: Tensor4D, rows: Axis, columns: Axis): Tensor2D {
  const [n, , , channels] = read.shape;
  const seen: Tensor2D[] = [];
  for (let i = 0; i < rows.filter; i++) {
    for (let j = 0; j < columns.filter; j++) {
      seen.push(
        asRows(
          stridedSlice(
            read,
            [0, i, j, 0],
            [
              n,
              i + (rows.output - 1) * rows.stride + 1,
              j + (columns.output - 1) * columns.stride + 1,
              channels,
            ],
            [1, rows.stride, columns.stride, 1],
          ) as Tensor4D,
        ),
      );
    }
  }
  return concat(seen, 1);
}

/**
 * Gradient by the filter. `x` [n, h, w, c], `dy` [n, h', w', o] → `filterShape` [kh, kw, c, o].
 * @param way `convolution`: as above, best where convolutions read their input in place (wasm);
 *   `product`: one matrix product
 *   with the input laid out per filter position, best where matrix products are the fastest
 * operation (WebGPU)
 */
export function filterGradient(
  x: Tensor4D,
  dy: Tensor4D,
  filterShape: Shape4D,
  attributes: ConvolutionAttributes,
  way: 'convolution' | 'product',
): Tensor4D {
  const { rows, columns } = convolutionAxes({ input: x.shape, filter: filterShape }, attributes, false);
  return tidy(() => {
    if (isPointwise(rows, columns)) {
      return reshape(productOverRows(asRows(x), asRows(dy)), [...filterShape]);
    }
    const read = framedInput(x, rows, columns);
    if (way === 'product') {
      return reshape(productOverRows(columnsOf(read, rows, columns), asRows(dy)), [...filterShape]);
    }
    const channelsAsBatch = transpose(read, [3, 1, 2, 0]);
    const gradientAsFilter = transpose(dy, [1, 2, 0, 3]);
    const result = conv2d(channelsAsBatch, gradientAsFilter, 1, 'valid', 'NHWC', [
      rows.stride,
      columns.stride,
    ]);
    return transpose(result, [1, 2, 0, 3]);
  });
}

/**
 * Gradient by the input: dy dilated by the stride, convolved with the filter turned by 180° →
 * `inputShape` [n, h, w, c].
 */
export function inputGradient(
  dy: Tensor4D,
  filter: Tensor4D,
  inputShape: Shape4D,
  attributes: ConvolutionAttributes,
): Tensor4D {
  const { rows, columns } = convolutionAxes({ input: inputShape, filter: filter.shape }, attributes, false);
  return tidy(() => {
    const dilated = framedGradient(dy, rows, columns);
    const turned = rows.filter === 1 && columns.filter === 1 ? filter : reverse(filter, [0, 1]);
    return conv2d(dilated, transpose(turned, [0, 1, 3, 2]), 1, 'valid');
  });
}
