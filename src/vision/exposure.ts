import type { Exposure } from './types';

/** Weights of red, green and blue in luma (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * Mean luma of the whole frame below which nothing can be seen in it, 0..255. Chosen: a lit face on
 * a black ground is above.
 */
const DARK_MEAN = 28;

/**
 * Deviation of luma below which a frame is one even surface, 0..255: a finger, a lid, a sticker.
 * Chosen: sensor noise is about 2.
 */
const COVERED_DEVIATION = 5;

/** Luma, 0..255, of the pixel whose bytes begin at `i`. */
export const lumaAt = (rgba: Uint8ClampedArray, i: number): number =>
  LUMA[0] * rgba[i]! + LUMA[1] * rgba[i + 1]! + LUMA[2] * rgba[i + 2]!;

/** Mean and standard deviation of luma. @param rgba pixels, four bytes each; none give 0 and 0 */
export function exposureOf(rgba: Uint8ClampedArray): Exposure {
  const pixels = rgba.length / 4;
  if (pixels === 0) return { mean: 0, deviation: 0 };
  let [sum, squares] = [0, 0];
  for (let i = 0; i < rgba.length; i += 4) {
    const luma = lumaAt(rgba, i);
    sum += luma;
    squares += luma * luma;
  }
  const mean = sum / pixels;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / pixels - mean * mean)) };
}

/**
 * What a whole frame without a face lacks; null: light is not the reason. An even frame is covered
 * even when it is dark: a dark room has at least a lit screen or a window in it.
 */
export function lightProblem({ mean, deviation }: Exposure): 'camera-covered' | 'too-dark' | null {
  if (deviation < COVERED_DEVIATION) return 'camera-covered';
  return mean < DARK_MEAN ? 'too-dark' : null;
}
