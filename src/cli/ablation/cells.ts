/** One training of an ablation: what it predicts for people it was not trained on. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { fraction, RANGES, within } from '../../common/ranges';
import { disposeNetwork, uploadNetwork } from '../../network/inference';
import { disposeWeights } from '../../network/weights';
import { CellFolder } from '../cell-folder';
import { readDataset } from '../dataset/extracted';
import { FACE_GROUPS, groupOf } from '../predict/face-groups';
import { labelOf, predictDataset, type Prediction } from '../predict/predictions';
import type { progressLine } from '../progress';
import { calibrated, fitCalibration } from '../train/calibrate';
import { forgetUnfinished, train, type TrainOptions } from '../train/train';
import type { Variable } from './conditions';

/** Digits that posteriors are kept with. */
const DIGITS = 4;

const faceSchema = v.object({
  subject: v.string(),
  group: v.picklist(FACE_GROUPS),
  label: v.picklist([...WAKEFULNESS_CLASSES.keys()]),
  /** Calibrated, in the order of the classes. */
  probabilities: v.pipe(v.array(fraction), v.length(WAKEFULNESS_CLASSES.length)),
});
export type PredictedFace = v.InferOutput<typeof faceSchema>;

const resultSchema = v.object({
  condition: v.string(),
  seed: within(RANGES.seed),
  validation: v.array(faceSchema),
  test: v.array(faceSchema),
});
export type AblationCell = v.InferOutput<typeof resultSchema>;

/** What all trainings of an ablation have in common. */
export interface AblationSettings extends Variable {
  /** Digests of the data sets train, validation and test. */
  readonly data: readonly string[];
  readonly epochs: number;
  readonly copies: number;
  readonly limit: number | null;
  /** SHA-256 of the checkpoint that the trainings go on from. */
  readonly start: string | null;
}

export const ablationFolder = (out: string, settings: AblationSettings): CellFolder<AblationCell> =>
  new CellFolder(out, createHash('sha256').update(JSON.stringify(settings)).digest('hex'), resultSchema);

const kept = ({ row, probabilities }: Prediction): PredictedFace => ({
  subject: row.subject,
  group: groupOf(row),
  label: labelOf(row),
  probabilities: Array.from(probabilities, (p) => Number(p.toFixed(DIGITS))),
});

/**
 * Trains a network, fits its calibration on the validation people, and lets it predict.
 * @throws see `train`
 */
export async function runAblationCell(
  condition: string,
  options: TrainOptions,
  line: ReturnType<typeof progressLine>,
): Promise<AblationCell> {
  const { identity, loaded, fromStage, features, inputSize, weights } = await train(options, line);
  const { backbone } = loaded;
  const network = uploadNetwork({ backbone, identity, fromStage, features, weights, temperature: 1 });
  const predictions = async (part: string): Promise<readonly Prediction[]> => {
    const dataset = readDataset(join(options.data, part));
    return predictDataset(network, dataset, {
      side: inputSize,
      onProgress: (done) => line.show(`predicts ${part}`, done),
    });
  };
  const validation = await predictions('validation');
  const test = existsSync(join(options.data, 'test')) ? await predictions('test') : [];
  disposeNetwork(network);
  disposeWeights(identity);
  forgetUnfinished(options.out);
  const scaling = fitCalibration(validation);
  return {
    condition,
    seed: options.seed,
    validation: calibrated(validation, scaling).map(kept),
    test: calibrated(test, scaling).map(kept),
  };
}
