import { counted } from '../../common/counted';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { WakefulError } from '../../common/errors';
import { summariseCalibration, type Evaluation } from '../../evaluation/evaluation';
import { evaluationReport } from '../../evaluation/evaluation-report';
import {
  byPerson,
  classifyingBy,
  compareMethods,
  summariseClasses,
  summariseMethod,
  type Method,
} from '../../evaluation/methods';
import type { CheckpointCard } from '../../network/checkpoint-card';
import { assertWritable, REPORT_FILE, writeFileAtomic } from '../files';
import { readDataset, readDatasets, type Dataset } from '../dataset/extracted';
import { refuseSharedPeople } from '../dataset/people';
import { reliabilityFigure } from '../figures/curves';
import { labelOf, predictDataset, type Prediction } from '../predict/predictions';
import { loadCheckpoint } from '../predict/checkpoint';
import { useNodeBackend, type NodeBackend } from '../node-backend';
import { ablation, conditionScores, subjectScores } from './breakdown';
import { fitAcross, fitOn, fittedMethods, fusedPosteriors, SHIPPED, type Fits } from './fits';
import { predictionsCsv } from './predictions-csv';
import { BUILT_IN_FUSION, FusionError, readFusionWeights, type FusionWeights } from '../../wakefulness';
import { measureFaces } from './measured-faces';
import type { CalibrationSource } from './replay';
import { evaluateVideos, type PredictedDataset } from './videos';

export const RESULT_FILE = 'evaluation.json';
const RELIABILITY_FILE = 'figures/reliability.svg';

export interface EvaluationOptions {
  /** Extracted data sets. */
  readonly data: readonly string[];
  readonly checkpoint: string;
  readonly out: string;
  /** People that thresholds and fusion are fitted on; null: on the other people of `data`. */
  readonly validation: string | null;
  /** A checkpoint whose state module reads V_face; null: not compared. */
  readonly withoutDeviation: string | null;
  readonly calibrate: CalibrationSource;
  /** Weights of npm run fit-fusion; null: the built-in ones. */
  readonly fusion: string | null;
  /** Where every face's probabilities, openings and pose go as CSV; null: nowhere. */
  readonly predictions: string | null;
  readonly seed: number;
  readonly backend: NodeBackend;
}

/** Told what is being done, how much of it, 0..1, and of how many faces where it is about faces. */
export type EvaluationListener = (what: string, fraction: number, faces?: number) => void;

interface Read {
  readonly card: CheckpointCard;
  readonly datasets: readonly PredictedDataset[];
}

/** @param accept throws when the checkpoint is not one to be read with */
async function read(
  checkpoint: string,
  datasets: readonly Dataset[],
  what: string,
  onProgress: EvaluationListener,
  accept: (card: CheckpointCard) => void = () => undefined,
): Promise<Read> {
  const { card, network, dispose } = await loadCheckpoint(checkpoint);
  try {
    accept(card);
    const predicted: PredictedDataset[] = [];
    for (const dataset of datasets) {
      const { root } = dataset;
      const predictions = await predictDataset(network, dataset, {
        onProgress: (fraction) => onProgress(`${what}: ${root}`, fraction, dataset.crops.length),
      });
      predicted.push({ root, predictions });
    }
    return { card, datasets: predicted };
  } finally {
    dispose();
  }
}

const allOf = (datasets: readonly PredictedDataset[]): readonly Prediction[] =>
  datasets.flatMap(({ predictions }) => predictions);

async function withoutDeviation(
  path: string,
  datasets: readonly Dataset[],
  onProgress: EvaluationListener,
): Promise<Method> {
  const accept = ({ name, features }: CheckpointCard): void => {
    if (features === 'V_face') return;
    throw new WakefulError(
      'checkpoint-invalid',
      `The state module of "${name}" (${path}) reads ${features}, not V_face.`,
      'Give --without-deviation a checkpoint of npm run train with --no-deviation.',
    );
  };
  const { datasets: predicted } = await read(path, datasets, 'without deviation', onProgress, accept);
  return classifyingBy(
    'network without deviation',
    allOf(predicted).map(({ probabilities }) => probabilities),
  );
}

/** The weights asked for; where they cannot be used the built-in ones, and why. */
function fusionOf(path: string | null): { readonly weights: FusionWeights; readonly refused: string | null } {
  if (path === null) return { weights: BUILT_IN_FUSION, refused: null };
  try {
    return { weights: readFusionWeights(JSON.parse(readFileSync(path, 'utf8'))), refused: null };
  } catch (error) {
    const why = error instanceof FusionError ? error.message : 'It cannot be read as JSON.';
    return { weights: BUILT_IN_FUSION, refused: `${path}: ${why} The built-in ones were used.` };
  }
}

