/** A point or a vector of a picture: x to the right, y down. */
export type Point = readonly [x: number, y: number];

/** Turn, uniform scale and shift without mirroring: (x, y) → (a·x − b·y + tx, b·x + a·y + ty). */
export interface SimilarityTransform {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * The similarity that maps `from` nearest to `to` by least squares (Umeyama, "Least-squares
 * estimation of transformation parameters between two point patterns", 1991, in its closed form for
 * the plane).
 * @throws RangeError when the lists differ in length, or `from` holds fewer than two points that
 * differ
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): SimilarityTransform {
  if (from.length !== to.length) throw new RangeError(`${from.length} points are mapped to ${to.length}.`);
  const [fromX, fromY] = meanOf(from);
  const [toX, toY] = meanOf(to);
  let [along, across, spread] = [0, 0, 0];
  from.forEach(([x, y], i) => {
    const [u, v] = [x - fromX, y - fromY];
    const [p, q] = [to[i]![0] - toX, to[i]![1] - toY];
    along += u * p + v * q;
    across += u * q - v * p;
    spread += u * u + v * v;
  });
  if (!(spread > 0)) throw new RangeError('A similarity needs at least two points that differ.');
  const [a, b] = [along / spread, across / spread];
  return { a, b, tx: toX - a * fromX + b * fromY, ty: toY - b * fromX - a * fromY };
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce<[number, number]>(([sx, sy], [x, y]) => [sx + x, sy + y], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}
