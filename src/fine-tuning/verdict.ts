/** Before and after, on seconds that neither the training nor the choice of its best step has seen. */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { bootstrap } from '../evaluation/bootstrap';
import { fitTemperature, tempered } from '../evaluation/calibration';
import { LEAST_STRETCHES } from './hold-out';
import { projectStates, samplesToProject } from '../evaluation/projection';
import { predict, type Classifier } from '../network/inference';
import { classMetrics, confusionMatrix, macroF1, type ConfusionMatrix } from '../training/metrics';
import type { FaceSamples } from '../network/face-samples';
import type { HeldOutResult, ProjectedPoint, Verdict, WorstSecond } from '../engine/studio-api';
import type { CropOfSecond, FootageSecond } from './footage';

const CLASSES = WAKEFULNESS_CLASSES.length;

/** Faces of each class in the projection: its time grows with the square of their number. */
const PROJECTED_PER_CLASS = 60;
const WORST_SECONDS = 12;

/**
 * A temperature below 1 sharpens the posterior. What a few seconds of one's own footage seem to allow is not to be
 * believed: the monitor's filter would take every verdict for certain.
 */
const LEAST_TEMPERATURE = 1;

/** Differences of macro-F1 up to this are rounding of a few seconds. */
const NO_DIFFERENCE = 0.01;

/** Mean posterior of each second over its crops. @returns by position in the list of seconds */
function posteriorsOfSeconds(
  crops: readonly CropOfSecond[],
  probabilities: readonly ArrayLike<number>[],
): ReadonlyMap<number, readonly number[]> {
  const sums = new Map<number, { readonly sum: number[]; count: number }>();
  crops.forEach(({ position }, i) => {
    const second = sums.get(position) ?? { sum: new Array<number>(CLASSES).fill(0), count: 0 };
    sums.set(position, second);
    second.count++;
    second.sum.forEach((_, label) => (second.sum[label]! += probabilities[i]![label]!));
  });
  return new Map([...sums].map(([position, { sum, count }]) => [position, sum.map((p) => p / count)]));
}

const argMax = (values: readonly number[]): number =>
  values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);

function resultOf(confusion: ConfusionMatrix): HeldOutResult {
  return {
    macroF1: macroF1(confusion),
    f1: classMetrics(confusion).map(({ f1, support }) => (support > 0 ? f1 : null)),
    confusion,
  };
}

export interface Judgement {
  readonly position: number;
  readonly truth: number;
  readonly before: number;
  readonly after: number;
  /** Probability that the new network gives the truth. */
  readonly sure: number;
}

/** Predictions of both networks on each held-out second. */
export function judgeSeconds(
  seconds: readonly FootageSecond[],
  crops: readonly CropOfSecond[],
  before: readonly ArrayLike<number>[],
  after: readonly ArrayLike<number>[],
): readonly Judgement[] {
  const [then, now] = [posteriorsOfSeconds(crops, before), posteriorsOfSeconds(crops, after)];
  return [...then].map(([position, posterior]) => {
    const truth = seconds[position]!.label;
    const posteriorNow = now.get(position)!;
    return {
      position,
      truth,
      before: argMax(posterior),
      after: argMax(posteriorNow),
      sure: posteriorNow[truth]!,
    };
  });
}

const confusionOf = (judged: readonly Judgement[], which: 'before' | 'after'): ConfusionMatrix =>
  confusionMatrix(
    judged.map(({ truth }) => truth),
    judged.map((judgement) => judgement[which]),
    CLASSES,
  );

