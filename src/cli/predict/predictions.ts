/** The crops of a data set with what a network makes of each. */
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { cropSamples } from '../dataset/crops';
import type { Dataset } from '../dataset/extracted';
import type { CropRow } from '../../footage/dataset/format';
import { readFaces, type JudgingNetwork } from '../../network/inference';

/** One face and the posterior of its state, in the order of the classes. */
export interface Prediction {
  readonly row: CropRow;
  readonly probabilities: ArrayLike<number>;
}

/** All crops through the network, in their order. */
export async function predictDataset(
  network: JudgingNetwork,
  dataset: Dataset,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<readonly Prediction[]> {
  const faces = cropSamples(dataset, dataset.crops);
  const total = dataset.crops.length;
  const { probabilities } = await readFaces(network, faces, [...dataset.crops.keys()], (done) =>
    onProgress(done / total),
  );
  return dataset.crops.map((row, i) => ({ row, probabilities: probabilities[i]! }));
}

/** The most probable class; of equally probable ones the first. */
export function mostProbable(probabilities: ArrayLike<number>): number {
  return Array.from(probabilities).reduce((best, p, i, all) => (p > all[best]! ? i : best), 0);
}

export const labelOf = ({ label }: Pick<CropRow, 'label'>): number => WAKEFULNESS_CLASSES.indexOf(label);
