/** Methods of classifying the same faces, measured and compared over people. */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { groupBy } from '../common/group-by';
import { argMax } from '../common/statistics';
import {
  accuracy,
  balancedAccuracy,
  classMetrics,
  confusionMatrix,
  macroF1,
  pooled,
  type ConfusionMatrix,
} from '../training/metrics';
import { auc } from './auc';
import { bootstrap, type Interval } from './bootstrap';
import { holm, wilcoxonTest } from './significance';

const AWAKE = WAKEFULNESS_CLASSES.indexOf('awake');

/** Whose face it is, and its true class. */
export interface LabelledFace {
  readonly subject: string;
  readonly label: number;
}

/** What one method predicts for the faces, in their order. */
export interface Method {
  readonly name: string;
  readonly predicted: readonly number[];
  /** The larger, the less awake; null: it puts the faces in no order. */
  readonly notAwake: readonly number[] | null;
}

export const classifyingBy = (name: string, posteriors: readonly ArrayLike<number>[]): Method => ({
  name,
  predicted: posteriors.map(argMax),
  notAwake: posteriors.map((p) => 1 - p[AWAKE]!),
});

/** The method on some of the faces. */
export const onSome = ({ name, predicted, notAwake }: Method, which: readonly number[]): Method => ({
  name,
  predicted: which.map((i) => predicted[i]!),
  notAwake: notAwake && which.map((i) => notAwake[i]!),
});

/** How many of each class, in their order. */
export const classCounts = (labels: readonly number[]): readonly number[] =>
  WAKEFULNESS_CLASSES.map((_, label) => labels.filter((own) => own === label).length);

export interface MethodSummary {
  readonly name: string;
  readonly matrix: ConfusionMatrix;
  readonly macroF1: Interval;
  readonly balancedAccuracy: Interval;
  readonly accuracy: Interval;
  /** Balanced accuracy of awake against everything else. */
  readonly awakeOrNot: Interval;
  /** AUC of "not awake"; NaN where the method gives no order or one side is missing. */
  readonly auc: Interval;
}

/** Sorting the scores of every resample takes its time; two digits are stable from here on. */
const AUC_RESAMPLES = 500;
const NOTHING: Interval = { estimate: NaN, low: NaN, high: NaN, level: 0.95 };

/** Positions of each person's faces, people in the order in which they come. */
export const byPerson = (
  faces: readonly { readonly subject: string }[],
): ReadonlyMap<string, readonly number[]> => groupBy(faces.keys(), (i) => faces[i]!.subject);

export function methodMatrix(
  faces: readonly LabelledFace[],
  { predicted }: Method,
  which: readonly number[] = [...faces.keys()],
): ConfusionMatrix {
  return confusionMatrix(
    which.map((i) => faces[i]!.label),
    which.map((i) => predicted[i]!),
    WAKEFULNESS_CLASSES.length,
  );
}

/** Awake against everything else. */
export function awakeOrNot(matrix: ConfusionMatrix): ConfusionMatrix {
  const sides = [AWAKE, -1];
  const is = (label: number, side: number): boolean => (label === AWAKE) === (side === AWAKE);
  return sides.map((truth) =>
    sides.map((predicted) =>
      matrix.reduce(
        (sum, row, label) =>
          is(label, truth) ? row.reduce((all, count, j) => (is(j, predicted) ? all + count : all), sum) : sum,
        0,
      ),
    ),
  );
}

/** Each person's own matrix. */
const matrices = (faces: readonly LabelledFace[], method: Method): readonly ConfusionMatrix[] =>
  [...byPerson(faces).values()].map((own) => methodMatrix(faces, method, own));

export function summariseMethod(faces: readonly LabelledFace[], method: Method, seed: number): MethodSummary {
  const people = matrices(faces, method);
  const of = (statistic: (matrix: ConfusionMatrix) => number): Interval =>
    bootstrap(people, (some) => statistic(pooled(some)), { seed });
  return {
    name: method.name,
    matrix: pooled(people),
    macroF1: of(macroF1),
    balancedAccuracy: of(balancedAccuracy),
    accuracy: of(accuracy),
    awakeOrNot: of((matrix) => balancedAccuracy(awakeOrNot(matrix))),
    auc: aucOf(faces, method, seed),
  };
}

function aucOf(faces: readonly LabelledFace[], { notAwake }: Method, seed: number): Interval {
  if (notAwake === null) return NOTHING;
  return bootstrap(
    [...byPerson(faces).values()],
    (some) => {
      const all = some.flat();
      return auc(
        all.map((i) => notAwake[i]!),
        all.map((i) => faces[i]!.label !== AWAKE),
      );
    },
    { seed, resamples: AUC_RESAMPLES },
  );
}

export interface ClassSummary {
  readonly precision: Interval;
  readonly recall: Interval;
  readonly f1: Interval;
  readonly support: number;
}

/** In the order of the classes. */
export function summariseClasses(
  faces: readonly LabelledFace[],
  method: Method,
  seed: number,
): readonly ClassSummary[] {
  const people = matrices(faces, method);
  return classMetrics(pooled(people)).map(({ support }, label) => {
    const of = (measure: 'precision' | 'recall' | 'f1'): Interval =>
      bootstrap(
        people,
        (some) => {
          const own = classMetrics(pooled(some))[label]!;
          // People who have none of the class tell nothing of how it is found.
          return measure !== 'precision' && own.support === 0 ? NaN : own[measure];
        },
        { seed },
      );
    return { precision: of('precision'), recall: of('recall'), f1: of('f1'), support };
  });
}

export interface MethodDifference {
  readonly first: string;
  readonly second: string;
  /** macro-F1 of the first less that of the second. */
  readonly macroF1: Interval;
  /** The same of the AUC; NaN where either has none. */
  readonly auc: Interval;
  /** Wilcoxon's test over people's own macro-F1, adjusted for the number of comparisons (Holm). */
  readonly p: number;
}

/** The first method against each of the others, on the same faces. */
export function compareMethods(
  faces: readonly LabelledFace[],
  first: Method,
  others: readonly Method[],
  seed: number,
): readonly MethodDifference[] {
  const people = [...byPerson(faces).values()];
  const own = (method: Method) => people.map((some) => macroF1(methodMatrix(faces, method, some)));
  const ps = holm(others.map((other) => wilcoxonTest(own(first), own(other)).p));
  return others.map((other, i) => {
    const pairs = people.map((some) => ({
      some,
      a: methodMatrix(faces, first, some),
      b: methodMatrix(faces, other, some),
    }));
    const f1 = (which: readonly ConfusionMatrix[]): number => macroF1(pooled(which));
    const area = (scores: readonly number[], some: readonly number[]): number =>
      auc(
        some.map((index) => scores[index]!),
        some.map((index) => faces[index]!.label !== AWAKE),
      );
    const [a, b] = [first.notAwake, other.notAwake];
    return {
      first: first.name,
      second: other.name,
      macroF1: bootstrap(pairs, (some) => f1(some.map((pair) => pair.a)) - f1(some.map((pair) => pair.b)), {
        seed,
      }),
      auc:
        a === null || b === null
          ? NOTHING
          : bootstrap(
              people,
              (some) => {
                const all = some.flat();
                return area(a, all) - area(b, all);
              },
              { seed, resamples: AUC_RESAMPLES },
            ),
      p: ps[i]!,
    };
  });
}
