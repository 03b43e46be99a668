import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import fc from 'fast-check';
import {
  calibration,
  fitTemperature,
  fitVectorScaling,
  scaled,
  tempered,
} from '../../../src/evaluation/calibration';

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

describe('vector scaling', () => {
  it('finds the temperature and the biases that were put in', () => {
    const { rows, truth } = honest(5000);
    const biases = [1, -0.25, -0.75];
    // The inverse of what is to be found: logits times 2, after the biases were taken away.
    const spoilt = rows.map((row) => [...scaled(row, { temperature: 1, biases: biases.map((b) => -b) })]);
    const sharpened = spoilt.map((row) => tempered(row, 0.5));
    const found = fitVectorScaling(sharpened, truth);
    expect(found.temperature).toBeCloseTo(2, 0);
    biases.forEach((bias, label) => expect(Math.abs(found.biases[label]! - bias)).toBeLessThan(0.15));
    const mended = sharpened.map((row) => scaled(row, found));
    expect(calibration(mended, truth).ece).toBeLessThan(0.03);
  });

  it('where the network tells nothing, the biases are the log odds of the classes (closed form)', () => {
    const truth = [...new Array<number>(600).fill(0), ...new Array<number>(300).fill(1)];
    const { biases } = fitVectorScaling(
      truth.map(() => [0.5, 0.5]),
      truth,
    );
    expect(biases[0]! - biases[1]!).toBeCloseTo(Math.log(2), 2);
  });

  it('finds the best biases where the temperature is at its limit, for a network that is wrong', () => {
    // Mostly sure of another class, a different number of samples of each.
    const truth = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2];
    const rows = truth.map((label, i) =>
      [0, 1, 2].map((c) => (c === label ? 0.02 : c === (label + 1 + (i % 2)) % 3 ? 0.9 : 0.08)),
    );
    const found = fitVectorScaling(rows, truth);
    expect(found.temperature).toBeCloseTo(20, 9);
    const loss = (biases: readonly number[]): number =>
      rows.reduce(
        (sum, row, i) => sum - Math.log(scaled(row, { ...found, biases })[truth[i]!]!),
        biases.reduce((sum, bias) => sum + bias * bias, 0),
      );
    const best = loss(found.biases);
    for (const step of [-0.02, 0.02]) {
      for (const moved of [0, 1, 2]) {
        const biases = found.biases.map((bias, c) => bias + (c === moved ? step : -step / 2));
        expect(loss(biases)).toBeGreaterThan(best);
      }
    }
  });

  it('weights stand for repeated samples', () => {
    const { rows, truth } = honest(60);
    const weights = rows.map((_, i) => 1 + (i % 2));
    const twice = rows.flatMap((row, i) => (i % 2 === 1 ? [row, row] : [row]));
    const truths = truth.flatMap((label, i) => (i % 2 === 1 ? [label, label] : [label]));
    const [a, b] = [fitVectorScaling(rows, truth, weights), fitVectorScaling(twice, truths)];
    expect(a.temperature).toBeCloseTo(b.temperature, 5);
    a.biases.forEach((bias, label) => expect(bias).toBeCloseTo(b.biases[label]!, 5));
  });

  it('is never worse than no calibration, has biases that add up to 0, and gives probabilities', () => {
    const row = fc
      .tuple(fc.double({ min: 0.001, max: 1, noNaN: true }), fc.double({ min: 0.001, max: 1, noNaN: true }))
      .map(([a, b]) => [a / (a + b + 0.3), b / (a + b + 0.3), 0.3 / (a + b + 0.3)]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 40 }),
        (some) => {
          const rows = some.map(([p]) => p);
          const truth = some.map(([, label]) => label);
          const found = fitVectorScaling(rows, truth);
          const after = rows.map((p) => scaled(p, found));
          expect(found.temperature).toBeGreaterThan(0);
          expect(found.biases.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
          for (const p of after) expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
          expect(calibration(after, truth).nll).toBeLessThan(calibration(rows, truth).nll + 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });
});
