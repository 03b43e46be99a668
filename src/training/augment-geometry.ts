/**
 * Where a crop's pixels come from, and how sharp they are. Pictures are RGB 0..255, row by row,
 * three numbers a pixel.
 */

export interface Geometry {
  readonly flip: boolean;
  /** Shift, fraction of the side, and magnification about the middle. */
  readonly shiftX: number;
  readonly shiftY: number;
  readonly scale: number;
  /** Radians. */
  readonly turn: number;
  /**
   * A head that is bowed (above 0) or thrown back (below 0), as a plane seen aslant: what is nearer
   * is wider. The width grows by this fraction from the picture's bottom to its top.
   */
  readonly lean: number;
  /** Factor of the height: a bowed or thrown-back head is shorter. */
  readonly stretch: number;
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

/** The moved picture; `rgb` is left alone. */
export function move(rgb: ArrayLike<number>, side: number, change: Geometry): Float32Array {
  const { flip, shiftX, shiftY, scale, turn, lean, stretch } = change;
  const moved = new Float32Array(side * side * 3);
  const middle = (side - 1) / 2;
  const [cos, sin] = [Math.cos(turn) / scale, Math.sin(turn) / scale];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const dx = (flip ? side - 1 - x : x) - middle - shiftX * side;
      const dy = y - middle - shiftY * side;
      const [fromX, fromY] = [cos * dx + sin * dy, -sin * dx + cos * dy];
      const widened = 1 - (lean * fromY) / side;
      sample(rgb, side, middle + fromX / widened, middle + fromY / stretch, moved, 3 * (y * side + x));
    }
  }
  return moved;
}

/**
 * Each pixel becomes the mean of a line of `length` pixels through it: the head or the camera
 * moved.
 */
export function motionBlur(rgb: Float32Array, side: number, length: number, angle: number): Float32Array {
  const steps = Math.ceil(length);
  if (steps < 2) return rgb;
  const result = new Float32Array(rgb.length);
  const seen = new Float32Array(3);
  const [stepX, stepY] = [(Math.cos(angle) * length) / steps, (Math.sin(angle) * length) / steps];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const to = 3 * (y * side + x);
      for (let k = 0; k < steps; k++) {
        const along = k - (steps - 1) / 2;
        sample(rgb, side, x + along * stepX, y + along * stepY, seen, 0);
        for (let channel = 0; channel < 3; channel++) result[to + channel]! += seen[channel]! / steps;
      }
    }
  }
  return result;
}

/** Averages over blocks, as few pixels see a face: `small` × `small` pixels. */
export function shrunk(rgb: Float32Array, side: number, small: number): Float32Array {
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
  return blocks;
}

/** A small picture drawn large. */
export function enlarged(rgb: Float32Array, small: number, side: number): Float32Array {
  if (small >= side) return rgb;
  const result = new Float32Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [fromX, fromY] = [((x + 0.5) * small) / side - 0.5, ((y + 0.5) * small) / side - 0.5];
      sample(rgb, small, fromX, fromY, result, 3 * (y * side + x));
    }
  }
  return result;
}
