import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitRotation } from '../../../src/vision/rigid-rotation';

const coordinate = fc.double({ min: -10, max: 10, noNaN: true });
const points = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 8 });
/** Four points in general position, so that one rotation only fits. */
const TETRAHEDRON = [0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6];

/** Rodrigues' formula: a rotation independent of quaternions. */
function rotated([x, y, z]: readonly number[], axis: readonly number[], angle: number): number[] {
  const length = Math.hypot(...axis);
  const [u, v, w] = axis.map((component) => component / length) as [number, number, number];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = (u * x! + v * y! + w * z!) * (1 - cos);
  return [
    x! * cos + (v * z! - w * y!) * sin + u * along,
    y! * cos + (w * x! - u * z!) * sin + v * along,
    z! * cos + (u * y! - v * x!) * sin + w * along,
  ];
}

const triples = (flat: readonly number[]): number[][] =>
  Array.from({ length: flat.length / 3 }, (_, i) => flat.slice(3 * i, 3 * i + 3));

describe('fitRotation', () => {
  const axis = fc.tuple(coordinate, coordinate, coordinate).filter((each) => Math.hypot(...each) > 0.1);

  it('finds the rotation whatever the scale and the shift', () => {
    fc.assert(
      fc.property(axis, fc.double({ min: -3, max: 3, noNaN: true }), points, (around, angle, further) => {
        const from = [...triples(TETRAHEDRON), ...further];
        const to = from.flatMap((point) =>
          rotated(point, around, angle).map((value, i) => 2.5 * value + 7 * i),
        );
        const r = fitRotation(
          from.flat(),
          to,
          from.map(() => 1),
        );
        for (const probe of [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ]) {
          const expected = rotated(probe, around, angle);
          for (let row = 0; row < 3; row++) {
            const found = r[3 * row]! * probe[0]! + r[3 * row + 1]! * probe[1]! + r[3 * row + 2]! * probe[2]!;
            expect(found).toBeCloseTo(expected[row]!, 6);
          }
        }
      }),
    );
  });

  it('listens to the weights', () => {
    const wrong = [...TETRAHEDRON];
    const moved = [...TETRAHEDRON, 50, -50, 50];
    const r = fitRotation([...wrong, 9, 9, 9], moved, [1, 1, 1, 1, 0]);
    expect(r[0]).toBeCloseTo(1, 9);
    expect(r[4]).toBeCloseTo(1, 9);
    expect(r[8]).toBeCloseTo(1, 9);
  });

  it('never mirrors', () => {
    const mirrored = triples(TETRAHEDRON).flatMap(([x, y, z]) => [-x!, y!, z!]);
    const [a, b, c, d, e, f, g, h, i] = fitRotation(TETRAHEDRON, mirrored, [1, 1, 1, 1]);
    expect(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)).toBeCloseTo(1, 9);
  });
});