/** Both results, their difference over whole blocks, and what follows from it. */
export function weigh(
  judged: readonly Judgement[],
  blocks: readonly (readonly number[])[],
  seed: number,
): Pick<Verdict, 'before' | 'after' | 'difference' | 'advice'> {
  const bySecond = new Map(judged.map((judgement) => [judgement.position, judgement]));
  const truths = new Set(judged.map(({ truth }) => truth));
  const ofBlocks = blocks
    .map((block) => block.flatMap((position) => bySecond.get(position) ?? []))
    .filter((block) => block.length > 0);
  const interval = bootstrap(
    ofBlocks,
    (drawn) => {
      const some = drawn.flat();
      // Without one of the classes it would be another measure.
      if (new Set(some.map(({ truth }) => truth)).size < truths.size) return NaN;
      return macroF1(confusionOf(some, 'after')) - macroF1(confusionOf(some, 'before'));
    },
    { seed },
  );
  // A class with few stretches is much the same in every resample: they would differ less than other footage does.
  const isKnown = [...truths].every(
    (label) =>
      ofBlocks.filter((block) => block.some(({ truth }) => truth === label)).length >= LEAST_STRETCHES,
  );
  const { low, high } = isKnown ? interval : { low: NaN, high: NaN };
  return {
    before: resultOf(confusionOf(judged, 'before')),
    after: resultOf(confusionOf(judged, 'after')),
    difference: { low, high },
    advice: adviceOf(interval.estimate, low),
  };
}

/** Advising to adopt needs evidence that it is better; a loss needs none to be a warning. */
function adviceOf(difference: number, low: number): Verdict['advice'] {
  if (low > 0) return 'better';
  if (difference > NO_DIFFERENCE) return 'promising';
  return difference < -NO_DIFFERENCE ? 'worse' : 'same';
}

/** Seconds that the new network gets wrong, those it is surest about first. */
export function worstSeconds(
  seconds: readonly FootageSecond[],
  judged: readonly Judgement[],
): readonly WorstSecond[] {
  return judged
    .filter(({ truth, after }) => truth !== after)
    .sort((a, b) => a.sure - b.sure || a.position - b.position)
    .slice(0, WORST_SECONDS)
    .map(({ position, truth, before, after }) => {
      const { recording, second, crops } = seconds[position]!;
      return {
        recordingId: recording,
        second,
        crop: crops[Math.floor(crops.length / 2)]!,
        truth: WAKEFULNESS_CLASSES[truth]!,
        before: WAKEFULNESS_CLASSES[before]!,
        after: WAKEFULNESS_CLASSES[after]!,
      };
    });
}

/**
 * The new network's temperature, from seconds of the training side: the held-out ones must not help.
 * @param before the base's, which stays where there is no validation
 */
export async function refitTemperature(
  network: Classifier,
  validation: FaceSamples,
  before: number,
  onProgress: (done: number) => Promise<void>,
): Promise<number> {
  if (validation.samples.length === 0) return Math.max(LEAST_TEMPERATURE, before);
  const { probabilities } = await predict(network, validation, [...validation.samples.keys()], onProgress);
  const fitted = fitTemperature(
    probabilities,
    validation.samples.map(({ label }) => label),
  );
  return Math.max(LEAST_TEMPERATURE, fitted);
}

/** Posteriors of all samples; those of a network that was read at temperature 1, at another one. */
export async function posteriorsOf(
  network: Classifier,
  samples: FaceSamples,
  temperature: number | null,
  onProgress: (done: number) => Promise<void>,
): Promise<readonly ArrayLike<number>[]> {
  const { probabilities } = await predict(network, samples, [...samples.samples.keys()], onProgress);
  return temperature === null ? probabilities : probabilities.map((row) => tempered(row, temperature));
}

/** V_state before and after in the plane, the same faces in both. */
export async function projectBoth(
  before: Classifier,
  after: Classifier,
  samples: FaceSamples,
  seed: number,
  onProgress: (share: number) => Promise<void>,
): Promise<Verdict['projection']> {
  const chosen = samplesToProject(samples.samples, seed, PROJECTED_PER_CLASS);
  const shown = chosen.map((index) => samples.samples[index]!);
  const project = async (network: Classifier, from: number): Promise<readonly ProjectedPoint[]> => {
    const { vectors } = await predict(network, samples, chosen, (done) =>
      onProgress(from + (0.5 * done) / chosen.length),
    );
    const points = await projectStates(shown, vectors, seed);
    return points.map(({ x, y, group }, i) => ({ x, y, group, personId: shown[i]?.subject ?? null }));
  };
  return { before: await project(before, 0), after: await project(after, 0.5) };
}
