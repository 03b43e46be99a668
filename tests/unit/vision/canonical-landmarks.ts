import { CANONICAL_POINTS } from '../../../src/vision/canonical-face';
import { detectedFace } from '../../../src/vision/detected-face';
import { LANDMARK_COUNT } from '../../../src/vision/types';
import type { DetectedFace } from '../../../src/vision/types';

/**
 * Turns about the axes of a person who faces the camera: x to their left, y up, z towards the
 * camera; degrees.
 */
export interface Turns {
  readonly aboutX?: number;
  readonly aboutY?: number;
  readonly aboutZ?: number;
}

/** Canonical points that the fit does not use: mesh point → cm. */
const FURTHER_POINTS: Readonly<Record<number, readonly [number, number, number]>> = {
  1: [0, -1.1269, 7.4756],
  61: [-2.4562, -4.3426, 4.2839],
  291: [2.4562, -4.3426, 4.2839],
};

type Vector = [number, number, number];

/** Right-handed rotations, one after the other: about z, then x, then y. */
export function rotate([x, y, z]: readonly number[], { aboutX = 0, aboutY = 0, aboutZ = 0 }: Turns): Vector {
  const turn = (p: number, q: number, degrees: number): [number, number] => {
    const angle = (degrees * Math.PI) / 180;
    return [p * Math.cos(angle) - q * Math.sin(angle), p * Math.sin(angle) + q * Math.cos(angle)];
  };
  const [x1, y1] = turn(x!, y!, aboutZ);
  const [y2, z2] = turn(y1, z!, aboutX);
  const [z3, x3] = turn(z2, x1, aboutY);
  return [x3, y2, z3];
}

export interface Placing {
  /** Where the middle of the head is, pixels. */
  readonly x?: number;
  readonly y?: number;
  readonly pixelsPerCm?: number;
}

/**
 * A picture of the canonical face, turned, as landmarks in pixels. Points other than the canonical
 * ones are at its middle.
 */
export function canonicalFace(
  turns: Turns = {},
  { x = 320, y = 240, pixelsPerCm = 10 }: Placing = {},
): DetectedFace {
  const points = Array.from({ length: LANDMARK_COUNT }, () => ({ x, y, z: 0 }));
  const place = (point: number, position: readonly number[]): void => {
    const [px, py, pz] = rotate(position, turns);
    points[point] = { x: x + pixelsPerCm * px, y: y - pixelsPerCm * py, z: -pixelsPerCm * pz };
  };
  for (const [point, ...rest] of CANONICAL_POINTS) place(point, rest);
  for (const [point, position] of Object.entries(FURTHER_POINTS)) place(Number(point), position);
  return detectedFace(points, 1, 1);
}
