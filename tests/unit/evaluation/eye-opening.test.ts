import { describe, expect, it } from 'vitest';
import { classifyOpening, fitEyeThresholds } from '../../../src/evaluation/eye-opening';

/** Asleep, drowsy, awake: their places in WAKEFULNESS_CLASSES. */
const [A, D, W] = [0, 1, 2];

describe('eye thresholds', () => {
  it('lie half way between classes that can be told apart', () => {
    const thresholds = fitEyeThresholds([0.3, 0.1, 0.9, 0.2, 0.5, 0.7], [D, A, W, A, D, W]);
    expect(thresholds.drowsyFrom).toBeCloseTo(0.25, 12);
    expect(thresholds.awakeFrom).toBeCloseTo(0.6, 12);
    expect([0.24, 0.25, 0.59, 0.6].map((opening) => classifyOpening(opening, thresholds))).toEqual([
      A,
      D,
      D,
      W,
    ]);
  });

  it('leave out a class that is not there', () => {
    const thresholds = fitEyeThresholds([0.1, 0.2, 0.8, 0.9], [A, A, W, W]);
    expect(thresholds.drowsyFrom).toBe(thresholds.awakeFrom);
    expect(thresholds.awakeFrom).toBeCloseTo(0.5, 12);
    expect(fitEyeThresholds([0.5, 0.6], [W, W])).toEqual({ drowsyFrom: -Infinity, awakeFrom: -Infinity });
  });

  it('have the best macro-F1 where classes overlap', () => {
    // One asleep face lies above the awake one: classifying 0.1 and 0.2 as asleep is right for 3 of
    // 4.
    const thresholds = fitEyeThresholds([0.1, 0.2, 0.3, 0.4], [A, A, W, A]);
    const predicted = [0.1, 0.2, 0.3, 0.4].map((opening) => classifyOpening(opening, thresholds));
    // F1 of asleep 2·1·(2/3)/(5/3) = 0.8, of awake 2·(1/2)·1/(3/2) = 2/3: better than all asleep
    // (6/7, 0).
    expect(predicted).toEqual([A, A, W, W]);
  });

  it('are near the true ones among thousands of openings', () => {
    const openings = Array.from({ length: 3000 }, (_, i) => i / 3000);
    const truth = openings.map((opening) => (opening < 0.31 ? A : opening < 0.62 ? D : W));
    const { drowsyFrom, awakeFrom } = fitEyeThresholds(openings, truth);
    expect(Math.abs(drowsyFrom - 0.31)).toBeLessThan(0.01);
    expect(Math.abs(awakeFrom - 0.62)).toBeLessThan(0.01);
  });

  it('are refused without samples', () => {
    expect(() => fitEyeThresholds([], [])).toThrow(RangeError);
    expect(() => fitEyeThresholds([1], [])).toThrow(RangeError);
  });
});
