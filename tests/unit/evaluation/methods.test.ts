import { describe, expect, it } from 'vitest';
import { summariseCalibration } from '../../../src/evaluation/evaluation';
import {
  awakeOrNot,
  byPerson,
  compareMethods,
  methodMatrix,
  summariseClasses,
  summariseMethod,
  type Method,
} from '../../../src/evaluation/methods';
import { accuracy } from '../../../src/training/metrics';

/** Three people with one face of each class. */
const faces = ['a', 'b', 'c'].flatMap((subject) => [0, 1, 2].map((label) => ({ subject, label })));
const truth = faces.map(({ label }) => label);
const perfect: Method = { name: 'perfect', predicted: truth, notAwake: truth.map((label) => -label) };
/** Takes b's drowsy face for awake, and all of c's for asleep. */
const flawed: Method = {
  name: 'flawed',
  predicted: [0, 1, 2, 0, 2, 2, 0, 0, 0],
  notAwake: [3, 2, 1, 3, 0, 1, 3, 3, 3],
};
const majority: Method = { name: 'majority', predicted: truth.map(() => 2), notAwake: null };

describe('methods', () => {
  it('are measured on all faces', () => {
    expect(methodMatrix(faces, flawed)).toEqual([
      [3, 0, 0],
      [1, 1, 1],
      [1, 0, 2],
    ]);
    const summary = summariseMethod(faces, flawed, 1);
    expect(summary.accuracy.estimate).toBeCloseTo(6 / 9, 12);
    expect(summary.balancedAccuracy.estimate).toBeCloseTo((1 + 1 / 3 + 2 / 3) / 3, 12);
    // F1: asleep 2·3/(3+5), drowsy 2·1/(3+1), awake 2·2/(3+3).
    expect(summary.macroF1.estimate).toBeCloseTo((6 / 8 + 2 / 4 + 4 / 6) / 3, 12);
    expect(summary.awakeOrNot.estimate).toBeCloseTo((5 / 6 + 2 / 3) / 2, 12);
    // Of the 18 pairs of a sleepy and an awake face: a sleepy one scores 3 (four times), 2 or 0,
    // awake ones 1, 1 and 3.
    expect(summary.auc.estimate).toBeCloseTo((4 * 2.5 + 2 + 0) / 18, 12);
    expect(summary.macroF1.low).toBeLessThanOrEqual(summary.macroF1.estimate);
    expect(summary.macroF1.high).toBe(1);
  });

  it('of one class for all are no better than that class', () => {
    const summary = summariseMethod(faces, majority, 1);
    // 3 of 9 right; F1 of awake is 2·3/(3+9).
    expect(summary.accuracy).toMatchObject({ estimate: 1 / 3, low: 1 / 3, high: 1 / 3 });
    expect(summary.macroF1.estimate).toBeCloseTo(0.5 / 3, 12);
    expect(summary.auc.estimate).toBeNaN();
  });

  it('tell precision, recall and F1 of each class', () => {
    const [asleep, drowsy, awake] = summariseClasses(faces, flawed, 1);
    expect(asleep).toMatchObject({ support: 3, precision: { estimate: 3 / 5 }, recall: { estimate: 1 } });
    expect(drowsy).toMatchObject({ precision: { estimate: 1 }, recall: { estimate: 1 / 3 } });
    expect(awake!.f1.estimate).toBeCloseTo(2 / 3, 12);
  });

  it('are compared person by person', () => {
    const [first, second] = compareMethods(faces, perfect, [flawed, majority], 1);
    expect(first!.macroF1.estimate).toBeCloseTo(1 - (6 / 8 + 2 / 4 + 4 / 6) / 3, 12);
    expect(first!.auc.estimate).toBeCloseTo(1 - 12 / 18, 12);
    // Two people differ: their smallest two-sided p is 1/2. In the second comparison all three do:
    // 1/4, doubled (Holm).
    expect(first!.p).toBe(0.5);
    expect(second).toMatchObject({ first: 'perfect', second: 'majority', p: 0.5 });
    expect(second!.auc.estimate).toBeNaN();
    const same = compareMethods(faces, flawed, [flawed], 1)[0]!;
    expect(same).toMatchObject({ macroF1: { estimate: 0, low: 0, high: 0 }, p: 1 });
  });

  it('keep the faces of a person together', () => {
    expect([...byPerson([{ subject: 'x' }, { subject: 'y' }, { subject: 'x' }])]).toEqual([
      ['x', [0, 2]],
      ['y', [1]],
    ]);
  });
});

describe('two classes out of three', () => {
  it('are awake and everything else', () => {
    expect(
      awakeOrNot([
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ]),
    ).toEqual([
      [9, 15],
      [9, 12],
    ]);
    expect(
      accuracy([
        [0, 0],
        [0, 0],
      ]),
    ).toBe(0);
  });
});

describe('calibration over people', () => {
  it('is that of all faces, with limits from whole people', () => {
    const rows = [
      [0.8, 0.2, 0],
      [0.6, 0.4, 0],
    ];
    const people = [
      { subject: 'a', label: 0 },
      { subject: 'b', label: 1 },
    ];
    const { ece, brier, nll } = summariseCalibration(people, rows, 1);
    expect(ece.estimate).toBeCloseTo((0.2 + 0.6) / 2, 12);
    expect(nll.estimate).toBeCloseTo(-(Math.log(0.8) + Math.log(0.4)) / 2, 12);
    // Resamples are of a alone, b alone, or both.
    expect(brier.low).toBeCloseTo(0.08, 12);
    expect(brier.high).toBeCloseTo(0.72, 12);
  });
});
