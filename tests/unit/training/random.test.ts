import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';

const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('Random', () => {
  it('is xoshiro128** 1.1: the reference implementation’s first words from the state 1, 2, 3, 4', () => {
    const random = new Random(1, 2, 3, 4);
    const words = Array.from({ length: 10 }, () => random.uint32());
    expect(words).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('gives each seed and path its own stream, also above 32 bits', () => {
    const paths = [[1], [2], [2 ** 32 + 1], [1, 0], [1, 1], [1, 1, 0], [0, 1]] as const;
    const firsts = paths.map(([from, ...path]) => Random.seeded(from, ...path).uint32());
    expect(new Set(firsts).size).toBe(paths.length);
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('refuses the seed %d', (bad) => {
    expect(() => Random.seeded(bad)).toThrow(RangeError);
  });

  it('draws integers evenly: χ² of 60 000 draws of 6', () => {
    const random = Random.seeded(5);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) counts[random.integer(6)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 99.9 % quantile, 5 degrees of freedom
  });

  it('has no modulo bias: a bound of three quarters of 2^32 fills its thirds evenly', () => {
    const bound = 3 * 2 ** 30;
    const random = Random.seeded(6);
    const thirds = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) thirds[Math.floor(random.integer(bound) / 2 ** 30)]!++;
    for (const count of thirds) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it.each([0, -3, 1.5, 2 ** 32 + 1])('refuses the bound %d', (bound) => {
    expect(() => Random.seeded(1).integer(bound)).toThrow(RangeError);
  });

  it('draws uniforms in [0, 1) and normals with mean 0, variance 1 and kurtosis 3', () => {
    const random = Random.seeded(7);
    const n = 50_000;
    const moments = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const u = random.uniform();
      expect(u >= 0 && u < 1).toBe(true);
      const z = random.normal();
      moments[0]! += z / n;
      moments[1]! += z ** 2 / n;
      moments[2]! += z ** 4 / n;
    }
    expect(Math.abs(moments[0]!)).toBeLessThan(0.02);
    expect(Math.abs(moments[1]! - 1)).toBeLessThan(0.03);
    expect(Math.abs(moments[2]! - 3)).toBeLessThan(0.2);
  });

  it('shuffles into a permutation, leaving the original alone', () => {
    fc.assert(
      fc.property(seed, fc.array(fc.integer()), (from, items) => {
        const before = [...items];
        const shuffled = Random.seeded(from).shuffled(items);
        expect(items).toEqual(before);
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
      }),
    );
  });

  it('shuffles every order of three equally often', () => {
    const random = Random.seeded(8);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = random.shuffled(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });
});
