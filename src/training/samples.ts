import type { LabelledSample } from '../network/face-samples';

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
