import { describe, expect, it } from 'vitest';
import { exposureOf, lightProblem } from '../../../src/vision/exposure';

const pixels = (...colours: readonly (readonly [number, number, number])[]): Uint8ClampedArray =>
  Uint8ClampedArray.from(colours.flatMap((colour) => [...colour, 255]));

describe('exposureOf', () => {
  it('measures mean and deviation of luma', () => {
    const { mean, deviation } = exposureOf(pixels([0, 0, 0], [255, 255, 255]));
    expect(mean).toBeCloseTo(127.5, 6);
    expect(deviation).toBeCloseTo(127.5, 6);
  });

  it('weighs the colours as the eye does', () => {
    expect(exposureOf(pixels([255, 0, 0])).mean).toBeCloseTo(76.245, 3);
    expect(exposureOf(pixels([0, 255, 0])).mean).toBeCloseTo(149.685, 3);
    expect(exposureOf(pixels([0, 0, 255])).mean).toBeCloseTo(29.07, 3);
  });

  it('of an even picture has no deviation, not even by rounding', () => {
    expect(
      exposureOf(pixels(...Array.from({ length: 999 }, () => [201, 13, 77] as const))).deviation,
    ).toBeLessThan(1e-4);
    expect(exposureOf(new Uint8ClampedArray())).toEqual({ mean: 0, deviation: 0 });
  });
});

describe('lightProblem', () => {
  it('tells a covered camera from a dark room', () => {
    expect(lightProblem({ mean: 3, deviation: 1 })).toBe('camera-covered');
    expect(lightProblem({ mean: 120, deviation: 2 })).toBe('camera-covered');
    expect(lightProblem({ mean: 12, deviation: 15 })).toBe('too-dark');
    expect(lightProblem({ mean: 90, deviation: 40 })).toBeNull();
  });
});
