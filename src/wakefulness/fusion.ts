/**
 * What one face shows, eyes and network together: the probabilities of closed, half-closed and open
 * eyes as the classes asleep, drowsy and awake. A multinomial logistic regression, fitted on
 * labelled faces by `npm run fit-fusion`. It weighs every signal by what it was worth on people who
 * were left out, and by what tells how far it can be trusted: a far turned or bowed head, an open
 * mouth. Time is not in it: what a closure over seconds means is said in classifier.ts.
 */
import { WAKEFULNESS_CLASSES, type ClassProbabilities, type WakefulnessClass } from '../common/classes';
import { WakefulError } from '../common/errors';
import { RANGES, type Range } from '../common/ranges';
import type { EyePair } from './observation';
import { combineEyes, isWink } from './openness';
import { clamp, ramp } from './ramp';

/** One face as the model reads it: everything relative to the learner's own calibration. */
export interface FrameSigns {
  /** Opening of each eye, 0 closed .. 1 open, without limits and without allowance for the pose. */
  readonly openings: EyePair;
  /** Mouth aspect ratio above neutral. */
  readonly mouth: number;
  /** Degrees from the neutral pose; chin down positive. */
  readonly chinDown: number;
  readonly yaw: number;
  readonly roll: number;
}

/** A number for each class. */
export type ClassScores = Readonly<Record<WakefulnessClass, number>>;

/**
 * Softmax regression on standardised features: score of class c = bias[c] + Σ weights[c][f] · (x[f]
 * − mean[f]) / scale[f].
 */
