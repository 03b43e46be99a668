import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classTarget } from '../../../src/training/items';

describe('the label of an unmixed sample', () => {
  it('is its class alone', () => {
    expect(classTarget(1, 3)).toEqual([0, 1, 0]);
  });

  it('gives its neighbours exp(−2) of its own part where it is ordinal, and those beyond exp(−4)', () => {
    const [own, next, beyond] = classTarget(0, 3, 'ordinal');
    expect(next! / own!).toBeCloseTo(Math.exp(-2), 12);
    expect(beyond! / own!).toBeCloseTo(Math.exp(-4), 12);
  });

  it('sums to 1 and is largest at its class', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(), (count, any) => {
        const label = any % count;
        const target = classTarget(label, count, 'ordinal');
        expect(target.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
        expect(target.indexOf(Math.max(...target))).toBe(label);
      }),
    );
  });
});
