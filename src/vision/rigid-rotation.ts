/** A rotation matrix, row by row. */
export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

const JACOBI_SWEEPS = 12;

/**
 * The rotation R that best maps `from` onto `to` up to scale and shift: least weighted squares, by
 * the quaternion method of Horn, "Closed-form solution of absolute orientation using unit
 * quaternions" (1987).
 * @param from,to n × (x, y, z)
 * @param weights n, not negative, not all zero
 */
export function fitRotation(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  weights: ArrayLike<number>,
): Rotation {
  const s = crossCovariance(from, to, weights);
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = s;
  const n = [
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ];
  return rotationOf(dominantEigenvector(n));
}

/** Σ w (from − mean) (to − mean)ᵀ, row by row. */
function crossCovariance(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  weights: ArrayLike<number>,
): Rotation {
  let total = 0;
  const fromMean = [0, 0, 0];
  const toMean = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    total += weight;
    for (let k = 0; k < 3; k++) {
      fromMean[k]! += weight * from[3 * i + k]!;
      toMean[k]! += weight * to[3 * i + k]!;
    }
  }
  const s: [number, number, number, number, number, number, number, number, number] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0,
  ];
  for (let i = 0; i < weights.length; i++) {
    for (let row = 0; row < 3; row++) {
      const a = weights[i]! * (from[3 * i + row]! - fromMean[row]! / total);
      for (let column = 0; column < 3; column++) {
        s[3 * row + column]! += a * (to[3 * i + column]! - toMean[column]! / total);
      }
    }
  }
  return s;
}

type Quaternion = readonly [w: number, x: number, y: number, z: number];

/**
 * Unit eigenvector of the largest eigenvalue of a symmetric 4×4 matrix, by cyclic Jacobi rotations.
 * Destroys `m`.
 */
function dominantEigenvector(m: number[][]): Quaternion {
  const vectors = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < JACOBI_SWEEPS; sweep++) {
    for (let p = 0; p < 3; p++) {
      for (let q = p + 1; q < 4; q++) annihilate(m, vectors, p, q);
    }
  }
  let best = 0;
  for (let i = 1; i < 4; i++) if (m[i]![i]! > m[best]![best]!) best = i;
  return [vectors[0]![best]!, vectors[1]![best]!, vectors[2]![best]!, vectors[3]![best]!];
}

/** Turns the plane (p, q) so that m[p][q] becomes zero. */
function annihilate(m: number[][], vectors: number[][], p: number, q: number): void {
  if (m[p]![q] === 0) return;
  const theta = (m[q]![q]! - m[p]![p]!) / (2 * m[p]![q]!);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cos = 1 / Math.hypot(t, 1);
  const sin = t * cos;
  for (let k = 0; k < 4; k++) turn(m[k]!, p, q, cos, sin);
  for (let k = 0; k < 4; k++) {
    const [a, b] = [m[p]![k]!, m[q]![k]!];
    m[p]![k] = cos * a - sin * b;
    m[q]![k] = sin * a + cos * b;
    turn(vectors[k]!, p, q, cos, sin);
  }
}

function turn(row: number[], p: number, q: number, cos: number, sin: number): void {
  const [a, b] = [row[p]!, row[q]!];
  row[p] = cos * a - sin * b;
  row[q] = sin * a + cos * b;
}

function rotationOf([w, x, y, z]: Quaternion): Rotation {
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ];
}
