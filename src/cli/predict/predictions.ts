/** The crops of a data set with what a network makes of each. */
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import type { LabelledFace } from '../../evaluation/methods';
import { cropSamples } from '../dataset/crops';
import type { Dataset } from '../dataset/extracted';
import type { CropRow } from '../../footage/dataset/format';
import { predict, type Classifier } from '../../network/inference';

/** One face and the posterior of its state, in the order of the classes. */
export interface Prediction {
  readonly row: CropRow;
  readonly probabilities: ArrayLike<number>;
}

export interface PredictOptions {
  /** Side that the crops are scaled to, pixels; default: as they are. */
  readonly side?: number;
  readonly onProgress?: (fraction: number) => void;
}

/** All crops through the network, in their order. */
export async function predictDataset(
  network: Classifier,
  dataset: Dataset,
  { side, onProgress }: PredictOptions = {},
): Promise<readonly Prediction[]> {
  const faces = cropSamples(dataset, dataset.crops, side);
  const total = dataset.crops.length;
  const { probabilities } = await predict(network, faces, [...dataset.crops.keys()], (done) =>
    onProgress?.(done / total),
  );
  return dataset.crops.map((row, i) => ({ row, probabilities: probabilities[i]! }));
}

/** Whose faces they are, and of which class. */
export const labelled = (rows: readonly CropRow[]): readonly LabelledFace[] =>
  rows.map((row) => ({ subject: row.subject, label: labelOf(row) }));

export const labelOf = ({ label }: Pick<CropRow, 'label'>): number => WAKEFULNESS_CLASSES.indexOf(label);
