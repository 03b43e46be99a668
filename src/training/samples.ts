import type { Tensor4D } from '@tensorflow/tfjs-core';

/** What planning needs to know of a labelled face. */
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
}

/** Indices of the samples of each subject, subjects in order of first appearance. */
export function bySubject(samples: readonly LabelledSample[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  samples.forEach(({ subject }, index) => {
    const group = groups.get(subject);
    if (group) group.push(index);
    else groups.set(subject, [index]);
  });
  return groups;
}

/** Of the given indices, those of each class: `result[label]`. */
export function byLabel(
  samples: readonly LabelledSample[],
  indices: readonly number[],
  classCount: number,
): readonly (readonly number[])[] {
  const groups: number[][] = Array.from({ length: classCount }, () => []);
  for (const index of indices) {
    const { label } = samples[index]!;
    const group = groups[label];
    if (!group)
      throw new RangeError(`Sample ${index} has the label ${label}; there are ${classCount} classes.`);
    group.push(index);
  }
  return groups;
}
