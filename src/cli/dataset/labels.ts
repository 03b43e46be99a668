import { readFileSync } from 'node:fs';
import type { WakefulnessClass } from '../../common/classes';
import { parseLabelRows } from '../../footage/dataset/labels-csv';

/** Labels by second: the label of [s, s + 1) of the video. */
export type SecondLabels = ReadonlyMap<number, WakefulnessClass>;

/** Reads a `labels.csv`. @throws DatasetError `dataset-csv` */
export function readLabels(path: string): SecondLabels {
  return parseLabelRows(readFileSync(path, 'utf8'), path);
}

/** The label of a moment of the video, seconds; null: not labelled. */
export function labelAt(labels: SecondLabels, time: number): WakefulnessClass | null {
  return labels.get(Math.floor(time)) ?? null;
}
