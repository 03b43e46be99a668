import { describe, expect, it } from 'vitest';
import { cropTransform } from '../../../src/vision/face-alignment';
import type { DetectedFace } from '../../../src/vision/types';
import { canonicalFace } from './canonical-landmarks';
import { applySimilarity } from './apply-similarity';

/** Where the mesh points of a face come to lie in its crop. */
function inCrop({ landmarks }: DetectedFace, size: number, ...points: number[]): number[][] {
  const transform = cropTransform(landmarks, size);
  return points.map((point) => [
    ...applySimilarity(transform, [landmarks[3 * point]!, landmarks[3 * point + 1]!]),
  ]);
}

const middle = (points: number[][]): [number, number] => {
  const [one, other] = points as [number[], number[]];
  return [(one[0]! + other[0]!) / 2, (one[1]! + other[1]!) / 2];
};

describe('cropTransform', () => {
  it('puts 75 px of 160 between the eyes, level and centred', () => {
    const face = canonicalFace();
    const right = middle(inCrop(face, 160, 33, 133));
    const left = middle(inCrop(face, 160, 362, 263));
    expect(left[0] - right[0]).toBeCloseTo(75, 1);
    expect(left[1]).toBeCloseTo(right[1], 4);
    expect((left[0] + right[0]) / 2).toBeCloseTo(80, 4);
  });

  it('gives the same picture of a face wherever it is, however large and tilted', () => {
    const reference = inCrop(canonicalFace(), 160, 1, 33, 263, 61, 291);
    const moved = canonicalFace({ aboutZ: 35 }, { x: 1500, y: 90, pixelsPerCm: 37 });
    inCrop(moved, 160, 1, 33, 263, 61, 291).forEach((found, i) => {
      expect(found[0]).toBeCloseTo(reference[i]![0]!, 2);
      expect(found[1]).toBeCloseTo(reference[i]![1]!, 2);
    });
  });

  it('scales with the size of the crop', () => {
    const small = inCrop(canonicalFace(), 160, 1, 33, 263);
    const large = inCrop(canonicalFace(), 224, 1, 33, 263);
    large.forEach((found, i) => {
      expect(found[0]).toBeCloseTo((small[i]![0]! * 224) / 160, 3);
      expect(found[1]).toBeCloseTo((small[i]![1]! * 224) / 160, 3);
    });
  });

  it('keeps brows and mouth in the crop', () => {
    for (const [x, y] of inCrop(canonicalFace({ aboutX: 15, aboutY: 15 }), 160, 61, 291, 1, 33, 263)) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(160);
      expect(y).toBeGreaterThan(30);
      expect(y).toBeLessThan(160);
    }
  });
});
