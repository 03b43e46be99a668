import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { calibration, fitTemperature, tempered } from '../../../src/evaluation/calibration';

/**
 * Samples whose classes are drawn from the very posteriors; sharpened ones are then over-confident.
 */
function honest(count: number): { rows: number[][]; truth: number[] } {
  const random = Random.seeded(11);
  const rows: number[][] = [];
  const truth: number[] = [];
  for (let i = 0; i < count; i++) {
    const row = tempered([random.positiveUniform(), random.positiveUniform(), random.positiveUniform()], 0.3);
    const draw = random.uniform();
    rows.push([...row]);
    truth.push(draw < row[0]! ? 0 : draw < row[0]! + row[1]! ? 1 : 2);
  }
  return { rows, truth };
}

describe('calibration', () => {
  it('counts by hand', () => {
    const { ece, nll, brier, bins } = calibration(
      [
        [0.8, 0.2],
        [0.6, 0.4],
      ],
      [0, 1],
      10,
    );
    // One right at 0.8 (gap 0.2), one wrong at 0.6 (gap 0.6).
    expect(ece).toBeCloseTo((0.2 + 0.6) / 2, 12);
    expect(nll).toBeCloseTo(-(Math.log(0.8) + Math.log(0.4)) / 2, 12);
    expect(brier).toBeCloseTo((0.08 + 0.72) / 2, 12);
    expect(bins[7]).toMatchObject({ count: 1, confidence: 0.8, accuracy: 1 });
    expect(bins[5]).toMatchObject({ count: 1, confidence: 0.6, accuracy: 0 });
    expect(bins.filter(({ count }) => count > 0)).toHaveLength(2);
  });

  it('is small for honest probabilities and large for sharpened ones', () => {
    const { rows, truth } = honest(5000);
    const sharpened = rows.map((row) => tempered(row, 0.25));
    expect(calibration(rows, truth).ece).toBeLessThan(0.03);
    expect(calibration(sharpened, truth).ece).toBeGreaterThan(0.1);
  });

  it('finds the temperature that makes sharpened probabilities honest again', () => {
    const { rows, truth } = honest(5000);
    const sharpened = rows.map((row) => tempered(row, 0.25));
    expect(fitTemperature(rows, truth)).toBeCloseTo(1, 1);
    const temperature = fitTemperature(sharpened, truth);
    expect(temperature).toBeCloseTo(4, 0);
    const mended = sharpened.map((row) => tempered(row, temperature));
    expect(calibration(mended, truth).nll).toBeLessThan(calibration(sharpened, truth).nll);
  });

  it('stays within its limits when the network is never wrong, and keeps rows that sum to one', () => {
    expect(fitTemperature([[0.9, 0.1]], [0])).toBeCloseTo(0.05, 6);
    expect(fitTemperature([[0.9, 0.1]], [1])).toBeCloseTo(20, 4);
    const row = tempered([0, 0.25, 0.75], 2);
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it('refuses rows and labels that do not match', () => {
    expect(() => calibration([[1]], [])).toThrow(RangeError);
    expect(() => fitTemperature([], [])).toThrow(RangeError);
  });
});
