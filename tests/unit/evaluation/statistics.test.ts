import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { auc } from '../../../src/evaluation/auc';
import { betaDensity } from '../../../src/evaluation/beta-density';
import { bootstrap } from '../../../src/evaluation/bootstrap';
import { holm, mcNemarTest, permutationTest, wilcoxonTest } from '../../../src/evaluation/significance';
import { mean, midranks, quantile, standardDeviation } from '../../../src/common/statistics';

describe('descriptions', () => {
  it('are the textbook ones', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.138089935299395, 12);
    expect(standardDeviation([5])).toBe(0);
    expect([0, 0.25, 0.5, 1].map((share) => quantile([4, 1, 3, 2], share))).toEqual([1, 1.75, 2.5, 4]);
    expect(midranks([10, 20, 20, 5])).toEqual([2, 3.5, 3.5, 1]);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('paired tests', () => {
  // scipy.stats.wilcoxon(x, y, method='exact') on Fisher's plant data (Darwin 1876): statistic 24,
  // p 0.04126.
  const crossed = [23.5, 12, 21, 22, 19.125, 21.5, 22.125, 20.375, 18.25, 21.625, 23.25, 21, 22.125, 23, 12];
  const selfed = [
    17.375, 20.375, 20, 20, 18.375, 18.625, 18.625, 15.25, 16.5, 18, 16.25, 18, 12.75, 15.5, 18,
  ];

  it("give Fisher's own permutation p for Darwin's plants", () => {
    // Fisher (The Design of Experiments, 1935, section 21): 1,726 of 32,768 sign flips are as
    // extreme: 5.267 %.
    const { p, exact, pairs } = permutationTest(crossed, selfed, 1);
    expect(p * 32768).toBe(1726);
    expect({ exact, pairs }).toEqual({ exact: true, pairs: 15 });
  });

  it('give the exact Wilcoxon distribution', () => {
    // Nine folds all in favour: 2/2^9. Signed ranks 1..5 with only rank 1 negative: 4 of 32 flips
    // as extreme.
    expect(wilcoxonTest([1, 2, 3, 4, 5, 6, 7, 8, 9], new Array<number>(9).fill(0)).p).toBeCloseTo(
      2 / 512,
      12,
    );
    expect(wilcoxonTest([-1, 2, 3, 4, 5], [0, 0, 0, 0, 0]).p).toBeCloseTo(4 / 32, 12);
    expect(wilcoxonTest([1, 0, 2], [1, 0, 0]).pairs).toBe(1);
  });

  it("give McNemar's exact p", () => {
    // The worked examples of Wikipedia's "McNemar's test": 6 against 16, exact p 0.053; 121 against 59.
    // Further digits by exact fractions (Python's fractions and math.comb).
    expect(mcNemarTest(6, 16).p).toBeCloseTo(0.052478790283203125, 12);
    expect(mcNemarTest(121, 59)).toEqual({
      p: expect.closeTo(4.434449263755176e-6, 15) as number,
      pairs: 180,
      exact: true,
    });
    expect(mcNemarTest(1200, 1000).p).toBeCloseTo(2.1817026407914712e-5, 12);
    // Closed forms: 2 · 2^-n where all fall to one; 1 where both have as many, or none.
    expect(mcNemarTest(0, 9).p).toBeCloseTo(2 / 2 ** 9, 15);
    expect([mcNemarTest(10, 10).p, mcNemarTest(4, 5).p, mcNemarTest(0, 0).p]).toEqual([1, 1, 1]);
  });

  it('agree with going through all sign flips of the ranks, ties included', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 }), (deltas) => {
        const kept = deltas.filter((delta) => delta !== 0);
        const ranks = midranks(kept.map(Math.abs));
        const whole = ranks.reduce((sum, rank) => sum + rank, 0);
        const distance = (positive: number): number => Math.abs(positive - whole / 2);
        const observed = distance(ranks.reduce((sum, rank, i) => sum + (kept[i]! > 0 ? rank : 0), 0));
        let extreme = 0;
        for (let flip = 0; flip < 2 ** kept.length; flip++) {
          const positive = ranks.reduce((sum, rank, i) => sum + ((flip >> i) & 1 ? rank : 0), 0);
          if (distance(positive) >= observed) extreme++;
        }
        const expected = extreme / 2 ** kept.length;
        const zeros = deltas.map(() => 0);
        expect(wilcoxonTest(deltas, zeros).p).toBeCloseTo(expected, 10);
      }),
    );
  });

  it('estimate by random flips what the exact test would say', () => {
    const random = Random.seeded(2);
    const a = Array.from({ length: 30 }, () => random.normal() + 0.4);
    const zeros = a.map(() => 0);
    const { p, exact } = permutationTest(a, zeros, 1);
    expect(exact).toBe(false);
    // The t test is its large-sample limit.
    const t = (mean(a) / standardDeviation(a)) * Math.sqrt(30);
    expect(t).toBeGreaterThan(1);
    expect(p).toBeGreaterThan(0);
    expect(permutationTest(a, zeros, 1).p).toBe(p);
    expect(Math.abs(permutationTest(a, zeros, 2).p - p)).toBeLessThan(0.005);
  });

  it('see no difference in equal values, and refuse unequal lengths', () => {
    expect(permutationTest([1, 2, 3], [1, 2, 3], 1).p).toBe(1);
    expect(wilcoxonTest([1, 2, 3], [1, 2, 3]).p).toBe(1);
    expect(() => permutationTest([1], [], 1)).toThrow(RangeError);
  });

  it('adjusts as Holm did', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
  });
});

