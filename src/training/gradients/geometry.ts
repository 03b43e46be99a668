import { backend_util, pad, reshape, slice, type Tensor4D } from '@tensorflow/tfjs-core';

/** Stride and zero padding of a 2-D convolution along one image axis, and its sizes. */
export interface Axis {
  readonly input: number;
  readonly filter: number;
  readonly output: number;
  readonly stride: number;
  /** Zeros before the first input row (column). */
  readonly before: number;
}

export interface ConvolutionShape {
  /** [n, height, width, channels] */
  readonly input: readonly [number, number, number, number];
  /** HWIO; for a depthwise convolution H×W×channels×multiplier. */
  readonly filter: readonly [number, number, number, number];
}

/** How tfjs's convolution kernels are asked for strides and padding. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil' | undefined;
}

/** Rows and columns of a convolution (NHWC, no dilation), by tfjs's own arithmetic. */
export function convolutionAxes(
  { input, filter }: ConvolutionShape,
  { strides, pad, dimRoundingMode }: ConvolutionAttributes,
  depthwise: boolean,
): { readonly rows: Axis; readonly columns: Axis } {
  const info = backend_util.computeConv2DInfo(
    [...input],
    [...filter],
    strides,
    1,
    pad,
    dimRoundingMode,
    depthwise,
    'channelsLast',
  );
  return {
    rows: {
      input: info.inHeight,
      filter: info.filterHeight,
      output: info.outHeight,
      stride: info.strideHeight,
      before: info.padInfo.top,
    },
    columns: {
      input: info.inWidth,
      filter: info.filterWidth,
      output: info.outWidth,
      stride: info.strideWidth,
      before: info.padInfo.left,
    },
  };
}

/** True for a 1×1 convolution that only mixes channels: one matrix product. */
export function isPointwise(rows: Axis, columns: Axis): boolean {
  return [rows, columns].every(
    ({ filter, stride, before, input, output }) =>
      filter === 1 && stride === 1 && before === 0 && input === output,
  );
}

/**
 * Puts `before` rows (columns) of zeros in front and cuts or fills the far end, so that the image
 * is `rows.size` high and `columns.size` wide. [n, h, w, c] → [n, rows.size, columns.size, c].
 */
function frame(
  x: Tensor4D,
  rows: { readonly before: number; readonly size: number },
  columns: { readonly before: number; readonly size: number },
): Tensor4D {
  const [n, height, width, channels] = x.shape;
  const after = [rows.size - rows.before - height, columns.size - columns.before - width] as const;
  const padded = pad(x, [
    [0, 0],
    [rows.before, Math.max(0, after[0])],
    [columns.before, Math.max(0, after[1])],
    [0, 0],
  ]);
  return after[0] >= 0 && after[1] >= 0
    ? padded
    : slice(padded, [0, 0, 0, 0], [n, rows.size, columns.size, channels]);
}

/** Rows (columns) of the padded input that a convolution really reads. */
const extentRead = ({ output, stride, filter }: Axis): number => (output - 1) * stride + filter;

/**
 * Spreads pixels `stride` apart, zeros between: [n, h, w, c] → [n, h·strideRows, w·strideColumns,
 * c].
 */
function dilate(x: Tensor4D, strideRows: number, strideColumns: number): Tensor4D {
  if (strideRows === 1 && strideColumns === 1) return x;
  const [n, height, width, channels] = x.shape;
  const inColumns = pad(reshape(x, [n * height * width, 1, channels]), [
    [0, 0],
    [0, strideColumns - 1],
    [0, 0],
  ]);
  const inRows = pad(reshape(inColumns, [n * height, 1, width * strideColumns * channels]), [
    [0, 0],
    [0, strideRows - 1],
    [0, 0],
  ]);
  return reshape(inRows, [n, height * strideRows, width * strideColumns, channels]);
}

/**
 * Rows (columns) the dilated output gradient is framed to, so that a `valid` convolution with the
 * filter gives the input's size.
 */
const backwardFrame = ({ input, filter, before }: Axis): { before: number; size: number } => ({
  before: filter - 1 - before,
  size: input + filter - 1,
});

/** The part of x, with its zeros around it, that a forward convolution reads. */
export const framedInput = (x: Tensor4D, rows: Axis, columns: Axis): Tensor4D =>
  frame(
    x,
    { before: rows.before, size: extentRead(rows) },
    { before: columns.before, size: extentRead(columns) },
  );

/** dy dilated by the stride and framed, for the convolution that gives the input's gradient. */
export const framedGradient = (dy: Tensor4D, rows: Axis, columns: Axis): Tensor4D =>
  frame(dilate(dy, rows.stride, columns.stride), backwardFrame(rows), backwardFrame(columns));
