import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eyeAspectRatios, mouthAspectRatio } from '../../../src/vision/openings';
import { LANDMARK_COUNT } from '../../../src/vision/types';

/** Landmarks with these points set and all others at the origin. */
function landmarksWith(points: Readonly<Record<number, readonly [number, number]>>): Float32Array {
  const landmarks = new Float32Array(LANDMARK_COUNT * 3);
  for (const [point, [x, y]] of Object.entries(points)) landmarks.set([x, y, 99], 3 * Number(point));
  return landmarks;
}

/**
 * An eye 30 px wide: `open` px between the lids at one third and two thirds. Points as tools of the
 * mesh list them.
 */
const rightEye = (open: number) =>
  ({
    33: [0, 0],
    160: [10, -open / 2],
    158: [20, -open / 2],
    133: [30, 0],
    153: [20, open / 2],
    144: [10, open / 2],
  }) as const;
const leftEye = (open: number) =>
  ({
    362: [60, 0],
    385: [70, -open / 2],
    387: [80, -open / 2],
    263: [90, 0],
    373: [80, open / 2],
    380: [70, open / 2],
  }) as const;

describe('eyeAspectRatios', () => {
  it('is the mean height over the width, for each of the learner’s own eyes', () => {
    const { left, right } = eyeAspectRatios(landmarksWith({ ...rightEye(9), ...leftEye(3) }));
    expect(right).toBeCloseTo(0.3, 6);
    expect(left).toBeCloseTo(0.1, 6);
  });

  it('averages the two heights of an eye', () => {
    const { right } = eyeAspectRatios(landmarksWith({ ...rightEye(9), 160: [10, -1.5], 144: [10, 1.5] }));
    expect(right).toBeCloseTo(0.2, 6);
  });

  it('is 0 for closed eyes, and for eyes without width', () => {
    expect(eyeAspectRatios(landmarksWith({ ...rightEye(0), ...leftEye(0) }))).toEqual({ left: 0, right: 0 });
    expect(eyeAspectRatios(landmarksWith({ 385: [0, 5] }))).toEqual({ left: 0, right: 0 });
  });

  it('does not depend on where the face is, how large and how tilted', () => {
    const amount = fc.double({ min: 0.2, max: 5, noNaN: true });
    const shift = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(amount, shift, fc.double({ min: -3, max: 3, noNaN: true }), (scale, move, angle) => {
        const points = Object.entries({ ...rightEye(8), ...leftEye(6) }).map(([point, [x, y]]) => {
          const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
          return [point, [scale * (cos * x - sin * y) + move, scale * (sin * x + cos * y) - move]] as const;
        });
        const { left, right } = eyeAspectRatios(landmarksWith(Object.fromEntries(points)));
        expect(right).toBeCloseTo(8 / 30, 3);
        expect(left).toBeCloseTo(6 / 30, 3);
      }),
    );
  });
});

describe('mouthAspectRatio', () => {
  it('is the opening over the width', () => {
    const mouth = { 13: [20, 40], 14: [20, 65], 78: [0, 50], 308: [40, 50] } as const;
    expect(mouthAspectRatio(landmarksWith(mouth))).toBeCloseTo(25 / 40, 6);
    expect(mouthAspectRatio(landmarksWith({ ...mouth, 14: [20, 40] }))).toBe(0);
    expect(mouthAspectRatio(landmarksWith({ 13: [0, 5] }))).toBe(0);
  });
});
