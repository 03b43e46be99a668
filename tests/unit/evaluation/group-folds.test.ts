import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFolds } from '../../../src/evaluation/group-folds';

const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${i}`);

describe('groupFolds', () => {
  it("makes the paper's nine groups of three", () => {
    const { groups, folds, remarks } = groupFolds(people(27), 1);
    expect(groups.map((group) => group.length)).toEqual(new Array(9).fill(3));
    expect(folds).toHaveLength(9);
    for (const { test, validation, training } of folds) {
      expect([test.length, validation.length, training.length]).toEqual([3, 3, 21]);
    }
    expect(remarks).toEqual([]);
  });

  it('is the same for the same people in any order, and another for another seed', () => {
    const once = groupFolds(people(12), 7);
    expect(groupFolds(people(12).reverse(), 7)).toEqual(once);
    expect(groupFolds(people(12), 8).groups).not.toEqual(once.groups);
  });

  it('splits everybody in every fold, and tests everybody once, whatever the count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.nat(1000), (count, seed) => {
        const { folds, groups } = groupFolds(people(count), seed);
        for (const { test, validation, training } of folds) {
          expect([...test, ...validation, ...training].sort()).toEqual(people(count).sort());
          expect(Math.min(test.length, validation.length, training.length)).toBeGreaterThan(0);
        }
        expect(folds.flatMap(({ test }) => test).sort()).toEqual(people(count).sort());
        const sizes = groups.map((group) => group.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('tells what is not as in the paper', () => {
    const odd = groupFolds(people(10), 1);
    expect(odd.groups.map((group) => group.length)).toEqual([4, 3, 3]);
    expect(odd.remarks.join()).toMatch(/10 subjects are not divisible by 3: 1 group/);
    const few = groupFolds(people(7), 1);
    expect(few.groups.map((group) => group.length)).toEqual([3, 2, 2]);
    expect(few.remarks[0]).toMatch(/groups of 2 instead/);
  });

  it('refuses too few people, and a person named twice', () => {
    expect(() => groupFolds(['a', 'b'], 1)).toThrow(expect.objectContaining({ code: 'too-few-subjects' }));
    expect(() => groupFolds(['a', 'b', 'a'], 1)).toThrow(RangeError);
  });
});
