import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineEyes, eyeOpenness, eyeVisibility, readEyes } from '../../../src/wakefulness/openness';
import type { FaceObservation } from '../../../src/wakefulness/observation';
import { CALIBRATION } from './scene';

const neutral = CALIBRATION.pose;
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('opening of one eye', () => {
  it('is 0 at the closed EAR, 1 at the open one, a straight line between, and never outside', () => {
    expect(eyeOpenness(0.1, 0.3, 0.1, 0)).toBe(0);
    expect(eyeOpenness(0.3, 0.3, 0.1, 0)).toBe(1);
    expect(eyeOpenness(0.15, 0.3, 0.1, 0)).toBeCloseTo(0.25, 12);
    expect(eyeOpenness(0.05, 0.3, 0.1, 0)).toBe(0);
    expect(eyeOpenness(0.4, 0.3, 0.1, 0)).toBe(1);
  });

  it('expects less of an open eye with the chin down, but calls no closed eye open', () => {
    const level = eyeOpenness(0.2, 0.3, 0.1, 0);
    expect(eyeOpenness(0.2, 0.3, 0.1, 5)).toBe(level);
    expect(eyeOpenness(0.2, 0.3, 0.1, 25)).toBeGreaterThan(level);
    expect(eyeOpenness(0.2, 0.3, 0.1, -25)).toBe(level);
    for (const pitch of [0, 20, 60]) {
      expect(eyeOpenness(0.1, 0.3, 0.1, pitch)).toBe(0);
      // A lid a tenth open, the noise of a closed one, stays under the P80 limit in every pose.
      expect(eyeOpenness(0.12, 0.3, 0.1, pitch)).toBeLessThan(0.2);
    }
  });
});

describe('two eyes', () => {
  it('the smaller one counts', () => {
    expect(combineEyes({ left: 0.5, right: 0.3 }, 0)).toBe(0.3);
  });

  it('a wink is an open eye', () => {
    expect(combineEyes({ left: 0, right: 0.9 }, 0)).toBe(0.9);
    expect(combineEyes({ left: 0.9, right: 0.05 }, 5)).toBe(0.9);
  });

  it('one eye that hardly moves is no wink: both are nearly closed', () => {
    expect(combineEyes({ left: 0.1, right: 0.45 }, 0)).toBe(0.1);
  });

  it('with the head turned to the own left the right eye is nearer and counts, and the other way round', () => {
    expect(combineEyes({ left: 0.1, right: 0.5 }, 40)).toBeCloseTo(0.5, 12);
    expect(combineEyes({ left: 0.1, right: 0.5 }, -40)).toBeCloseTo(0.1, 12);
  });

  it('always gives something between the two, without a leap as the head turns', () => {
    fc.assert(
      fc.property(share, share, fc.double({ min: -90, max: 90, noNaN: true }), (left, right, yaw) => {
        const eyes = { left, right };
        const combined = combineEyes(eyes, yaw);
        expect(combined).toBeGreaterThanOrEqual(Math.min(left, right) - 1e-12);
        expect(combined).toBeLessThanOrEqual(Math.max(left, right) + 1e-12);
        expect(Math.abs(combineEyes(eyes, yaw + 0.1) - combined)).toBeLessThan(0.02);
      }),
    );
  });
});

describe('visibility', () => {
  it('is full in front of the screen and nothing turned away', () => {
    expect(eyeVisibility(0, 0)).toBe(1);
    expect(eyeVisibility(20, 0)).toBe(1);
    expect(eyeVisibility(-70, 0)).toBe(0);
    expect(eyeVisibility(0, 60)).toBe(0);
    expect(eyeVisibility(0, -60)).toBe(0);
  });

  it('only falls as the head turns further', () => {
    const angle = fc.double({ min: 0, max: 90, noNaN: true });
    fc.assert(
      fc.property(angle, angle, fc.constantFrom(-1, 1), (a, b, side) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const turned = (yaw: number) => eyeVisibility(side * yaw, 0);
        const tilted = (pitch: number) => eyeVisibility(0, side * pitch);
        expect(turned(more)).toBeLessThanOrEqual(turned(less));
        expect(tilted(more)).toBeLessThanOrEqual(tilted(less));
      }),
    );
  });
});

it('reads both eyes of a frame by the learner’s own calibration', () => {
  const face: FaceObservation = {
    t: 0,
    kind: 'face',
    ear: { left: 0.25, right: 0.16 },
    mar: 0,
    pose: neutral,
    posterior: null,
  };
  const at = (observation: FaceObservation) => readEyes(observation, CALIBRATION, neutral.pitch);
  // left (0.25 − 0.1) / 0.2 = 0.75, right (0.16 − 0.11) / 0.2 = 0.25: wink, the open eye tells
  expect(at(face).openness).toBeCloseTo(0.75, 12);
  const both = at({ ...face, ear: { left: 0.2, right: 0.16 } });
  expect(both.openness).toBeCloseTo(0.25, 12);
  expect(both).toMatchObject({ unaided: both.openness, visibility: 1, chinDown: 0 });
  const down = at({
    ...face,
    ear: { left: 0.2, right: 0.16 },
    pose: { ...neutral, pitch: neutral.pitch + 20 },
  });
  expect(down.chinDown).toBe(20);
  expect(down.unaided).toBeCloseTo(0.25, 12);
  expect(down.openness).toBeGreaterThan(0.25);
});
