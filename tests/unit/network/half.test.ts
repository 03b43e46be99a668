import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floatToHalf, halfToFloat } from '../../../src/network/half';

const narrow = (value: number): number => floatToHalf(Float32Array.of(value))[0]!;
const widen = (half: number): number => halfToFloat(Uint16Array.of(half))[0]!;

/** Value of a half by the definition of binary16, independent of bit tricks. */
function definition(half: number): number {
  const sign = half >> 15 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent ? sign * 2 ** (exponent - 15) * (1 + fraction / 1024) : sign * 2 ** -14 * (fraction / 1024);
}

describe('half precision', () => {
  test('widening agrees with the definition on all 65536 halves', () => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const widened = halfToFloat(all);
    all.forEach((half) => expect(Object.is(widened[half], definition(half))).toBe(true));
  });

  test('every half survives the way there and back', () => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i).filter((h) => !Number.isNaN(definition(h)));
    expect(floatToHalf(halfToFloat(all))).toEqual(all);
  });

  test.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [Infinity, 0x7c00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [2 ** -25 * 1.0001, 0x0001],
    [1.5 * 2 ** -24, 0x0002],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2047.5 * 2 ** -25, 0x0400],
    [-0, 0x8000],
  ])('%d becomes %d', (value, half) => {
    expect(narrow(value)).toBe(half);
  });

  test('NaN stays NaN', () => {
    expect(widen(narrow(NaN))).toBeNaN();
  });

  test('rounds to the nearest half, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (value) => {
        const half = narrow(value);
        const error = Math.abs(widen(half) - value);
        for (const neighbour of [half - 1, half + 1]) {
          const other = definition(neighbour & 0xffff);
          if (!Number.isFinite(other)) continue;
          const otherError = Math.abs(other - value);
          expect(error < otherError || (error === otherError && half % 2 === 0)).toBe(true);
        }
      }),
    );
  });
});
