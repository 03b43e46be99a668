/**
 * Before and after, on seconds that neither the training nor the choice of its best step has seen.
 */
import * as v from 'valibot';
import { argMax } from '../common/statistics';
import { BACKENDS } from '../common/backends';
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { bootstrap } from '../evaluation/bootstrap';
import { classMetrics, confusionMatrix, macroF1, type ConfusionMatrix } from '../training/metrics';
import type { CropOfSecond, FootageSecond } from './footage';
import { LEAST_STRETCHES } from './hold-out';
import { count, fraction, RANGES, within } from '../common/ranges';
import { list, record } from './schema';

const CLASSES = WAKEFULNESS_CLASSES.length;
const WORST_SECONDS = 12;

/** Differences of macro-F1 up to this are rounding of a few seconds. */
const NO_DIFFERENCE = 0.01;

const label = v.picklist(WAKEFULNESS_CLASSES);
const picture = v.instance(Blob);
const place = within(RANGES.shown);
const bound = v.union([within(RANGES.difference), v.nan()]);
const resultSchema = record({
  macroF1: fraction,
  /** F1 by class, in the order of WAKEFULNESS_CLASSES; null: the class does not occur. */
  f1: list(v.nullable(fraction)),
  /** `confusion[truth][prediction]`, seconds. */
  confusion: list(list(count)),
});
const worstSchema = record({
  recordingId: v.string(),
  second: count,
  crop: count,
  truth: label,
  before: label,
  after: label,
});
const pointSchema = record({
  x: place,
  y: place,
  /** A class, or "asleep+drowsy" / "drowsy+awake" for mixed samples. */
  group: v.string(),
  personId: v.nullable(v.string()),
});
const verdictSchema = record({
  before: resultSchema,
  after: resultSchema,
  /**
   * Of the difference after − before, 95 %, bootstrap over stretches of time; NaN where a class has
   * too few of them.
   */
  difference: record({ low: bound, high: bound }),
  /**
   * better: adopt; promising: better on these seconds, which are too few to be sure; same: no
   * difference; worse: adopting needs an explicit wish.
   */
  advice: v.picklist(['better', 'promising', 'same', 'worse']),
  worst: list(worstSchema),
  projection: record({ before: list(pointSchema), after: list(pointSchema) }),
  /** Mixed image examples (the paper's Figure 3) as PNG files: first, mixed, second. */
  mixupExamples: list(
    record({
      lambda: fraction,
      labels: v.pipe(v.tuple([label, label]), v.readonly()),
      pictures: v.pipe(v.tuple([picture, picture, picture]), v.readonly()),
    }),
  ),
  /** Steps taken. */
  steps: count,
  /**
   * Step of the best validation, whose weights the checkpoint has; null: none, it has the last
   * ones.
   */
  bestStep: v.nullable(count),
  backend: v.picklist(BACKENDS),
});

/** Before and after, on the same held-out seconds. Kept beside the checkpoint it is about. */
export type Verdict = v.InferOutput<typeof verdictSchema>;
/** One network on the held-out seconds. */
export type HeldOutResult = v.InferOutput<typeof resultSchema>;
export type WorstSecond = v.InferOutput<typeof worstSchema>;
export type ProjectedPoint = v.InferOutput<typeof pointSchema>;

/** null: none, or none that this release understands. */
export function readVerdict(value: unknown): Verdict | null {
  const parsed = v.safeParse(verdictSchema, value);
  return parsed.success ? parsed.output : null;
}

/** What both networks predict of one held-out second. */
export interface SecondPrediction {
  readonly position: number;
  readonly truth: number;
  readonly before: number;
  readonly after: number;
  /** Probability that the new network gives the truth. */
  readonly sure: number;
}

/**
 * Predictions of both networks on each held-out second.
 * @param before probabilities of each crop, by the old network; `after` by the new one
 */
export function predictSeconds(
  seconds: readonly FootageSecond[],
  crops: readonly CropOfSecond[],
  before: readonly ArrayLike<number>[],
  after: readonly ArrayLike<number>[],
): readonly SecondPrediction[] {
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

/** Mean posterior of each second over its crops. @returns by position in the list of seconds */
function posteriorsOfSeconds(
  crops: readonly CropOfSecond[],
  probabilities: readonly ArrayLike<number>[],
): ReadonlyMap<number, readonly number[]> {
  const sums = new Map<number, { readonly sum: number[]; crops: number }>();
  crops.forEach(({ position }, i) => {
    const second = sums.get(position) ?? { sum: new Array<number>(CLASSES).fill(0), crops: 0 };
    sums.set(position, second);
    second.crops++;
    second.sum.forEach((_, label) => (second.sum[label]! += probabilities[i]![label]!));
  });
  return new Map([...sums].map(([position, { sum, crops }]) => [position, sum.map((p) => p / crops)]));
}

/** Both results, their difference over whole blocks, and what follows from it. */
export function weigh(
  predictions: readonly SecondPrediction[],
  blocks: readonly (readonly number[])[],
  seed: number,
): Pick<Verdict, 'before' | 'after' | 'difference' | 'advice'> {
  const bySecond = new Map(predictions.map((prediction) => [prediction.position, prediction]));
  const truths = new Set(predictions.map(({ truth }) => truth));
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
  // A class with few stretches is much the same in every resample: other footage differs more.
  const isKnown = [...truths].every(
    (label) =>
      ofBlocks.filter((block) => block.some(({ truth }) => truth === label)).length >= LEAST_STRETCHES,
  );
  const { low, high } = isKnown ? interval : { low: NaN, high: NaN };
  return {
    before: resultOf(confusionOf(predictions, 'before')),
    after: resultOf(confusionOf(predictions, 'after')),
    difference: { low, high },
    advice: adviceOf(interval.estimate, low),
  };
}

const confusionOf = (predictions: readonly SecondPrediction[], which: 'before' | 'after'): ConfusionMatrix =>
  confusionMatrix(
    predictions.map(({ truth }) => truth),
    predictions.map((prediction) => prediction[which]),
    CLASSES,
  );

const resultOf = (confusion: ConfusionMatrix): HeldOutResult => ({
  macroF1: macroF1(confusion),
  f1: classMetrics(confusion).map(({ f1, support }) => (support > 0 ? f1 : null)),
  confusion,
});

/** Advising to adopt needs evidence that it is better; a loss needs none to be a warning. */
function adviceOf(difference: number, low: number): Verdict['advice'] {
  if (low > 0) return 'better';
  if (difference > NO_DIFFERENCE) return 'promising';
  return difference < -NO_DIFFERENCE ? 'worse' : 'same';
}

/** Seconds that the new network gets wrong, those it is surest about first. */
export function worstSeconds(
  seconds: readonly FootageSecond[],
  predictions: readonly SecondPrediction[],
): readonly WorstSecond[] {
  return predictions
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
