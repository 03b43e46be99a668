import { describe, expect, it } from 'vitest';
import { PAPER_MIXUPS, PAPER_TABLE_3, PAPER_TABLE_5A, PAPER_TABLE_5B } from '../../../src/evaluation/paper';
import { classMetrics, macroF1 } from '../../../src/training/metrics';

/**
 * Table 2: samples in each group (asleep, drowsy, awake). The row of group 9 is as printed: 2,880
 * twice, where Table 5's sums leave 2,799; every other row is even to within one sample, so 2,880
 * is a misprint.
 */
const PAPER_TABLE_2: readonly (readonly [number, number, number])[] = [
  [1810, 1811, 1810],
  [5934, 5934, 5934],
  [6002, 6002, 6002],
  [15165, 15165, 15165],
  [2109, 2110, 2109],
  [4822, 4822, 4822],
  [5336, 5336, 5336],
  [8859, 8859, 8860],
  [2800, 2880, 2880],
];

/** What the row sums of Table 5 leave for group 9. */
const PAPER_GROUP9_BY_TABLE_5: readonly [number, number, number] = [2800, 2799, 2799];

/**
 * The margins printed with Table 5, and macro-F1 of the pooled matrices (not the mean over folds).
 */
const PAPER_TABLE_5_MARGINS = {
  a: { recall: [0.808, 0.302, 0.587], precision: [0.748, 0.419, 0.489], pooledMacroF1: 0.554 },
  b: { recall: [0.851, 0.315, 0.612], precision: [0.752, 0.453, 0.521], pooledMacroF1: 0.578 },
} as const;

/** "To three decimals": what is printed with three decimals. */
const printed = (value: number): number => Number(value.toFixed(3));

describe("the paper's arithmetic", () => {
  it.each([
    ['5a', PAPER_TABLE_5A, PAPER_TABLE_5_MARGINS.a],
    ['5b', PAPER_TABLE_5B, PAPER_TABLE_5_MARGINS.b],
  ])('gives the printed margins of Table %s', (_, matrix, margins) => {
    const scores = classMetrics(matrix);
    expect(scores.map(({ recall }) => printed(recall))).toEqual(margins.recall);
    expect(scores.map(({ precision }) => printed(precision))).toEqual(margins.precision);
    expect(printed(macroF1(matrix))).toBe(margins.pooledMacroF1);
  });

  it("adds Table 2's groups up to the rows of both tables, but for the misprinted group 9", () => {
    const sums = (rows: readonly (readonly number[])[]): number[] =>
      [0, 1, 2].map((label) => rows.reduce((sum, row) => sum + row[label]!, 0));
    const rows = (matrix: readonly (readonly number[])[]): number[] =>
      matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
    expect(rows(PAPER_TABLE_5A)).toEqual([52837, 52838, 52837]);
    expect(rows(PAPER_TABLE_5B)).toEqual(rows(PAPER_TABLE_5A));
    expect(sums([...PAPER_TABLE_2.slice(0, 8), PAPER_GROUP9_BY_TABLE_5])).toEqual(rows(PAPER_TABLE_5A));
    expect(sums(PAPER_TABLE_2)).toEqual([52837, 52838 + 81, 52837 + 81]);
  });

  it('holds each mixup once, the best as the paper says', () => {
    const names = PAPER_MIXUPS.map(({ stage, partner, amount, alpha }) =>
      [stage, partner, amount, alpha].join(),
    );
    expect(new Set(names).size).toBe(24);
    const best = PAPER_MIXUPS.reduce((a, b) => (b.macroF1 > a.macroF1 ? b : a));
    expect(best).toMatchObject({ stage: 'V_state', partner: 'same', amount: 0.1, alpha: 0.75 });
    expect(best.macroF1 - PAPER_TABLE_3.withDeviation).toBeCloseTo(0.034, 9);
  });
});
