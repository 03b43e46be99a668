/**
 * What JPEG leaves of a picture: the cosine transform of 8 × 8 blocks, rounded more coarsely the
 * lower the quality.
 */

const BLOCK = 8;

/** Quantisation steps of the luminance at quality 50 (ITU-T T.81, table K.1). */
const STEPS = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
].flat();

/** `COSINES[u * 8 + x]`: the orthonormal cosine transform. */
const COSINES = Float32Array.from({ length: BLOCK * BLOCK }, (_, i) => {
  const [u, x] = [Math.floor(i / BLOCK), i % BLOCK];
  return (
    (u === 0 ? Math.sqrt(1 / BLOCK) : Math.sqrt(2 / BLOCK)) *
    Math.cos(((2 * x + 1) * u * Math.PI) / (2 * BLOCK))
  );
});

/** Both directions of the transform of a block, in place: `forward` to frequencies, else back. */
function transform(block: Float32Array, scratch: Float32Array, forward: boolean): void {
  for (const [from, to] of [
    [block, scratch],
    [scratch, block],
  ] as const) {
    for (let row = 0; row < BLOCK; row++) {
      for (let u = 0; u < BLOCK; u++) {
        let sum = 0;
        for (let x = 0; x < BLOCK; x++)
          sum += from[row * BLOCK + x]! * COSINES[forward ? u * BLOCK + x : x * BLOCK + u]!;
        // Transposed, so that the second pass takes the columns.
        to[u * BLOCK + row] = sum;
      }
    }
  }
}

/**
 * In place, each colour by itself: webcams halve the colours' resolution too, which `shrunk` does
 * to all of it.
 * @param quality 1..100, as encoders count it
 */
export function jpeg(rgb: Float32Array, side: number, quality: number): void {
  const factor = (quality < 50 ? 5000 / quality : 200 - 2 * quality) / 100;
  const steps = STEPS.map((step) => Math.max(1, step * factor));
  const block = new Float32Array(BLOCK * BLOCK);
  const scratch = new Float32Array(BLOCK * BLOCK);
  for (let top = 0; top < side; top += BLOCK) {
    for (let left = 0; left < side; left += BLOCK) {
      for (let channel = 0; channel < 3; channel++) {
        for (let i = 0; i < block.length; i++) {
          const y = Math.min(side - 1, top + Math.floor(i / BLOCK));
          const x = Math.min(side - 1, left + (i % BLOCK));
          block[i] = rgb[3 * (y * side + x) + channel]! - 128;
        }
        transform(block, scratch, true);
        for (let i = 0; i < block.length; i++) block[i] = Math.round(block[i]! / steps[i]!) * steps[i]!;
        transform(block, scratch, false);
        for (let i = 0; i < block.length; i++) {
          const [y, x] = [top + Math.floor(i / BLOCK), left + (i % BLOCK)];
          if (y < side && x < side)
            rgb[3 * (y * side + x) + channel] = Math.min(255, Math.max(0, block[i]! + 128));
        }
      }
    }
  }
}
