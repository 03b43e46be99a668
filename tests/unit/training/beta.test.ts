import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { sampleBeta } from '../../../src/training/beta';

const SAMPLES = 20_000;
/** Kolmogorov's 99.9 % quantile, over √n. */
const KS_LIMIT = 1.95 / Math.sqrt(SAMPLES);

function draw(alpha: number, beta: number): number[] {
  const random = Random.seeded(2024, Math.round(alpha * 100), Math.round(beta * 100));
  return Array.from({ length: SAMPLES }, () => sampleBeta(random, alpha, beta)).sort((a, b) => a - b);
}

/**
 * ∫₀ˣ t^(a−1)(1−t)^(b−1) dt, for x ≤ 1/2 by the power series of (1−t)^(b−1), integrated term by
 * term; the other half by symmetry. Independent of the sampler and of the gamma function: the whole
 * integral is the norm.
 */
function unnormalised(x: number, a: number, b: number): number {
  let coefficient = 1;
  let sum = 0;
  for (let k = 0; k < 60; k++) {
    sum += (coefficient * x ** (a + k)) / (a + k);
    coefficient *= (k + 1 - b) / (k + 1);
  }
  return sum;
}

function exactCdf(x: number, a: number, b: number): number {
  const whole = unnormalised(0.5, a, b) + unnormalised(0.5, b, a);
  return x <= 0.5 ? unnormalised(x, a, b) / whole : 1 - unnormalised(1 - x, b, a) / whole;
}

function kolmogorovSmirnov(sorted: readonly number[], cdf: (x: number) => number): number {
  let largest = 0;
  sorted.forEach((x, i) => {
    const p = cdf(x);
    largest = Math.max(largest, p - i / sorted.length, (i + 1) / sorted.length - p);
  });
  return largest;
}

describe('the exact CDF used as the measure', () => {
  it('agrees with closed forms', () => {
    for (const x of [0.01, 0.2, 0.5, 0.77, 0.99]) {
      expect(exactCdf(x, 1, 1)).toBeCloseTo(x, 12);
      expect(exactCdf(x, 2, 2)).toBeCloseTo(3 * x ** 2 - 2 * x ** 3, 12);
      expect(exactCdf(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 12);
      expect(exactCdf(x, 3, 1)).toBeCloseTo(x ** 3, 12);
    }
  });
});

describe('sampleBeta', () => {
  it.each([
    [0.75, 0.75],
    [1, 1],
    [2, 2],
    [0.5, 3],
    [0.1, 0.1],
  ])('has the mean and variance of Beta(%d, %d) and passes a KS test', (a, b) => {
    const samples = draw(a, b);
    const mean = samples.reduce((sum, x) => sum + x, 0) / SAMPLES;
    const variance = samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / SAMPLES;
    const exactVariance = (a * b) / ((a + b) ** 2 * (a + b + 1));
    expect(Math.abs(mean - a / (a + b))).toBeLessThan(4 * Math.sqrt(exactVariance / SAMPLES));
    expect(Math.abs(variance / exactVariance - 1)).toBeLessThan(0.04);
    expect(kolmogorovSmirnov(samples, (x) => exactCdf(x, a, b))).toBeLessThan(KS_LIMIT);
  });

  it('is told from its neighbours by the same KS test', () => {
    expect(kolmogorovSmirnov(draw(0.75, 0.75), (x) => exactCdf(x, 1, 1))).toBeGreaterThan(KS_LIMIT);
    expect(kolmogorovSmirnov(draw(2, 2), (x) => exactCdf(x, 1.8, 1.8))).toBeGreaterThan(KS_LIMIT);
  });

  it('stays in [0, 1] and finite for very small shapes', () => {
    const samples = draw(1e-3, 1e-3);
    expect(samples.every((x) => x >= 0 && x <= 1)).toBe(true);
    expect(samples.filter((x) => x > 0.5).length / SAMPLES).toBeCloseTo(0.5, 1);
  });

  it.each([
    [0, 1],
    [1, -1],
    [NaN, 1],
    [1, Infinity],
  ])('refuses Beta(%d, %d)', (a, b) => {
    expect(() => sampleBeta(Random.seeded(1), a, b)).toThrow(RangeError);
  });
});
