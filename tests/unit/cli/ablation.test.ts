import { describe, expect, it } from 'vitest';
import type { AblationCell, PredictedFace } from '../../../src/cli/ablation/cells';
import { ABLATIONS, BASE } from '../../../src/cli/ablation/conditions';
import { ablationTable } from '../../../src/cli/ablation/table';
import { WAKEFULNESS_CLASSES } from '../../../src/common/classes';
import type { FaceGroup } from '../../../src/cli/predict/face-groups';

const face = (subject: string, group: FaceGroup, label: number, predicted: number): PredictedFace => ({
  subject,
  group,
  label,
  probabilities: WAKEFULNESS_CLASSES.map((_, k) => (k === predicted ? 0.8 : 0.1)),
});

/** Two people with a face of each state; whose drowsy face is taken for asleep. */
const people = (...wrong: readonly string[]): readonly PredictedFace[] =>
  ['ann', 'bob'].flatMap((subject) =>
    [0, 1, 2].map((label) =>
      face(subject, 'real clips', label, label === 1 && wrong.includes(subject) ? 0 : label),
    ),
  );

const cell = (condition: string, seed: number, test: readonly PredictedFace[]): AblationCell => ({
  condition,
  seed,
  validation: [...people()],
  test: [...test],
});

const cellsIn = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((text) => text.trim());

/** One of two drowsy faces taken for asleep: F1 of 0.8, 2/3 and 1. */
const ONE_WRONG = ((0.8 + 2 / 3 + 1) / 3).toFixed(3);

describe('the table of an ablation', () => {
  it('gives the mean over seeds, and the difference from the base over the seeds that both have', () => {
    const table = ablationTable(
      [
        cell(BASE, 1, people('ann')),
        cell(BASE, 2, people()),
        cell('no-mixup', 1, people()),
        cell('block11', 3, people()),
      ],
      1,
    );
    const [base, mixup, block11] = table.slice(2).map(cellsIn);
    const both = ((Number(ONE_WRONG) + 1) / 2).toFixed(3);
    expect(base).toEqual(['base', '2', '1.000', both, '', '–', '–']);
    expect(mixup!.slice(0, 4)).toEqual(['without mixup', '1', '1.000', '1.000']);
    // Against the first seed of the base alone; at best nobody is drawn whom the base gets wrong.
    const gain = (1 - Number(ONE_WRONG)).toFixed(3);
    expect(mixup![4]).toMatch(new RegExp(`^\\+${gain} \\(\\+0\\.000 to \\+0\\.\\d{3}\\)$`));
    // No seed in common: no difference.
    expect(block11![4]).toBe('');
  });

  it('keeps portraits, with and without drawn glasses, apart from real faces', () => {
    const drawn = [0, 1, 2].map((label) => face('cy', 'portraits', label, label));
    const table = ablationTable([cell(BASE, 1, [...people('ann'), ...drawn])], 1);
    expect(cellsIn(table[2]!)).toEqual(['base', '1', '1.000', ONE_WRONG, '', '1.000', '–']);
  });
});

describe('the conditions of an ablation', () => {
  it('have names of their own, and change one thing from the base, which comes first', () => {
    expect(new Set(ABLATIONS.map(({ id }) => id)).size).toBe(ABLATIONS.length);
    expect(ABLATIONS[0]).toEqual({ id: BASE, title: BASE, change: {} });
    for (const { change } of ABLATIONS.slice(1)) expect(Object.keys(change).length).toBeGreaterThan(0);
  });
});
