/** Which crops a training reads, and what each counts. */
import { WakefulError } from '../../common/errors';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import type { CropRow } from '../../footage/dataset/format';
import type { LabelledSample } from '../../network/face-samples';
import { sourceWeights } from '../../training/source-weights';
import type { Dataset } from '../dataset/extracted';
import { groupOf, TRANSPLANTED } from '../predict/face-groups';

export interface RowChoice {
  /** Kinds of faces that are left out. */
  readonly without: readonly string[];
  /** People of each kind at most. */
  readonly limit: number;
}

/** @throws WakefulError `training-of-nobody` where no row is left */
export function trainingRows(dataset: Dataset, { without, limit }: RowChoice): Dataset {
  const people = new Map<string, Set<string>>();
  const crops = dataset.crops.filter((row) => {
    if (without.includes(groupOf(row))) return false;
    const source = sourceOf(row);
    const own = people.get(source) ?? new Set<string>();
    people.set(source, own);
    if (!own.has(row.subject) && own.size >= limit) return false;
    own.add(row.subject);
    return true;
  });
  if (crops.length === 0) {
    throw new WakefulError(
      'training-of-nobody',
      `Of the ${dataset.crops.length} faces of ${dataset.root} none is left to train on.`,
      `Leave out less: --without ${without.map((group) => `"${group}"`).join(' ')}.`,
    );
  }
  return { ...dataset, crops };
}

/** Where the face is from, whatever was done to it since: whose style a network could learn. */
export function sourceOf(row: CropRow): string {
  if (row.session === TRANSPLANTED) return row.source.split(',')[0]!;
  const group = groupOf(row);
  return group === 'portraits with drawn glasses' ? 'portraits' : group;
}

/**
 * The samples, weighed so that their source tells nothing of their class.
 * @throws WakefulError `training-one-sided` where a source lacks a class
 */
export function sourceless(
  rows: readonly CropRow[],
  samples: readonly LabelledSample[],
): readonly LabelledSample[] {
  try {
    const weights = sourceWeights(
      rows.map((row, i) => ({ source: sourceOf(row), label: samples[i]!.label })),
      WAKEFULNESS_CLASSES,
    );
    return samples.map((sample, i) => ({ ...sample, weight: weights[i]! }));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new WakefulError(
      'training-one-sided',
      `${cause.message} The network would learn to tell the source instead of the eyes.`,
      'Add faces of all states from each source, raise --limit where it is given, or train with --any-source.',
      { cause },
    );
  }
}
