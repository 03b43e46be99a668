/** One person's part of an extracted data set, as a fine-tuning reads footage. */
import type { WakefulnessClass } from '../../common/classes';
import { groupBy } from '../../common/group-by';
import type { TrainingFootage } from '../../fine-tuning/footage';
import type { CropRow } from '../../footage/dataset/format';
import type { RgbaCrop } from '../../network/crops';
import { readCrop } from '../dataset/crops';
import type { Dataset } from '../dataset/extracted';

/** A still counts as one second, as in the studio. */
const timeOf = ({ time }: CropRow, index: number): number => time ?? index;

/** The person's sessions by name, each with its crops. */
export const sessionsOf = ({ crops }: Dataset, person: string): ReadonlyMap<string, readonly CropRow[]> =>
  groupBy(
    crops.filter(({ subject }) => subject === person),
    ({ session }) => session,
  );

/** Recordings are the person's sessions, by name. */
export function datasetFootage(dataset: Dataset, person: string): TrainingFootage {
  const sessions = sessionsOf(dataset, person);
  const rowsOf = (session: string): readonly CropRow[] => sessions.get(session) ?? [];
  return {
    recording: (session) => Promise.resolve(sessions.has(session) ? { personId: person } : null),
    labels(session) {
      const labels: (WakefulnessClass | null)[] = [];
      rowsOf(session).forEach((row, i) => (labels[Math.floor(timeOf(row, i))] ??= row.label));
      return Promise.resolve(Array.from(labels, (label) => label ?? null));
    },
    signals: (session) =>
      Promise.resolve(rowsOf(session).map((row, crop) => ({ time: timeOf(row, crop), crop }))),
    readCrops: (session, indices) =>
      Promise.all(indices.map((index) => readRgba(dataset, rowsOf(session)[index]!))),
  };
}

async function readRgba(dataset: Dataset, row: CropRow): Promise<RgbaCrop> {
  const rgb = await readCrop(dataset, row);
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
  rgb.forEach((value, i) => (rgba[4 * Math.floor(i / 3) + (i % 3)] = value));
  return { size: dataset.manifest.cropSize, rgba };
}
