import * as v from 'valibot';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { RANGES } from '../../common/ranges';
import { footageError } from '../footage-error';
import type { SecondLabels } from '../recording';
import { decodeText, formatCsv, numberCell, parseCsv } from './csv';
import { DatasetError } from './dataset-error';

/** Name of the labels beside a video in a data set. */
export const LABELS_FILE = 'labels.csv';

/** A class name as people write it: upper or lower case. */
export const labelCell = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.picklist(WAKEFULNESS_CLASSES, `is not one of ${WAKEFULNESS_CLASSES.join(', ')}`),
);

/** Spreadsheets write times as `h:mm:ss`, and short ones as `mm:ss`. */
const asSeconds = (cell: string): string => {
  const [, hours = '0', minutes, seconds] = /^(?:(\d+):)?(\d+):(\d\d)(?:\.0+)?$/.exec(cell) ?? [];
  return minutes === undefined ? cell : String(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
};

const secondCell = v.pipe(
  v.string(),
  v.trim(),
  v.transform(asSeconds),
  numberCell(RANGES.second),
  v.integer('is not a whole second'),
);

const rowSchema = v.object({ second: secondCell, label: labelCell });

/**
 * Reads a `labels.csv` (`second,label`): one row per labelled second, in any order; seconds may be
 * missing. The label of second s is that of [s, s + 1) of the video.
 * @param path names the file in errors
 * @throws DatasetError `dataset-csv`: an unknown label, a second that is no whole number or
 * labelled twice
 */
export function parseLabelRows(text: string, path: string): ReadonlyMap<number, WakefulnessClass> {
  const labels = new Map<number, WakefulnessClass>();
  for (const { second, label } of parseCsv(text, path, rowSchema)) {
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

export interface ImportedLabels {
  /** As many as the recording has seconds. */
  readonly labels: SecondLabels;
  /** Rows after the recording's end, in order: shown to the person, and not in `labels`. */
  readonly beyond: readonly { readonly second: number; readonly label: WakefulnessClass }[];
}

/**
 * Labels of a file for a recording of so many seconds.
 * @param path names the file in errors
 * @param seconds number of the recording's seconds, the last one begun included
 * @throws FootageError `footage-labels` naming the line at fault, or that no row is of this
 * recording
 */
export function parseLabelsCsv(file: Uint8Array, path: string, seconds: number): ImportedLabels {
  let rows: ReadonlyMap<number, WakefulnessClass>;
  try {
    rows = parseLabelRows(decodeText(file), path);
  } catch (error) {
    if (error instanceof DatasetError) throw footageError('footage-labels', error.message, error);
    throw error;
  }
  const beyond = [...rows].filter(([second]) => second >= seconds).sort(([a], [b]) => a - b);
  if (beyond.length === rows.size) {
    throw footageError(
      'footage-other-labels',
      rows.size === 0
        ? `${path} holds no labels.`
        : `${path} labels seconds from ${beyond[0]![0]} on; this recording has ${seconds}.`,
    );
  }
  return {
    labels: Array.from({ length: seconds }, (_, second) => rows.get(second) ?? null),
    beyond: beyond.map(([second, label]) => ({ second, label })),
  };
}

/** The text of a `labels.csv`: labelled seconds only. */
export function labelsCsv(labels: SecondLabels): string {
  const rows = labels.flatMap((label, second) => (label === null ? [] : [{ second, label }]));
  return formatCsv(rowSchema, rows);
}
