import type { EyePair } from '../wakefulness/observation';

/** Mesh points along an eye's lids from the outer to the inner corner, both corners included. */
interface LidPoints {
  readonly upper: readonly number[];
  readonly lower: readonly number[];
}

/** Right and left are the person's own: their right eye lies left in an unmirrored picture. */
const LIDS: Readonly<Record<keyof EyePair, LidPoints>> = {
  right: {
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
  },
  left: {
    upper: [263, 466, 388, 387, 386, 385, 384, 398, 362],
    lower: [263, 249, 390, 373, 374, 380, 381, 382, 362],
  },
};

/**
 * A lid's edge over the line through the corners: v(u) = u·(1−u)·(a + b·u + c·u²), in eye widths.
 */
export type LidCurve = readonly [number, number, number];

/**
 * One eye in its own coordinates: u runs from the outer corner (0) to the inner one (1), v is at
 * right angles to it towards the cheek; both in eye widths.
 */
export interface EyeFrame {
  /** Outer corner, picture pixels. */
  readonly x: number;
  readonly y: number;
  /** Distance between the corners, pixels. */
  readonly width: number;
  /** Unit vector from the outer to the inner corner, and the one towards the cheek. */
  readonly along: readonly [number, number];
  readonly down: readonly [number, number];
  readonly upper: LidCurve;
  readonly lower: LidCurve;
}

/** Height of a lid's edge at `u`, eye widths; 0 at the corners and outside. */
export function lidHeight([a, b, c]: LidCurve, u: number): number {
  return u <= 0 || u >= 1 ? 0 : u * (1 - u) * (a + b * u + c * u * u);
}

/**
 * Least squares over a lid's points: smooth where single landmarks jump by a pixel, and exact at
 * the corners.
 */
function fitLid(points: readonly (readonly [number, number])[]): LidCurve {
  // Normal equations of three unknowns, as an augmented 3×4 matrix.
  const rows = [0, 1, 2].map(() => [0, 0, 0, 0]);
  for (const [u, v] of points) {
    const bulge = u * (1 - u);
    const basis = [bulge, bulge * u, bulge * u * u];
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) rows[i]![j]! += basis[i]! * basis[j]!;
      rows[i]![3]! += basis[i]! * v;
    }
  }
  for (let pivot = 0; pivot < 3; pivot++) {
    const scale = rows[pivot]![pivot]!;
    for (let j = pivot; j < 4; j++) rows[pivot]![j]! /= scale;
    for (let i = 0; i < 3; i++) {
      if (i === pivot) continue;
      const factor = rows[i]![pivot]!;
      for (let j = pivot; j < 4; j++) rows[i]![j]! -= factor * rows[pivot]![j]!;
    }
  }
  return [rows[0]![3]!, rows[1]![3]!, rows[2]![3]!];
}

/**
 * The frame of one eye, or null where its corners coincide (a face seen from the side).
 * @param landmarks 478 × (x, y, z), picture pixels
 */
export function eyeFrame(landmarks: ArrayLike<number>, eye: keyof EyePair): EyeFrame | null {
  const { upper, lower } = LIDS[eye];
  const at = (point: number): [number, number] => [landmarks[3 * point]!, landmarks[3 * point + 1]!];
  const [x, y] = at(upper[0]!);
  const [innerX, innerY] = at(upper.at(-1)!);
  const width = Math.hypot(innerX - x, innerY - y);
  if (!(width > 0)) return null;
  const along = [(innerX - x) / width, (innerY - y) / width] as const;
  // The person's right eye runs left to right in the picture from its outer corner, the left eye
  // right to left.
  const turn = eye === 'right' ? 1 : -1;
  const down = [-along[1] * turn, along[0] * turn] as const;
  const local = (point: number): [number, number] => {
    const [px, py] = at(point);
    const [dx, dy] = [(px - x) / width, (py - y) / width];
    return [dx * along[0] + dy * along[1], dx * down[0] + dy * down[1]];
  };
  const inner = (points: readonly number[]): [number, number][] => points.slice(1, -1).map(local);
  return { x, y, width, along, down, upper: fitLid(inner(upper)), lower: fitLid(inner(lower)) };
}
