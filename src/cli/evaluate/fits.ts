/** The methods of classifying faces that are fitted on other people first. */
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { Random } from '../../common/random';
import { argMax } from '../../common/statistics';
import { classifyOpening, fitEyeThresholds, type EyeThresholds } from '../../evaluation/eye-opening';
import { classCounts, classifyingBy, type Method } from '../../evaluation/methods';
import type { FusionWeights } from '../../wakefulness';
import { fuseFrame } from '../../wakefulness/fusion';
import { FUSION_L2, fitWeights, fusionFeatures } from '../fit-fusion/fit';
import { namedProbabilities } from '../predict/frame-signs';
import type { MeasuredFaces } from './measured-faces';

export interface Fit {
  readonly majority: number;
  readonly fixed: EyeThresholds;
  readonly personal: EyeThresholds;
  readonly fusion: FusionWeights;
  /** Classes that it was fitted without, and so will not find. */
  readonly lacks: readonly WakefulnessClass[];
}

export interface Fits {
  /** The fit to classify the faces of this person with. */
  readonly of: (subject: string) => Fit;
  /** Where the fits come from, in words. */
  readonly origin: string;
  /** Classes that some of the fits lack. */
  readonly lacks: readonly WakefulnessClass[];
}

function fit({ faces, network, openings, signs }: MeasuredFaces, wanted: (subject: string) => boolean): Fit {
  const own = [...faces.keys()].filter((i) => wanted(faces[i]!.subject));
  const pick = <T>(values: readonly T[]): T[] => own.map((i) => values[i]!);
  const truth = pick(faces).map(({ label }) => label);
  const counts = classCounts(truth);
  return {
    majority: argMax(counts),
    fixed: fitEyeThresholds(pick(openings.fixed), truth),
    personal: fitEyeThresholds(pick(openings.personal), truth),
    fusion: fitWeights(
      own.map((i) => fusionFeatures(signs[i]!, network[i]!)),
      pick(faces),
      FUSION_L2,
    ),
    lacks: WAKEFULNESS_CLASSES.filter((_, label) => counts[label] === 0),
  };
}

/** One fit for everybody, on a data set of other people. */
export function fitOn(validation: MeasuredFaces, name: string): Fits {
  const people = new Set(validation.faces.map(({ subject }) => subject)).size;
  const whole = fit(validation, () => true);
  return {
    of: () => whole,
    origin: `fitted on the ${people} people of ${name}, none of whom is evaluated`,
    lacks: whole.lacks,
  };
}

const FOLDS = 10;
const STREAM = 401;

/**
 * Without a validation set: the people are dealt into ten folds, and each fold is classified with
 * what was fitted on the others. null: a single person has no others.
 */
export function fitAcross(tested: MeasuredFaces, seed: number): Fits | null {
  const people = [...new Set(tested.faces.map(({ subject }) => subject))].sort();
  if (people.length < 2) return null;
  const folds = Math.min(FOLDS, people.length);
  const order = Random.seeded(seed, STREAM).shuffled(people);
  const foldOf = new Map(order.map((subject, i) => [subject, i % folds]));
  const fits = Array.from({ length: folds }, (_, fold) =>
    fit(tested, (subject) => foldOf.get(subject) !== fold),
  );
  return {
    lacks: WAKEFULNESS_CLASSES.filter((one) => fits.some(({ lacks }) => lacks.includes(one))),
    of: (subject) => fits[foldOf.get(subject)!]!,
    origin: `fitted ${folds} times, each on the people of the other folds (of ${people.length} people in ${folds} folds)`,
  };
}

/** What the fusion makes of each face with these weights, in the order of the classes. */
export function fusedPosteriors(
  { signs, network }: MeasuredFaces,
  weightsOf: (index: number) => FusionWeights,
): readonly (readonly number[])[] {
  return signs.map((one, i) => {
    const { posterior } = fuseFrame(weightsOf(i), one, namedProbabilities(network[i]!));
    return WAKEFULNESS_CLASSES.map((name) => posterior[name]);
  });
}

/** Name of what the monitor makes of both. */
export const SHIPPED = 'network and eyes, as shipped';

type Fitted = 'personal' | 'fixed' | 'both' | 'majority';

export function fittedMethods(measured: MeasuredFaces, fits: Fits): Readonly<Record<Fitted, Method>> {
  const { faces, openings } = measured;
  const fitted = faces.map(({ subject }) => fits.of(subject));
  const byEyes = (name: string, measure: 'personal' | 'fixed'): Method => ({
    name,
    predicted: openings[measure].map((opening, i) => classifyOpening(opening, fitted[i]![measure])),
    notAwake: openings[measure].map((opening) => -opening),
  });
  return {
    personal: byEyes('eyes, personal threshold', 'personal'),
    fixed: byEyes('eyes, fixed threshold', 'fixed'),
    both: classifyingBy(
      'network and eyes',
      fusedPosteriors(measured, (i) => fitted[i]!.fusion),
    ),
    majority: { name: 'majority class', predicted: fitted.map(({ majority }) => majority), notAwake: null },
  };
}
