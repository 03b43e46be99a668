import { describe, expect, it } from 'vitest';
import { detectedFace } from '../../../src/vision/detected-face';
import { LANDMARK_COUNT } from '../../../src/vision/types';

describe('detectedFace', () => {
  const points = Array.from({ length: LANDMARK_COUNT }, () => ({ x: 0.5, y: 0.5, z: 0 }));
  points[33] = { x: 0.4, y: 0.4, z: -0.1 };
  points[133] = { x: 0.45, y: 0.4, z: 0 };
  points[362] = { x: 0.55, y: 0.4, z: 0 };
  points[263] = { x: 0.6, y: 0.4, z: 0 };
  points[152] = { x: 0.5, y: 0.9, z: 0 };

  it('turns shares of the frame into pixels', () => {
    const { landmarks, box, interocularPx } = detectedFace(points, 640, 480);
    expect(landmarks).toHaveLength(LANDMARK_COUNT * 3);
    [256, 192, -64].forEach((value, i) => expect(landmarks[3 * 33 + i]).toBeCloseTo(value, 3));
    expect(box.x).toBeCloseTo(256, 3);
    expect(box.y).toBeCloseTo(192, 3);
    expect(box.width).toBeCloseTo(128, 3);
    expect(box.height).toBeCloseTo(240, 3);
    expect(interocularPx).toBeCloseTo((0.575 - 0.425) * 640, 3);
  });

  it('refuses any other number of landmarks', () => {
    expect(() => detectedFace(points.slice(0, 468), 640, 480)).toThrow('478 landmarks, not 468');
  });
});
