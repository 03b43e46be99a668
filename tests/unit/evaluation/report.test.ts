import { describe, expect, it } from 'vitest';
import type { CellResult } from '../../../src/evaluation/cell';
import {
  BEST_MIXUP,
  conditionsOf,
  conditionsOfTable,
  PAPER_TABLES,
  WITH_DEVIATION,
  WITHOUT_DEVIATION,
} from '../../../src/evaluation/conditions';
import { PAPER_TABLE_5A } from '../../../src/evaluation/paper';
import type { ReportInput } from '../../../src/evaluation/experiment-report';
import { confusionTable, experimentReport } from '../../../src/evaluation/experiment-report';
import { compare, summarise } from '../../../src/evaluation/condition-summary';
import { macroF1, pooled } from '../../../src/training/metrics';

describe('conditions', () => {
  it('are trained once however many tables show them', () => {
    expect(conditionsOf(PAPER_TABLES)).toHaveLength(26);
    expect(conditionsOfTable(3)).toEqual([WITH_DEVIATION, WITHOUT_DEVIATION]);
    expect(conditionsOfTable(4).map(({ paper }) => paper)).toEqual([0.535, 0.537, 0.549, 0.55, 0.569]);
    expect(conditionsOfTable(6)).toHaveLength(12);
    expect(conditionsOfTable(7)).toHaveLength(17);
    expect(conditionsOf([3, 8])).toHaveLength(2);
  });
});

/**
 * Two people a fold; each has `right` of 10 samples of each class right, the others one class off.
 */
function cell(condition: string, fold: number, right: readonly number[]): CellResult {
  return {
    condition,
    fold,
    subjects: right.map((hits, person) => ({
      subject: `p${fold}${person}`,
      matrix: [
        [hits, 10 - hits, 0],
        [0, hits, 10 - hits],
        [10 - hits, 0, hits],
      ],
    })),
    validation: 0.5,
    batches: 1,
    originals: 1,
    mixed: 0,
    remarks: [`remark of fold ${fold}`],
    identification: {
      accuracy: 0.4 + fold / 10,
      unseen: 0.5,
      people: [1, 0].map((share, i) => ({
        subject: `p${i}`,
        recognised: condition === 'deviation' ? share / 2 : share,
      })),
      chance: 1 / 6,
      trials: 100,
    },
    projection: null,
  };
}

const CELLS = [
  cell('deviation', 1, [6, 8]),
  cell('deviation', 0, [7, 9]),
  cell('without-deviation', 0, [5, 6]),
  cell('without-deviation', 1, [4, 6]),
  cell('without-deviation', 2, [4, 6]),
];

describe('summaries', () => {
  it('average over folds and pool over everybody', () => {
    const summary = summarise(CELLS, 'deviation', 1)!;
    // macro-F1 of these symmetric matrices is the share that is right.
    expect(summary.folds).toEqual([0, 1]);
    expect(summary.mean).toBeCloseTo((0.8 + 0.7) / 2, 12);
    expect(summary.spread).toBeCloseTo(0.1 / Math.SQRT2, 12);
    expect(summary.pooled.estimate).toBeCloseTo(0.75, 12);
    expect(summary.pooled.low).toBeGreaterThanOrEqual(0.6);
    expect(summary.pooled.high).toBeLessThanOrEqual(0.9);
    expect(summary.matrix).toEqual(
      pooled(CELLS.slice(0, 2).flatMap(({ subjects }) => subjects.map(({ matrix }) => matrix))),
    );
    expect(macroF1(summary.matrix)).toBeCloseTo(0.75, 12);
    expect(summarise(CELLS, 'none such', 1)).toBeNull();
  });

  it('compare on the folds and people that both have', () => {
    const comparison = compare(CELLS, 'deviation', 'without-deviation', 1)!;
    expect(comparison).toMatchObject({ folds: 2, subjects: 4, foldP: 0.5, subjectP: 0.125 });
    expect(comparison.difference).toBeCloseTo(0.75 - 0.525, 12);
    expect(compare(CELLS, 'deviation', 'none such', 1)).toBeNull();
  });
});

const INPUT: ReportInput = {
  cells: CELLS,
  tables: PAPER_TABLES,
  folds: 3,
  seed: 1,
  settings: ['Data: made up'],
  remarks: ['groups of 2'],
  groups: [{ subjects: ['a', 'b'], counts: [1810, 1811, 1810] }],
  figures: [{ title: 'Figure', file: 'figures/x.svg' }],
};

describe('experimentReport', () => {
  const report = experimentReport(INPUT);
  const line = (start: string): string => report.split('\n').find((each) => each.startsWith(start))!;

  it('puts the paper beside ours and says how much of a condition was run', () => {
    expect(line('| with |')).toBe(
      '| with | 0.535 | 0.750 ± 0.071 (2 of 3 folds) | ' +
        `${line('| with |').split(' | ')[3]} | +0.225 | 0.500 / 0.125 |`,
    );
    expect(line('| without |')).toMatch(/^\| without \| 0\.523 \| 0\.517 ± 0\.029 \| .* \| {2}\| {2}\|$/);
    expect(line('| V_state | same |')).toContain('| 0.569 | not run | not run |');
    expect(line('| V_state (with')).toBe(
      '| V_state (with deviation module) | 0.633 | 0.450 ± 0.071 | 0.250 (0.000 to 0.500) | 0.500 | 0.167 | 2 |',
    );
    // One of the two people is recognised in half of the trials instead of all; two equal folds.
    expect(report).toContain(
      'V_state less V_face: -0.250 (-0.500 to +0.000); p 1.000 (sign flips over folds), 1.000 (Wilcoxon over subjects).',
    );
    expect(line('| deviation | 0.535')).toMatch(
      /^\| deviation \| 0\.535 \| 0\.750 ± 0\.071 \(2 of 3 folds\) \|/,
    );
    expect(line('| deviation | 30 /')).toBe('| deviation | 30 / 10 / 0 | 0 / 30 / 10 | 10 / 0 / 30 |');
    expect(line('| V_state-same-40-0.75 |')).toContain('| 0.558 | not run | not run |');
    expect(line('| 1 | 1,810')).toBe('| 1 | 1,810 | 1,811 | 1,810 | a, b |');
    expect(report).toContain('![Figure](figures/x.svg)');
    expect(report.split('- remark of fold 1\n')).toHaveLength(2);
    expect(report).not.toContain('NaN');
  });

  it('holds the asked tables only', () => {
    const short = experimentReport({ ...INPUT, tables: [8] });
    expect(short).toContain('## Table 8');
    expect(short).not.toContain('## Table 3');
  });

  it("prints the paper's Table 5a as the paper does", () => {
    expect(confusionTable(PAPER_TABLE_5A).slice(2)).toEqual([
      '| asleep | 42,685 | 5,515 | 4,637 | 0.808 |',
      '| drowsy | 9,178 | 15,950 | 27,710 | 0.302 |',
      '| awake | 5,229 | 16,608 | 31,000 | 0.587 |',
      '| precision | 0.748 | 0.419 | 0.489 | macro-F1 0.554 |',
    ]);
    expect(BEST_MIXUP.paper).toBe(0.569);
  });
});
