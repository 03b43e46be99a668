import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  balancedAccuracy,
  classMetrics,
  confusionMatrix,
  macroF1,
  pooled,
  type ConfusionMatrix,
} from '../../../src/training/metrics';

/** The paper's tables 5a and 5b: rows truth, columns prediction; asleep, drowsy, awake. */
const TABLE_5A = [
  [42685, 5515, 4637],
  [9178, 15950, 27710],
  [5229, 16608, 31000],
];
const TABLE_5B = [
  [44977, 4629, 3231],
  [9753, 16651, 26434],
  [5042, 15476, 32319],
];

const rounded = (values: readonly number[]): number[] => values.map((value) => Number(value.toFixed(3)));

describe('the paper’s arithmetic', () => {
  it.each([
    ['5a', TABLE_5A, [0.808, 0.302, 0.587], [0.748, 0.419, 0.489], 0.554],
    ['5b', TABLE_5B, [0.851, 0.315, 0.612], [0.752, 0.453, 0.521], 0.578],
  ] as const)(
    'Table %s: recall, precision and pooled macro-F1 to three decimals',
    (_, table, recall, precision, f1) => {
      const metrics = classMetrics(table);
      expect(rounded(metrics.map((metric) => metric.recall))).toEqual(recall);
      expect(rounded(metrics.map((metric) => metric.precision))).toEqual(precision);
      expect(rounded([macroF1(table)])).toEqual([f1]);
    },
  );

  it('each class was tested on the same number of images', () => {
    expect(classMetrics(TABLE_5A).map(({ support }) => support)).toEqual([52837, 52838, 52837]);
  });
});

const labels = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 60 });

describe('metrics', () => {
  it('puts every sample into one cell', () => {
    expect(confusionMatrix([0, 0, 1, 2], [0, 1, 1, 0], 3)).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });

  it('is 1 for a perfect and 0 for an always wrong prediction', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 1 }), (truth) => {
        expect(macroF1(confusionMatrix(truth, truth, 3))).toBe(1);
        const wrong = truth.map((label) => (label + 1) % 3);
        expect(macroF1(confusionMatrix(truth, wrong, 3))).toBe(0);
        expect(balancedAccuracy(confusionMatrix(truth, wrong, 3))).toBe(0);
      }),
    );
  });

  it('does not depend on the order of the classes', () => {
    const permuted = (matrix: ConfusionMatrix, order: readonly number[]): ConfusionMatrix =>
      order.map((row) => order.map((column) => matrix[row]![column]!));
    fc.assert(
      fc.property(labels, (pairs) => {
        const matrix = confusionMatrix(
          pairs.map(([truth]) => truth),
          pairs.map(([, prediction]) => prediction),
          3,
        );
        expect(macroF1(permuted(matrix, [2, 0, 1]))).toBeCloseTo(macroF1(matrix), 12);
      }),
    );
  });

  it('leaves a class that occurs nowhere out of the mean, and counts one that is only called as 0', () => {
    expect(macroF1([[3, 0, 0], [0, 2, 0], [0, 0, 0]])).toBe(1); // prettier-ignore
    expect(macroF1([[3, 0, 1], [0, 2, 0], [0, 0, 0]])).toBeCloseTo((6 / 7 + 1 + 0) / 3, 12); // prettier-ignore
    expect(macroF1([[0, 0], [0, 0]])).toBe(0); // prettier-ignore
  });

  it('means recall over the classes that have samples', () => {
    expect(balancedAccuracy([[3, 1, 0], [0, 2, 0], [0, 0, 0]])).toBeCloseTo((0.75 + 1) / 2, 12); // prettier-ignore
  });

  it('pools folds', () => {
    expect(pooled([[[1, 2], [3, 4]], [[10, 20], [30, 40]]])).toEqual([[11, 22], [33, 44]]); // prettier-ignore
    expect(() => pooled([])).toThrow(RangeError);
  });

  it('refuses lists of different length and labels that are no class', () => {
    expect(() => confusionMatrix([0], [0, 1], 2)).toThrow(RangeError);
    expect(() => confusionMatrix([2], [0], 2)).toThrow(RangeError);
    expect(() => confusionMatrix([0], [-1], 2)).toThrow(RangeError);
  });
});
