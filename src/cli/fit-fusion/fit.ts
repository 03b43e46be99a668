/**
 * Fits the fusion of eyes and network on labelled faces, and measures it on people who are left
 * out.
 */
import { counted } from '../../common/counted';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { WakefulError } from '../../common/errors';
import { Random } from '../../common/random';
import { softmaxOf } from '../../evaluation/calibration';
import { byPerson, classifyingBy, type LabelledFace } from '../../evaluation/methods';
import { fitSoftmax, type SoftmaxModel } from '../../evaluation/softmax-regression';
import {
  EYE_FEATURES,
  eyeFeatures,
  FUSION_FEATURES,
  NETWORK_FEATURES,
  networkFeatures,
  readFusionWeights,
  type FrameSigns,
  type FusionWeights,
} from '../../wakefulness/fusion';
import { labelled, type Prediction } from '../predict/predictions';
import { calibratedSigns, namedProbabilities } from '../predict/frame-signs';

/**
 * Penalty of the shipped weights: chosen, as the usual order of magnitude; a tenth and ten times of
 * it change little.
 */
export const FUSION_L2 = 3;

const classes = WAKEFULNESS_CLASSES.length;

/** Which features a model reads, of those in FUSION_FEATURES. */
const READS = {
  'eyes and network': FUSION_FEATURES.map(() => true),
  eyes: FUSION_FEATURES.map((_, f) => f < EYE_FEATURES.length),
  network: FUSION_FEATURES.map((name) => name === NETWORK_FEATURES[0] || name === NETWORK_FEATURES[1]),
} as const;

/**
 * Every class weighs the same, and within a class a person by the root of their number of faces:
 * neither the many faces of few people nor the single faces of many decide alone.
 */
function sampleWeights(faces: readonly LabelledFace[]): number[] {
  const own = new Map<string, number>();
  const key = ({ subject, label }: LabelledFace): string => `${label} ${subject}`;
  for (const face of faces) own.set(key(face), (own.get(key(face)) ?? 0) + 1);
  const raw = faces.map((face) => 1 / Math.sqrt(own.get(key(face))!));
  const totals = WAKEFULNESS_CLASSES.map((_, label) =>
    faces.reduce((sum, face, i) => sum + (face.label === label ? raw[i]! : 0), 0),
  );
  return raw.map((weight, i) => weight / totals[faces[i]!.label]!);
}

const pick = (row: readonly number[], reads: readonly boolean[]): number[] => row.filter((_, f) => reads[f]);

const posterior = ({ mean, scale, bias, weights }: SoftmaxModel, row: readonly number[]): readonly number[] =>
  softmaxOf(
    weights.map((own, c) =>
      own.reduce((sum, w, f) => sum + (w * (row[f]! - mean[f]!)) / scale[f]!, bias[c]!),
    ),
  );

/** People are left out one by one; where there are more than this, in so many groups. */
const MOST_FOLDS = 40;
const STREAM = 402;

/** What each face is taken for by a model of other people. */
function leavePeopleOut(
  faces: readonly LabelledFace[],
  weights: readonly number[],
  rows: readonly (readonly number[])[],
  start: SoftmaxModel,
  { l2, seed }: FitOptions,
  onProgress: (fraction: number) => void,
): readonly (readonly number[])[] {
  const predicted = new Array<readonly number[]>(rows.length);
  const people = Random.seeded(seed, STREAM).shuffled([...byPerson(faces).values()]);
  const folds = Math.min(MOST_FOLDS, people.length);
  for (let fold = 0; fold < folds; fold++) {
    const own = new Set(people.flatMap((some, i) => (i % folds === fold ? some : [])));
    const others = [...faces.keys()].filter((i) => !own.has(i));
    const model = fitSoftmax(
      others.map((i) => rows[i]!),
      others.map((i) => faces[i]!.label),
      others.map((i) => weights[i]!),
      { classes, l2, start },
    );
    for (const i of own) predicted[i] = posterior(model, rows[i]!);
    onProgress((fold + 1) / folds);
  }
  return predicted;
}

const DIGITS = 5;
const short = (values: readonly number[]): number[] =>
  values.map((value) => Number(value.toPrecision(DIGITS)));

const shortened = ({ mean, scale, bias, weights }: SoftmaxModel): SoftmaxModel => ({
  mean: short(mean),
  scale: short(scale),
  bias: short(bias),
  weights: weights.map(short),
});

export interface FitOptions {
  /** See RegressionOptions. */
  readonly l2: number;
  /** Deals the people who are left out. */
  readonly seed: number;
}

/** What the fusion reads of a face. @param p the posterior, in the order of the classes */
export const fusionFeatures = (signs: FrameSigns, p: ArrayLike<number>): readonly number[] => [
  ...eyeFeatures(signs),
  ...networkFeatures(signs, namedProbabilities(p)),
];

/** The weights alone. @param features of the faces, in their order */
export function fitWeights(
  features: readonly (readonly number[])[],
  faces: readonly LabelledFace[],
  l2: number,
): FusionWeights {
  const labels = faces.map(({ label }) => label);
  const weights = sampleWeights(faces);
  const fit = (name: keyof typeof READS): SoftmaxModel =>
    fitSoftmax(
      features.map((row) => pick(row, READS[name])),
      labels,
      weights,
      { classes, l2 },
    );
  return { features: FUSION_FEATURES, both: fit('eyes and network'), eyes: fit('eyes'), source: '' };
}

/**
 * A state that fewer people show cannot be measured on people who are left out, and without a face
 * that is awake nobody's open eyes are known.
 */
const PEOPLE_OF_EACH_STATE = 2;

function assertEnough(faces: readonly LabelledFace[]): void {
  WAKEFULNESS_CLASSES.forEach((state, label) => {
    const people = byPerson(faces.filter((face) => face.label === label)).size;
    if (people >= PEOPLE_OF_EACH_STATE) return;
    throw new WakefulError(
      'fusion-too-little',
      `Weights cannot be fitted on these faces: ${counted(people, 'person is', 'people are')} ${state} in them.`,
      `Give data sets (--data) in which ${PEOPLE_OF_EACH_STATE} people or more are in each state.`,
    );
  });
}

/**
 * @param source what is said in the weights about where they are from
 * @throws WakefulError `fusion-too-little`
 * @throws FusionError where the fit gives no weights that the monitor would take
 */
export function fitFusionWeights(
  predictions: readonly Prediction[],
  { l2, seed }: FitOptions,
  source: string,
  onProgress: (what: string, fraction: number) => void,
) {
  const rows = predictions.map(({ row }) => row);
  const faces = labelled(rows);
  assertEnough(faces);
  const signs = calibratedSigns(rows);
  const features = predictions.map(({ probabilities }, i) => fusionFeatures(signs[i]!, probabilities));
  const weights = sampleWeights(faces);
  const labels = faces.map(({ label }) => label);
  const fits = (['eyes and network', 'eyes', 'network'] as const).map((name) => {
    const read = features.map((row) => pick(row, READS[name]));
    const model = fitSoftmax(read, labels, weights, { classes, l2 });
    const posteriors = leavePeopleOut(faces, weights, read, model, { l2, seed }, (fraction) =>
      onProgress(name, fraction),
    );
    return { model: shortened(model), method: classifyingBy(name, posteriors) };
  });
  const [both, eyes] = fits;
  return {
    weights: readFusionWeights({ features: FUSION_FEATURES, both: both!.model, eyes: eyes!.model, source }),
    faces,
    /** Both, the eyes alone and the network alone, each as fitted on the other people. */
    methods: fits.map(({ method }) => method),
  };
}
