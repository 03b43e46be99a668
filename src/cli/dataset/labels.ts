import * as v from 'valibot';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { numberCell, readCsv } from './csv';
import { DatasetError } from './dataset-error';

/** A class name as people write it: upper or lower case. */
export const labelCell = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.picklist(WAKEFULNESS_CLASSES, `is not one of ${WAKEFULNESS_CLASSES.join(', ')}`),
);

const secondCell = v.pipe(numberCell, v.integer('is not a whole second'), v.minValue(0, 'is negative'));

const rowSchema = v.object({ second: secondCell, label: labelCell });

/** Labels by second: the label of [s, s + 1) of the video. */
export type SecondLabels = ReadonlyMap<number, WakefulnessClass>;

/**
 * Reads a `labels.csv` (`second,label`): one row per labelled second, in any order; seconds may be missing.
 * @throws DatasetError `dataset-csv`: an unknown label, a second that is no whole number or labelled twice
 */
export function readLabels(path: string): SecondLabels {
  const labels = new Map<number, WakefulnessClass>();
  for (const { second, label } of readCsv(path, rowSchema)) {
    if (labels.has(second)) {
      throw new DatasetError(
        'dataset-csv',
        `${path}: second ${second} is labelled twice.`,
        'Keep one label for each second.',
      );
    }
    labels.set(second, label);
  }
  return labels;
}

/** The label of a moment of the video, seconds; null: not labelled. */
export function labelAt(labels: SecondLabels, time: number): WakefulnessClass | null {
  return labels.get(Math.floor(time)) ?? null;
}
