/** From cells to the numbers of a table. */
import { groupBy } from '../common/group-by';
import { macroF1, pooled, type ConfusionMatrix } from '../training/metrics';
import { bootstrap, type Interval } from './bootstrap';
import type { CellResult, SubjectResult } from './cell';
import { permutationTest, wilcoxonTest } from './significance';
import { mean, standardDeviation } from '../common/statistics';

export interface ConditionSummary {
  readonly condition: string;
  /** Folds that are there. */
  readonly folds: readonly number[];
  /** The paper's measure: macro-F1 of each fold's pooled test group, averaged over the folds. */
  readonly mean: number;
  /** Standard deviation over the folds. */
  readonly spread: number;
  /** All folds' confusion matrices added up (Table 5). */
  readonly matrix: ConfusionMatrix;
  /** macro-F1 of that matrix, with its interval over subjects. */
  readonly pooled: Interval;
}

const poolSubjects = (subjects: readonly SubjectResult[]): ConfusionMatrix =>
  pooled(subjects.map(({ matrix }) => matrix));

const foldF1 = (cell: CellResult): number => macroF1(poolSubjects(cell.subjects));

/** null when there is no cell of that condition. */
export function summarise(
  cells: readonly CellResult[],
  condition: string,
  seed: number,
): ConditionSummary | null {
  const own = cells.filter((cell) => cell.condition === condition).sort((a, b) => a.fold - b.fold);
  if (own.length === 0) return null;
  const scores = own.map(foldF1);
  const subjects = own.flatMap((cell) => cell.subjects);
  return {
    condition,
    folds: own.map(({ fold }) => fold),
    mean: mean(scores),
    spread: standardDeviation(scores),
    matrix: poolSubjects(subjects),
    pooled: bootstrap(subjects, (some) => macroF1(poolSubjects(some)), { seed }),
  };
}

export interface ConditionComparison {
  /** Mean over the folds that both have: the first condition's macro-F1 less the second's. */
  readonly difference: number;
  /** Sign-flip test over folds. */
  readonly foldP: number;
  /** Wilcoxon's test over subjects' own macro-F1: more pairs, so more power. */
  readonly subjectP: number;
  readonly folds: number;
  readonly subjects: number;
}

/** Two conditions on the same folds and people; null when they have no fold in common. */
export function compare(
  cells: readonly CellResult[],
  first: string,
  second: string,
  seed: number,
): ConditionComparison | null {
  const of = (condition: string): ReadonlyMap<number, CellResult> =>
    new Map(cells.filter((cell) => cell.condition === condition).map((cell) => [cell.fold, cell]));
  const others = of(second);
  const pairs = [...of(first)].flatMap(([fold, cell]) => {
    const other = others.get(fold);
    return other ? [[cell, other] as const] : [];
  });
  if (pairs.length === 0) return null;
  const a = pairs.map(([cell]) => foldF1(cell));
  const b = pairs.map(([, cell]) => foldF1(cell));
  const people = pairs.flatMap(([cell, other]) => {
    const matching = new Map(other.subjects.map(({ subject, matrix }) => [subject, matrix]));
    return cell.subjects.map(
      ({ subject, matrix }) => [macroF1(matrix), macroF1(matching.get(subject)!)] as const,
    );
  });
  return {
    difference: mean(a) - mean(b),
    foldP: permutationTest(a, b, seed).p,
    subjectP: wilcoxonTest(
      people.map(([one]) => one),
      people.map(([, two]) => two),
    ).p,
    folds: pairs.length,
    subjects: people.length,
  };
}

/** How often each person is recognised (Table 8), averaged over the folds' models. */
function recognised(cells: readonly CellResult[], condition: string): ReadonlyMap<string, number> {
  const people = cells
    .filter((cell) => cell.condition === condition)
    .flatMap(({ identification }) => identification?.people ?? []);
  const bySubject = groupBy(people, ({ subject }) => subject);
  return new Map([...bySubject].map(([subject, own]) => [subject, mean(own.map((one) => one.recognised))]));
}

/** Fraction recognised over all folds, with its interval over people; NaN without any. */
export function summariseIdentification(
  cells: readonly CellResult[],
  condition: string,
  seed: number,
): Interval {
  return bootstrap([...recognised(cells, condition).values()], mean, { seed });
}

export interface IdentificationComparison {
  /** The first condition's fraction less the second's. */
  readonly difference: Interval;
  readonly foldP: number;
  readonly subjectP: number;
}

/** Two conditions' identification of the same people in the same folds; null: nothing in common. */
export function compareIdentification(
  cells: readonly CellResult[],
  first: string,
  second: string,
  seed: number,
): IdentificationComparison | null {
  const accuracies = (condition: string): ReadonlyMap<number, number> =>
    new Map(
      cells.flatMap((cell) =>
        cell.condition === condition && cell.identification
          ? [[cell.fold, cell.identification.accuracy] as const]
          : [],
      ),
    );
  const [one, two] = [accuracies(first), accuracies(second)];
  const folds = [...one.keys()].filter((fold) => two.has(fold));
  const both = cells.filter(({ fold }) => folds.includes(fold));
  const [a, b] = [recognised(both, first), recognised(both, second)];
  const people = [...a.keys()].filter((subject) => b.has(subject));
  if (folds.length === 0 || people.length === 0) return null;
  return {
    difference: bootstrap(people, (some) => mean(some.map((subject) => a.get(subject)! - b.get(subject)!)), {
      seed,
    }),
    foldP: permutationTest(
      folds.map((fold) => one.get(fold)!),
      folds.map((fold) => two.get(fold)!),
      seed,
    ).p,
    subjectP: wilcoxonTest(
      people.map((subject) => a.get(subject)!),
      people.map((subject) => b.get(subject)!),
    ).p,
  };
}
