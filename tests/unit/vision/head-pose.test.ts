import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headPose } from '../../../src/vision/head-pose';
import { canonicalFace } from './canonical-landmarks';

const pose = (...face: Parameters<typeof canonicalFace>) => headPose(canonicalFace(...face).landmarks);

describe('headPose', () => {
  it('is zero for a face that looks into the camera', () => {
    const { pitch, yaw, roll } = pose();
    for (const angle of [pitch, yaw, roll]) expect(angle).toBeCloseTo(0, 5);
  });

  it('counts the chin going down as positive pitch', () => {
    // Turned about the axis that points to the person's left, right-handed: the nose goes down.
    const face = canonicalFace({ aboutX: 25 });
    expect(face.landmarks[3 * 1 + 1]).toBeGreaterThan(canonicalFace().landmarks[3 * 1 + 1]!);
    expect(headPose(face.landmarks).pitch).toBeCloseTo(25, 4);
  });

  it("counts turning to the learner's left, which is right in the picture, as positive yaw", () => {
    const face = canonicalFace({ aboutY: 30 });
    expect(face.landmarks[3 * 1]).toBeGreaterThan(canonicalFace().landmarks[3 * 1]!);
    expect(headPose(face.landmarks).yaw).toBeCloseTo(30, 4);
  });

  it("counts tilting to the learner's left shoulder as positive roll", () => {
    // The top of the head (point 10) goes to the learner's left, right in the picture.
    const face = canonicalFace({ aboutZ: -20 });
    expect(face.landmarks[3 * 10]).toBeGreaterThan(canonicalFace().landmarks[3 * 10]!);
    expect(headPose(face.landmarks).roll).toBeCloseTo(20, 4);
  });

  it('finds any turn, wherever the face is and however large', () => {
    const angle = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
    fc.assert(
      fc.property(angle(80), angle(80), angle(170), angle(500), angle(500), (pitch, yaw, roll, x, y) => {
        const found = pose(
          { aboutX: pitch, aboutY: yaw, aboutZ: -roll },
          { x, y, pixelsPerCm: 3 + Math.abs(x) / 50 },
        );
        expect(found.pitch).toBeCloseTo(pitch, 2);
        expect(found.yaw).toBeCloseTo(yaw, 2);
        expect(found.roll).toBeCloseTo(roll, 2);
      }),
    );
  });

  it('mirrors with the face', () => {
    const one = pose({ aboutX: 10, aboutY: 25, aboutZ: 15 });
    const other = pose({ aboutX: 10, aboutY: -25, aboutZ: -15 });
    expect(other.pitch).toBeCloseTo(one.pitch, 4);
    expect(other.yaw).toBeCloseTo(-one.yaw, 4);
    expect(other.roll).toBeCloseTo(-one.roll, 4);
  });

  it('is disturbed little by one landmark that is wrong', () => {
    const face = canonicalFace({ aboutX: 12 });
    face.landmarks[3 * 10 + 1]! -= 15; // the forehead 1.5 cm too high
    expect(Math.abs(headPose(face.landmarks).pitch - 12)).toBeLessThan(2);
  });
});
