/** Measures of a classification: macro-F1 for early stopping, and all that evaluation builds on. */

/** `matrix[truth][prediction]`: how many samples. */
export type ConfusionMatrix = readonly (readonly number[])[];

export interface ClassMetrics {
  /** TP / (TP + FP): correct among the samples predicted as the class; 0 when there are none. */
  readonly precision: number;
  /** TP / (TP + FN): correct among the samples of the class; 0 when there are none. */
  readonly recall: number;
  /** Harmonic mean of both; 0 when both are 0. */
  readonly f1: number;
  /** Samples of the class: TP + FN. */
  readonly support: number;
}

/** @throws RangeError when the lists differ in length or hold anything but class indices. */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classCount: number,
): ConfusionMatrix {
  if (truth.length !== predictions.length) {
    throw new RangeError(`${predictions.length} predictions cannot be held against ${truth.length} labels.`);
  }
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let i = 0; i < truth.length; i++) {
    const row = matrix[truth[i]!];
    if (row?.[predictions[i]!] === undefined) {
      throw new RangeError(`Label ${truth[i]!} and prediction ${predictions[i]!} are not both classes.`);
    }
    row[predictions[i]!]!++;
  }
  return matrix;
}

/** The sum of matrices of the same classes: pooled over folds. @throws RangeError when there are none. */
export function pooled(matrices: readonly ConfusionMatrix[]): ConfusionMatrix {
  const [first, ...others] = matrices;
  if (!first) throw new RangeError('There is no confusion matrix to pool.');
  return first.map((row, i) =>
    row.map((count, j) => others.reduce((sum, other) => sum + other[i]![j]!, count)),
  );
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export function classMetrics(matrix: ConfusionMatrix): readonly ClassMetrics[] {
  return matrix.map((row, label) => {
    const hits = row[label]!;
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = matrix.reduce((sum, other) => sum + other[label]!, 0);
    const precision = ratio(hits, predicted);
    const recall = ratio(hits, support);
    return { precision, recall, f1: ratio(2 * precision * recall, precision + recall), support };
  });
}

const mean = (values: readonly number[]): number =>
  ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );

/** Classes that occur, as truth or as prediction; the others have no F1 to average. */
function occurring(matrix: ConfusionMatrix): readonly ClassMetrics[] {
  return classMetrics(matrix).filter((_, label) =>
    matrix.some((row, truth) => row[label]! > 0 || (truth === label && row.some((count) => count > 0))),
  );
}

/** The unweighted mean of the classes' F1 (paper, 4.3), over the classes that occur; 0 for an empty matrix. */
export function macroF1(matrix: ConfusionMatrix): number {
  return mean(occurring(matrix).map(({ f1 }) => f1));
}

/** The unweighted mean of the classes' recall, over the classes that have samples; 0 for an empty matrix. */
export function balancedAccuracy(matrix: ConfusionMatrix): number {
  return mean(classMetrics(matrix).flatMap(({ recall, support }) => (support > 0 ? [recall] : [])));
}

/** Fraction of the samples that are predicted correctly; 0 for an empty matrix. */
export function accuracy(matrix: ConfusionMatrix): number {
  const count = (of: (row: readonly number[], label: number) => number): number =>
    matrix.reduce((sum, row, label) => sum + of(row, label), 0);
  return ratio(
    count((row, label) => row[label]!),
    count((row) => row.reduce((sum, value) => sum + value, 0)),
  );
}
