/**
 * From trained weights to a checkpoint's file: calibrated on the validation people, measured on all
 * others, with its card.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { readCheckpoint, writeCheckpoint } from '../../network/checkpoint';
import type { CheckpointDescription } from '../../network/checkpoint-card';
import { disposeNetwork, uploadNetwork } from '../../network/inference';
import { writeFileAtomic } from '../files';
import type { progressLine } from '../progress';
import { readDataset, type Dataset } from '../dataset/extracted';
import { predictDataset, type Prediction } from '../predict/predictions';
import { calibrated, fitCalibration } from './calibrate';
import { matrixOf, measure } from './measure';
import type { Trained } from './train';

const LIMITS =
  'Not tested on children, sunglasses, faces from the side, yawns or people who really are sleepy. Bowed heads, dim light and ' +
  'covered faces are imitated in training. Of half-closed eyes few are photographed, most are drawn.';
const LICENCE =
  'Weights: MIT, as the project. Trained on pictures of Labeled Faces in the Wild and Closed Eyes in the Wild (research use), of ' +
  'the LivePortrait repository (MIT) and of clips in repositories under MIT or Apache-2.0; tested on other people of these and on ' +
  'the Yale Face Database (research use). No picture is contained.';

export interface Finished extends Trained {
  /** Told how far it is; ended before anything is printed. */
  readonly line: ReturnType<typeof progressLine>;
  /** The result as JSON instead of in words. */
  readonly json: boolean;
  readonly data: string;
  readonly out: string;
  readonly name: string;
  readonly seed: number;
}

/** Writes the checkpoint and prints what was measured. */
export async function finishTraining(finished: Finished): Promise<void> {
  const {
    line,
    json,
    data,
    out,
    name,
    seed,
    loaded,
    identity,
    fromStage,
    features,
    inputSize,
    weights,
    training,
  } = finished;
  const { backbone, digest } = loaded;
  const description: CheckpointDescription = {
    name,
    created: new Date().toISOString(),
    backbone: backbone.id,
    backboneSha256: digest,
    fromStage,
    inputSize,
    features,
    classes: [...WAKEFULNESS_CLASSES],
    temperature: 1,
    training,
    metrics: {},
    limits: LIMITS,
    licence: LICENCE,
  };
  // What is measured is what the file will hold, rounding included.
  const content = readCheckpoint(writeCheckpoint(backbone, description, weights, 'F16'), backbone, digest);
  const network = uploadNetwork({
    backbone,
    identity,
    fromStage,
    features,
    weights: content,
    temperature: 1,
  });
  const validation = readDataset(join(data, 'validation'));
  const predict = (part: string, set: Dataset): Promise<readonly Prediction[]> =>
    predictDataset(network, set, {
      side: inputSize,
      onProgress: (fraction) => line.show(`predicts ${part}`, fraction, { of: [set.crops.length, 'faces'] }),
    });
  const raw = await predict('validation', validation);
  const { temperature, biases, ...fittedOn } = fitCalibration(raw);
  const parts = new Map([['validation', calibrated(raw, { temperature, biases })]]);
  for (const part of ['test', 'style']) {
    if (!existsSync(join(data, part))) continue;
    const predicted = await predict(part, readDataset(join(data, part)));
    parts.set(part, calibrated(predicted, { temperature, biases }));
  }
  line.show('intervals', 0);
  disposeNetwork(network);
  const metrics = Object.fromEntries(
    [...parts].flatMap(([part, predicted]) =>
      Object.entries(measure(predicted, seed)).map(([figure, value]): [string, number] => [
        `${part}: ${figure}`,
        value,
      ]),
    ),
  );
  const calibration = { biases: [...biases], ...fittedOn };
  const bytes = writeCheckpoint(
    backbone,
    { ...description, temperature, calibration, metrics },
    content,
    'F16',
  );
  writeFileAtomic(out, bytes);
  line.end();
  if (json) {
    const matrices = Object.fromEntries([...parts].map(([part, predicted]) => [part, matrixOf(predicted)]));
    console.log(JSON.stringify({ out, bytes: bytes.length, temperature, biases, matrices, metrics }));
    return;
  }
  console.log(
    `temperature ${temperature.toFixed(3)}, biases ${biases.map((bias) => bias.toFixed(3)).join(' ')}, ${bytes.length} bytes`,
  );
  console.log(`true ${WAKEFULNESS_CLASSES.join(', ')} (a list each), as predicted in the same order:`);
  for (const [part, predicted] of parts) console.log(part, JSON.stringify(matrixOf(predicted)));
  console.log(JSON.stringify(metrics, null, 2));
}
