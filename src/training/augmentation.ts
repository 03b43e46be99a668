import type { Random } from '../common/random';

/**
 * Changes a face crop as cameras, light and the aligner change it, leaving the eyes' state as it
 * is. Crops are RGB 0..255, row by row, three numbers a pixel.
 */

export interface Augmentation {
  readonly flip: boolean;
  /** Exponent of the brightness curve; above 1 darker. */
  readonly gamma: number;
  /** Factor of the differences from middle grey. */
  readonly contrast: number;
  /** Shift, share of the side, and magnification about the middle. */
  readonly shiftX: number;
  readonly shiftY: number;
  readonly scale: number;
  /** Radians. */
  readonly turn: number;
  /** Share of the side's pixels that a poor camera has; 1: all. */
  readonly resolution: number;
  readonly grey: boolean;
  /** Standard deviation of the pixels' noise, 0..255. */
  readonly noise: number;
  /**
   * Darkens one side: brightness falls by this share from edge to edge, in the direction
   * `shadeAngle`.
   */
  readonly shade: number;
  readonly shadeAngle: number;
}

const SHIFT = 0.04;
const SCALE = 0.07;
/** Radians: heads that are aligned by their eyes and mouth still tilt by some degrees. */
const TURN = 0.08;
const LOW_RESOLUTION = 0.35;
const GREY = 0.25;
const SHADED = 0.4;
const MIDDLE = 128;

export function randomAugmentation(random: Random): Augmentation {
  const around = (spread: number): number => spread * (2 * random.uniform() - 1);
  return {
    flip: random.uniform() < 0.5,
    gamma: Math.exp(around(0.5)),
    contrast: 1 + around(0.3),
    shiftX: around(SHIFT),
    shiftY: around(SHIFT),
    scale: 1 + around(SCALE),
    turn: around(TURN),
    resolution: random.uniform() < LOW_RESOLUTION ? 0.3 + 0.4 * random.uniform() : 1,
    grey: random.uniform() < GREY,
    noise: random.uniform() < 0.5 ? 8 * random.uniform() : 0,
    shade: random.uniform() < SHADED ? 0.7 * random.uniform() : 0,
    shadeAngle: 2 * Math.PI * random.uniform(),
  };
}

/** The colour at (x, y) into `target` at `to`: bilinear; outside, the nearest edge. */
function sample(
  rgb: ArrayLike<number>,
  side: number,
  x: number,
  y: number,
  target: Float32Array,
  to: number,
): void {
  const cx = Math.min(side - 1, Math.max(0, x));
  const cy = Math.min(side - 1, Math.max(0, y));
  const [left, top] = [Math.floor(cx), Math.floor(cy)];
  const [fx, fy] = [cx - left, cy - top];
  const upper = 3 * (top * side + left);
  const lower = top + 1 < side ? upper + 3 * side : upper;
  const right = left + 1 < side ? 3 : 0;
  for (let channel = 0; channel < 3; channel++) {
    const [a, b] = [upper + channel, lower + channel];
    target[to + channel] =
      (rgb[a]! * (1 - fx) + rgb[a + right]! * fx) * (1 - fy) +
      (rgb[b]! * (1 - fx) + rgb[b + right]! * fx) * fy;
  }
}

/** Averages over blocks, as few pixels see a face, and draws it large again. */
function coarse(rgb: Float32Array, side: number, resolution: number): Float32Array {
  const small = Math.max(2, Math.round(side * resolution));
  if (small >= side) return rgb;
  const blocks = new Float32Array(small * small * 3);
  const counts = new Float32Array(small * small);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const block = Math.floor((y * small) / side) * small + Math.floor((x * small) / side);
      counts[block]!++;
      for (let channel = 0; channel < 3; channel++)
        blocks[3 * block + channel]! += rgb[3 * (y * side + x) + channel]!;
    }
  }
  for (let i = 0; i < blocks.length; i++) blocks[i]! /= counts[Math.floor(i / 3)]!;
  const result = new Float32Array(rgb.length);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [fromX, fromY] = [((x + 0.5) * small) / side - 0.5, ((y + 0.5) * small) / side - 0.5];
      sample(blocks, small, fromX, fromY, result, 3 * (y * side + x));
    }
  }
  return result;
}

/**
 * The changed crop; `rgb` is left alone.
 * @param noise draws the pixels' noise
 */
export function augment(
  rgb: ArrayLike<number>,
  side: number,
  change: Augmentation,
  noise: Random,
): Float32Array {
  const { flip, gamma, contrast, shiftX, shiftY, scale, turn, resolution, grey, shade, shadeAngle } = change;
  const moved = new Float32Array(side * side * 3);
  const middle = (side - 1) / 2;
  const [cos, sin] = [Math.cos(turn) / scale, Math.sin(turn) / scale];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const dx = (flip ? side - 1 - x : x) - middle - shiftX * side;
      const dy = y - middle - shiftY * side;
      const [fromX, fromY] = [middle + cos * dx + sin * dy, middle - sin * dx + cos * dy];
      sample(rgb, side, fromX, fromY, moved, 3 * (y * side + x));
    }
  }
  const seen = coarse(moved, side, resolution);
  const [shadeX, shadeY] = [Math.cos(shadeAngle), Math.sin(shadeAngle)];
  for (let at = 0; at < seen.length; at += 3) {
    const pixel = at / 3;
    const along = ((pixel % side) / side - 0.5) * shadeX + (Math.floor(pixel / side) / side - 0.5) * shadeY;
    const light = 1 - shade * Math.min(1, Math.max(0, along + 0.5));
    const luma = 0.299 * seen[at]! + 0.587 * seen[at + 1]! + 0.114 * seen[at + 2]!;
    const grain = change.noise > 0 ? change.noise * noise.normal() : 0;
    for (let channel = 0; channel < 3; channel++) {
      const value = grey ? luma : seen[at + channel]!;
      const curved = 255 * (value / 255) ** gamma;
      const lit = (MIDDLE + contrast * (curved - MIDDLE)) * light + grain;
      seen[at + channel] = Math.min(255, Math.max(0, lit));
    }
  }
  return seen;
}
