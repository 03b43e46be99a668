/**
 * The calibration that goes into a checkpoint's card, and the calibrated posterior of what a
 * network made of faces without it.
 */
import { fitVectorScaling, scaled, type VectorScaling } from '../../evaluation/calibration';
import { classCounts } from '../../evaluation/methods';
import { groupOf, REAL_FACES, type FaceGroup } from '../predict/face-groups';
import { labelOf, type Prediction } from '../predict/predictions';

/** Real faces: what drawn lids look like is not what a posterior is to be right about. */
export const REAL: readonly FaceGroup[] = [...REAL_FACES, 'stills', 'videos'];

/**
 * On the real faces of the validation people, or on all where none are real. A class weighs 1/√(its
 * fraction), as in training: counting alike, the few half-closed eyes would make every doubt a
 * drowsy one; counting as they occur, they would hardly be found.
 * @param predicted at temperature 1, without biases
 */
export function fitCalibration(predicted: readonly Prediction[]) {
  const real = predicted.filter(({ row }) => REAL.includes(groupOf(row)));
  const used = real.length > 0 ? real : predicted;
  const truth = used.map(({ row }) => labelOf(row));
  const counts = classCounts(truth);
  const present = counts.filter((count) => count > 0).length;
  return {
    ...fitVectorScaling(
      used.map(({ probabilities }) => probabilities),
      truth,
      truth.map((label) => Math.sqrt(truth.length / (present * counts[label]!))),
    ),
    faces: used.length,
    people: new Set(used.map(({ row }) => row.subject)).size,
  };
}

export const calibrated = (predicted: readonly Prediction[], scaling: VectorScaling): readonly Prediction[] =>
  predicted.map(({ row, probabilities }) => ({ row, probabilities: scaled(probabilities, scaling) }));