export interface LogisticModel {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  /** By class, in the order of WAKEFULNESS_CLASSES. */
  readonly bias: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

export interface FusionWeights {
  /**
   * Names of the features, in order: the eyes' first, then the network's. Weights of another list
   * are foreign.
   */
  readonly features: readonly string[];
  /** With a network verdict. */
  readonly both: LogisticModel;
  /** Without one: the eyes' features only. */
  readonly eyes: LogisticModel;
  /** What they were fitted on, and the command. */
  readonly source: string;
}

export type FusionErrorCode = 'fusion-invalid';
/** The weights are not for this program, or not whole. */
export class FusionError extends WakefulError<FusionErrorCode> {}

export const EYE_FEATURES = [
  'opening',
  'opening squared',
  'shut',
  'difference of the eyes',
  'mouth open',
  'chin down',
  'chin up',
  'turned',
  'tilted',
  'opening × chin down',
  'opening × chin up',
  'opening × turned',
  'opening × mouth open',
] as const;

export const NETWORK_FEATURES = [
  'asleep to awake',
  'drowsy to awake',
  'asleep to awake × turned',
  'asleep to awake × chin down',
  'asleep to awake × chin up',
  'drowsy to awake × turned',
  'drowsy to awake × chin down',
  'asleep to awake × opening',
] as const;

export const FUSION_FEATURES: readonly string[] = [...EYE_FEATURES, ...NETWORK_FEATURES];

/** Openings beyond these say no more. */
const OPENING_LIMITS = { low: -0.3, high: 1.3 } as const;
/** Opening up to which lids look shut, and from which they do not. */
const SHUT = { full: 0.05, none: 0.3 } as const;
/** Largest log ratio that a network verdict may claim: e⁶ = 400 to 1. */
const LOG_RATIO_LIMIT = 6;
/** Units that make the features of the head and the mouth about 1 at their largest. */
const DEGREES = 30;
const MOUTH = 0.3;
/** Limits of the pose and of the mouth in those units: beyond, the landmarks are guesses. */
const MOST = 1.5;

const limited = (opening: number): number => clamp(opening, OPENING_LIMITS.low, OPENING_LIMITS.high);

function headOf({ chinDown, yaw, roll, mouth }: FrameSigns) {
  const unit = (value: number, whole: number): number => clamp(value / whole, 0, MOST);
  return {
    down: unit(chinDown, DEGREES),
    up: unit(-chinDown, DEGREES),
    turned: unit(Math.abs(yaw), DEGREES),
    tilted: unit(Math.abs(roll), DEGREES),
    mouth: unit(mouth, MOUTH),
  };
}

const limitedPair = ({ left, right }: EyePair): EyePair => ({ left: limited(left), right: limited(right) });

/** The two eyes as one, as far as they can be seen (openness.ts), within limits. */
const openingOf = ({ openings, yaw }: FrameSigns): number => combineEyes(limitedPair(openings), yaw);

/** In the order of EYE_FEATURES. */
export function eyeFeatures(signs: FrameSigns): number[] {
  const opening = openingOf(signs);
  const eyes = limitedPair(signs.openings);
  const { down, up, turned, tilted, mouth } = headOf(signs);
  return [
    opening,
    opening * opening,
    ramp(opening, SHUT.none, SHUT.full),
    // Between two eyes that do the same: a wink's open eye tells by itself, and a turned head's
    // nearer one.
    isWink(eyes) ? 0 : Math.abs(eyes.left - eyes.right) * (1 - Math.min(1, turned)),
    mouth,
    down,
    up,
    turned,
    tilted,
    opening * down,
    opening * up,
    opening * turned,
    opening * mouth,
  ];
}

/** In the order of NETWORK_FEATURES. */
export function networkFeatures(signs: FrameSigns, posterior: ClassProbabilities): number[] {
  const log = (state: WakefulnessClass): number => Math.log(Math.max(posterior[state], 1e-6));
  const ratio = (state: WakefulnessClass): number =>
    clamp(log(state) - log('awake'), -LOG_RATIO_LIMIT, LOG_RATIO_LIMIT);
  const [asleep, drowsy] = [ratio('asleep'), ratio('drowsy')];
  const { down, up, turned } = headOf(signs);
  return [
    asleep,
    drowsy,
    asleep * turned,
    asleep * down,
    asleep * up,
    drowsy * turned,
    drowsy * down,
    asleep * openingOf(signs),
  ];
}

export interface FusedFrame {
  readonly posterior: ClassProbabilities;
  /** What eyes and head, and what the network add to the score of each class; without the bias. */
  readonly eyes: ClassScores;
  readonly network: ClassScores;
}

const NO_SCORES: ClassScores = { asleep: 0, drowsy: 0, awake: 0 };

/**
 * @param network the network's posterior on this face; null: there is none
 * @param trust 0..1: how far that posterior still is about this face; between 0 and 1 the scores of
 * the two models are mixed
 */
export function fuseFrame(
  weights: FusionWeights,
  signs: FrameSigns,
  network: ClassProbabilities | null,
  trust = 1,
): FusedFrame {
  const features = eyeFeatures(signs);
  const alone = scoresOf(weights.eyes, features);
  if (network === null || trust <= 0) {
    return { posterior: softmax(alone), eyes: partOf(weights.eyes, features, 0), network: NO_SCORES };
  }
  const all = [...features, ...networkFeatures(signs, network)];
  const both = scoresOf(weights.both, all);
  const mixed = (one: ClassScores, other: ClassScores): ClassScores =>
    perClass((c) => mix(one[c], other[c], trust));
  return {
    posterior: softmax(mixed(alone, both)),
    eyes: mixed(partOf(weights.eyes, features, 0), partOf(weights.both, features, 0)),
    network: mixed(NO_SCORES, partOf(weights.both, all, EYE_FEATURES.length)),
  };
}

/** Sum of what the features from `first` on add to each class. */
function partOf(
  { mean, scale, weights }: LogisticModel,
  features: readonly number[],
  first: number,
): ClassScores {
  return perClass((_, label) => {
    let sum = 0;
    for (let f = first; f < features.length; f++) {
      sum += (weights[label]![f]! * (features[f]! - mean[f]!)) / scale[f]!;
    }
    return sum;
  });
}

function scoresOf(model: LogisticModel, features: readonly number[]): ClassScores {
  const sums = partOf(model, features, 0);
  return perClass((c, label) => model.bias[label]! + sums[c]);
}

const perClass = (
  of: (state: WakefulnessClass, label: number) => number,
): Record<WakefulnessClass, number> => ({
  asleep: of('asleep', 0),
  drowsy: of('drowsy', 1),
  awake: of('awake', 2),
});

const mix = (from: number, to: number, part: number): number => from + part * (to - from);

function softmax(scores: ClassScores): ClassProbabilities {
  const highest = Math.max(scores.asleep, scores.drowsy, scores.awake);
  const p = perClass((c) => Math.exp(scores[c] - highest));
  const sum = p.asleep + p.drowsy + p.awake;
  return perClass((c) => p[c] / sum);
}

/**
 * Weights from a file, checked: the features of this program in their order, every number finite,
 * no scale of zero.
 * @throws FusionError
 */
export function readFusionWeights(raw: unknown): FusionWeights {
  const refuse = (why: string): never => {
    throw new FusionError(
      'fusion-invalid',
      `These fusion weights cannot be used: ${why}.`,
      'Fit them with this version: npm run fit-fusion -- --data DIR --out FILE. Until then the built-in ones are used.',
    );
  };
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null;
  const numbers = (
    value: unknown,
    length: number,
    what: string,
    { least, most }: Range = RANGES.fusionWeight,
  ): readonly number[] => {
    if (!Array.isArray(value) || value.length !== length)
      return refuse(`${what} is not a list of ${length} numbers`);
    return value.map((one: unknown) =>
      typeof one === 'number' && one >= least && one <= most
        ? one
        : refuse(`${what} holds something that is no number within ${least} and ${most}`),
    );
  };
  const model = (value: unknown, length: number, what: string): LogisticModel => {
    if (!isRecord(value)) return refuse(`"${what}" is missing`);
    const { weights } = value;
    if (!Array.isArray(weights) || weights.length !== WAKEFULNESS_CLASSES.length) {
      return refuse(`the weights of "${what}" are not those of ${WAKEFULNESS_CLASSES.length} classes`);
    }
    return {
      mean: numbers(value['mean'], length, `the mean of "${what}"`),
      scale: numbers(value['scale'], length, `the scale of "${what}"`, RANGES.fusionScale),
      bias: numbers(value['bias'], WAKEFULNESS_CLASSES.length, `the bias of "${what}"`),
      weights: weights.map((row: unknown) => numbers(row, length, `a row of the weights of "${what}"`)),
    };
  };
  if (!isRecord(raw)) return refuse('they are no object');
  const { features, source } = raw;
  if (!Array.isArray(features) || features.join() !== FUSION_FEATURES.join()) {
    return refuse('they belong to other features');
  }
  return {
    features: FUSION_FEATURES,
    both: model(raw['both'], FUSION_FEATURES.length, 'both'),
    eyes: model(raw['eyes'], EYE_FEATURES.length, 'eyes'),
    source: typeof source === 'string' ? source : '',
  };
}