describe('bootstrap', () => {
  const average = (values: readonly number[]): number => mean(values);

  it('gives the interval of a mean that the normal theory gives', () => {
    const random = Random.seeded(4);
    const values = Array.from({ length: 200 }, () => random.normal());
    const { estimate, low, high } = bootstrap(values, average, { seed: 1 });
    const half = (1.96 * standardDeviation(values)) / Math.sqrt(200);
    expect(estimate).toBeCloseTo(mean(values), 12);
    expect(low).toBeCloseTo(estimate - half, 1);
    expect(high).toBeCloseTo(estimate + half, 1);
    expect(high - low).toBeGreaterThan(1.7 * half);
    expect(high - low).toBeLessThan(2.3 * half);
  });

  it('repeats with its seed, and says nothing about others from one person', () => {
    const options = { seed: 9, resamples: 100 };
    expect(bootstrap([1, 2, 3], average, options)).toEqual(bootstrap([1, 2, 3], average, options));
    expect(bootstrap([1], average, options)).toMatchObject({ estimate: 1, low: NaN, high: NaN });
  });
});

describe('auc', () => {
  it('is the share of pairs in the right order', () => {
    expect(auc([1, 2, 3, 4], [false, false, true, true])).toBe(1);
    expect(auc([4, 3, 2, 1], [false, false, true, true])).toBe(0);
    expect(auc([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBe(0.75);
    expect(auc([1, 1, 1], [true, false, true])).toBe(0.5);
    expect(auc([1, 2], [true, true])).toBeNaN();
  });
});

describe('betaDensity', () => {
  it('is known for α = 1 and 2, and integrates to 1', () => {
    for (const lambda of [0.1, 0.5, 0.8]) {
      expect(betaDensity(1, lambda)).toBeCloseTo(1, 12);
      expect(betaDensity(2, lambda)).toBeCloseTo(6 * lambda * (1 - lambda), 12);
    }
    // B(0.75, 0.75) = 1.694426169587: density at 1/2 is 0.5^(−0.5) / B.
    expect(betaDensity(0.75, 0.5)).toBeCloseTo(Math.SQRT2 / 1.694426169587, 8);
    for (const alpha of [0.75, 1, 2, 5]) {
      // Substituting λ = sin²θ takes the ends' poles away.
      const steps = 20_000;
      let whole = 0;
      for (let i = 0; i < steps; i++) {
        const theta = ((i + 0.5) * Math.PI) / 2 / steps;
        const [sine, cosine] = [Math.sin(theta), Math.cos(theta)];
        whole += ((betaDensity(alpha, sine ** 2) * 2 * sine * cosine) / steps) * (Math.PI / 2);
      }
      expect(whole).toBeCloseTo(1, 4);
    }
  });
});
