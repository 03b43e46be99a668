import type { Point, SimilarityTransform } from '../../../src/vision/similarity-transform';

export function applySimilarity({ a, b, tx, ty }: SimilarityTransform, [x, y]: Point): Point {
  return [a * x - b * y + tx, b * x + a * y + ty];
}
