import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSimilarity } from '../../../src/vision/similarity-transform';
import type { Point, SimilarityTransform } from '../../../src/vision/similarity-transform';
import { applySimilarity } from './apply-similarity';

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const point: fc.Arbitrary<Point> = fc.tuple(coordinate, coordinate);
/** Not all in one place: (0, 0) and (10, 0) are always among them. */
const cloud = fc
  .array(point, { minLength: 1, maxLength: 6 })
  .map((rest): Point[] => [[0, 0], [10, 0], ...rest]);

const errorOf = (transform: SimilarityTransform, from: readonly Point[], to: readonly Point[]): number =>
  from.reduce((sum, each, i) => {
    const [x, y] = applySimilarity(transform, each);
    return sum + (x - to[i]![0]) ** 2 + (y - to[i]![1]) ** 2;
  }, 0);

describe('fitSimilarity', () => {
  it('finds a similarity exactly', () => {
    fc.assert(
      fc.property(cloud, coordinate, coordinate, coordinate, coordinate, (from, a, b, tx, ty) => {
        const found = fitSimilarity(
          from,
          from.map((each) => applySimilarity({ a, b, tx, ty }, each)),
        );
        expect(found.a).toBeCloseTo(a, 6);
        expect(found.b).toBeCloseTo(b, 6);
        expect(found.tx).toBeCloseTo(tx, 5);
        expect(found.ty).toBeCloseTo(ty, 5);
      }),
    );
  });

  it('is the best by least squares: any small change fits worse', () => {
    const change = fc.double({ min: -0.1, max: 0.1, noNaN: true });
    fc.assert(
      fc.property(
        cloud,
        fc.array(point, { minLength: 8, maxLength: 8 }),
        change,
        change,
        change,
        change,
        (from, to, ...by) => {
          const best = fitSimilarity(from, to.slice(0, from.length));
          const other = { a: best.a + by[0], b: best.b + by[1], tx: best.tx + by[2], ty: best.ty + by[3] };
          expect(errorOf(best, from, to)).toBeLessThanOrEqual(errorOf(other, from, to) + 1e-6);
        },
      ),
    );
  });

  it('turns a quarter: a hand-made case', () => {
    // Right becomes down in a picture whose y points down: a turn to the right.
    const { a, b, tx, ty } = fitSimilarity(
      [
        [0, 0],
        [1, 0],
      ],
      [
        [5, 5],
        [5, 7],
      ],
    );
    expect([a, b, tx, ty].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0, 2, 5, 5]);
  });

  it('refuses points that are all in one place', () => {
    expect(() =>
      fitSimilarity(
        [
          [3, 3],
          [3, 3],
        ],
        [
          [0, 0],
          [1, 1],
        ],
      ),
    ).toThrow(RangeError);
    expect(() => fitSimilarity([], [])).toThrow(RangeError);
    expect(() =>
      fitSimilarity(
        [
          [0, 0],
          [1, 1],
        ],
        [[0, 0]],
      ),
    ).toThrow('2 points are mapped to 1');
  });
});
