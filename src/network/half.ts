/** IEEE 754 binary16 ↔ binary32. */

/** Largest finite half. */
export const MAX_HALF = 65504;

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

function widen(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0x1f) return (sign | 0x7f800000 | (mantissa << 13)) >>> 0;
  if (exponent !== 0) return (sign | ((exponent + 112) << 23) | (mantissa << 13)) >>> 0;
  // Zero and subnormals: mantissa · 2⁻²⁴, exact in a float.
  scratch[0] = mantissa * 2 ** -24;
  return (sign | scratchBits[0]!) >>> 0;
}

let widened: Uint32Array | null = null;

/** Exact. By table: a network has millions of weights. */
export function halfToFloat(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const table = (widened ??= Uint32Array.from({ length: 0x10000 }, (_, half) => widen(half)));
  const floats = new Float32Array(halves.length);
  const bits = new Uint32Array(floats.buffer);
  for (let i = 0; i < halves.length; i++) bits[i] = table[halves[i]!]!;
  return floats;
}

function narrow(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds to 65520 or more
  if (magnitude >= 0x38800000) {
    // Normal: add half of the last kept place, minus one where the place is even, then cut.
    const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return sign | ((rounded - 0x38000000) >>> 13);
  }
  if (magnitude <= 0x33000000) return sign; // 2⁻²⁵ and less: ties to even zero
  // Subnormal: a multiple of 2⁻²⁴.
  const shift = 126 - (magnitude >>> 23);
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const cut = mantissa >>> shift;
  const rest = mantissa & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return sign | (cut + (rest > tie || (rest === tie && (cut & 1) === 1) ? 1 : 0));
}

/** Rounds to nearest, ties to even; overflow gives ±Infinity. */
export function floatToHalf(floats: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  const halves = new Uint16Array(floats.length);
  for (let i = 0; i < bits.length; i++) halves[i] = narrow(bits[i]!);
  return halves;
}