function remarksOf(
  { card, datasets }: Read,
  { withoutDeviation: other }: EvaluationOptions,
  sets: readonly Dataset[],
  fits: Fits | null,
): readonly string[] {
  const remarks: string[] = [];
  const sizes = new Set(sets.map(({ manifest }) => manifest.cropSize));
  if ([...sizes].some((size) => size !== card.inputSize)) {
    remarks.push(
      `The crops have sides of ${[...sizes].join(', ')} pixels; the network was trained on ${card.inputSize}.`,
    );
  }
  const labels = allOf(datasets).map(({ row }) => labelOf(row));
  const absent = WAKEFULNESS_CLASSES.filter((_, label) => !labels.includes(label));
  if (absent.length > 0) {
    remarks.push(
      `No face is ${absent.join(' or ')}: macro-F1 is over the classes that occur, as truth or as verdict.`,
    );
  }
  if (!fits) {
    remarks.push(
      'One person alone: thresholds, fusion and majority need others to be fitted on. Give --validation.',
    );
  }
  if (fits && fits.lacks.length > 0) {
    remarks.push(
      `Thresholds, fusion or majority were fitted on people without ${fits.lacks.join(' or ')}: their figures mean little. ` +
        'Give --validation people who have every label.',
    );
  }
  if (other === null && card.features === 'V_state') {
    remarks.push(
      'Without deviation: not measured. The state module of a checkpoint that reads V_state makes nothing of V_face; give ' +
        '--without-deviation one of npm run train with --no-deviation.',
    );
  }
  return remarks;
}

/**
 * Measures a checkpoint on extracted data sets beside the baselines; writes report.md and
 * evaluation.json.
 * @throws DatasetError, WakefulError `checkpoint-missing`, `checkpoint-invalid`, `people-overlap`,
 *   `backend-unavailable`
 */
export async function evaluate(
  options: EvaluationOptions,
  onProgress: EvaluationListener,
): Promise<Evaluation> {
  const { seed } = options;
  const sets = readDatasets(options.data);
  const validationSet = options.validation === null ? null : readDataset(options.validation);
  if (validationSet) {
    refuseSharedPeople(validationSet, sets, 'Give --validation a data set of other people, or leave it out.');
  }
  const file = (name: string): string => join(options.out, name);
  for (const path of [file(RELIABILITY_FILE), file(RESULT_FILE), file(REPORT_FILE)]) assertWritable(path);
  if (options.predictions !== null) assertWritable(options.predictions);
  await useNodeBackend(options.backend);
  const result = await read(
    options.checkpoint,
    validationSet ? [...sets, validationSet] : sets,
    'network',
    onProgress,
  );
  const tested: Read = { card: result.card, datasets: result.datasets.slice(0, sets.length) };
  const measured = measureFaces(allOf(tested.datasets));
  const validation = result.datasets.at(sets.length);
  const fits = validation
    ? fitOn(measureFaces(validation.predictions), validation.root)
    : fitAcross(measured, seed);
  const { faces } = measured;
  const network = classifyingBy('network', measured.network);
  const fusion = fusionOf(options.fusion);
  const shipped = fusedPosteriors(measured, () => fusion.weights);
  if (options.predictions !== null) {
    const digests = sets.flatMap(({ crops, digest }) => crops.map(() => digest));
    writeFileAtomic(options.predictions, predictionsCsv(measured, digests, shipped));
  }
  const fitted = fits && fittedMethods(measured, fits);
  const others = [
    classifyingBy(SHIPPED, shipped),
    ...(fitted ? [fitted.both, fitted.personal, fitted.fixed, fitted.majority] : []),
    ...(options.withoutDeviation === null
      ? []
      : [await withoutDeviation(options.withoutDeviation, sets, onProgress)]),
  ];
  onProgress('intervals', 0);
  const { card } = tested;
  const evaluation: Evaluation = {
    settings: [
      ...sets.map(
        ({ root, crops, digest }) =>
          `Data: ${root}, ${counted(crops.length, 'crop')} of ${counted(byPerson(crops).size, 'person', 'people')} (digest ${digest.slice(0, 12)}…)`,
      ),
      `Checkpoint: ${options.checkpoint}, "${card.name}" of ${card.created.slice(0, 10)}: ${card.backbone} trained from ` +
        `${card.fromStage}, reading ${card.features}, temperature ${card.temperature.toFixed(3)}` +
        (card.calibration
          ? `, biases ${card.calibration.biases.map((bias) => bias.toFixed(3)).join(' ')}`
          : ''),
      `Trained on: ${card.training.data}`,
      `Network and eyes as shipped, fitted on (who is evaluated here should not be among them): ${fusion.weights.source}`,
      ...(fits ? [`Thresholds, fusion and majority: ${fits.origin}`] : []),
      `Seed ${seed}, backend ${options.backend}`,
    ],
    remarks: [
      ...(fusion.refused === null ? [] : [fusion.refused]),
      ...remarksOf(tested, options, sets, fits),
    ],
    classes: WAKEFULNESS_CLASSES,
    methods: [network, ...others].map((method) => summariseMethod(faces, method, seed)),
    differences: compareMethods(faces, network, others, seed),
    perClass: summariseClasses(faces, network, seed),
    calibration: summariseCalibration(faces, measured.network, seed),
    ablation: fitted ? ablation(measured, [fitted.personal, network, fitted.both], seed) : [],
    videos: evaluateVideos(tested.datasets, options.calibrate, fusion.weights, seed),
    conditions: conditionScores(measured, network),
    subjects: subjectScores(faces, network, fitted?.personal ?? null),
  };
  writeFileAtomic(file(RELIABILITY_FILE), await reliabilityFigure(evaluation.calibration.bins));
  writeFileAtomic(file(RESULT_FILE), `${JSON.stringify(evaluation, null, 2)}\n`);
  writeFileAtomic(file(REPORT_FILE), evaluationReport(evaluation, RELIABILITY_FILE));
  return evaluation;
}
