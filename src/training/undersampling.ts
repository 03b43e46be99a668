import { groupBy } from '../common/group-by';
import type { Random } from '../common/random';
import type { LabelledSample } from '../network/face-samples';

export interface SubjectBalance {
  readonly subject: string;
  /** Samples of each class before. */
  readonly before: readonly number[];
  /** Samples kept of each class that the subject has. */
  readonly kept: number;
  /** Classes (indices) of which the subject has no sample. */
  readonly missing: readonly number[];
}

export interface Undersampling {
  /** Indices of the kept samples, ascending. */
  readonly kept: readonly number[];
  readonly subjects: readonly SubjectBalance[];
}

/**
 * Balances the classes of each subject (paper, 4.3: "face images for training were undersampled per
 * subject"): of every class as many samples as the subject's rarest one has, drawn at random. All
 * 27 subjects of the paper have all classes; a subject who lacks one is balanced over those that
 * are there, and `missing` says so.
 * @throws RangeError when a label is no index of a class.
 */
export function undersample(
  samples: readonly LabelledSample[],
  classCount: number,
  random: Random,
): Undersampling {
  const kept: number[] = [];
  const subjects: SubjectBalance[] = [];
  for (const [subject, indices] of groupBy(samples.keys(), (index) => samples[index]!.subject)) {
    const classes = byLabel(samples, indices, classCount);
    const before = classes.map((group) => group.length);
    const least = Math.min(...before.filter((count) => count > 0));
    for (const group of classes) kept.push(...random.shuffled(group).slice(0, least));
    subjects.push({
      subject,
      before,
      kept: least,
      missing: before.flatMap((count, label) => (count === 0 ? [label] : [])),
    });
  }
  return { kept: kept.sort((a, b) => a - b), subjects };
}

/** Of the given indices, those of each class: `result[label]`. */
function byLabel(
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
