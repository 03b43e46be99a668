import type { Tensor4D } from '@tensorflow/tfjs-core';

/** Who a labelled face shows, and its label. */
export interface LabelledSample {
  /** Who it is; any stable name. */
  readonly subject: string;
  /** Index into the list of classes. */
  readonly label: number;
  /** What it counts in the loss; default: 1. */
  readonly weight?: number;
}

/** Labelled faces and the way to their pixels. */
export interface FaceSamples {
  readonly samples: readonly LabelledSample[];
  /** Side of the square crops, pixels. */
  readonly side: number;
  /** Crops [indices.length, side, side, 3], RGB 0..255, float32. The tensor is the caller's. */
  readonly images: (indices: readonly number[]) => Tensor4D | Promise<Tensor4D>;
  /** What the frozen part makes of these crops, where that is kept. The tensor is the caller's. */
  readonly trunk?: (indices: readonly number[]) => Tensor4D | Promise<Tensor4D>;
}
