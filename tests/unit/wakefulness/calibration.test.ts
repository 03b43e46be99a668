import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { CalibrationError, calibrateEyes, percentile } from '../../../src/wakefulness/calibration';
import type { FaceObservation } from '../../../src/wakefulness/observation';
import { blinkOpenness } from './acts';

interface Person {
  readonly open?: number;
  readonly closed?: number;
  /** Lid opening at a moment. */
  readonly lids?: (s: number) => number;
  readonly pitch?: (s: number) => number;
  readonly seconds?: number;
  readonly fps?: number;
  readonly seed?: number;
}

function framesOf(person: Person): FaceObservation[] {
  const {
    open = 0.3,
    closed = 0.1,
    lids = () => 1,
    pitch = () => 0,
    seconds = 20,
    fps = 10,
    seed = 1,
  } = person;
  const random = Random.seeded(seed);
  return Array.from({ length: seconds * fps }, (_, i) => {
    const s = i / fps;
    const ear = () => closed + lids(s) * (open - closed) + 0.008 * random.normal();
    return {
      t: s * 1000,
      kind: 'face',
      ear: { left: ear(), right: ear() + 0.01 },
      mar: 0.04 + 0.005 * random.normal(),
      pose: { pitch: 6 + pitch(s) + random.normal(), yaw: -3 + random.normal(), roll: 1 },
      posterior: null,
    };
  });
}

const blinks = (s: number) => blinkOpenness(s % 3.5, 0.3);

describe('calibration', () => {
  it('finds the open eyes, the neutral head and the closed mouth of one who blinks as usual', () => {
    const calibration = calibrateEyes(framesOf({ lids: blinks }), 123);
    expect(calibration.open.left).toBeCloseTo(0.3, 1);
    expect(calibration.open.right - calibration.open.left).toBeCloseTo(0.01, 2);
    expect(calibration.pose.pitch).toBeCloseTo(6, 0);
    expect(calibration.pose.yaw).toBeCloseTo(-3, 0);
    expect(calibration.mar).toBeCloseTo(0.04, 2);
    expect(calibration.calibratedAt).toBe(123);
  });

  it('passes over faces whose landmarks came out as no numbers', () => {
    const bad = (frame: FaceObservation, i: number): FaceObservation =>
      i % 4 === 0
        ? { ...frame, ear: { left: NaN, right: NaN }, pose: { pitch: NaN, yaw: NaN, roll: NaN } }
        : frame;
    const calibration = calibrateEyes(framesOf({ lids: blinks }).map(bad), 0);
    expect(calibration.open.left).toBeCloseTo(0.3, 1);
    expect(calibration.pose.pitch).toBeCloseTo(6, 0);
  });

  it('measures the closed eyes of one who closes them for a moment', () => {
    const lids = (s: number) => (s > 10 && s < 11.5 ? 0 : blinks(s));
    for (const closed of [0.1, 0.12, 0.14]) {
      const calibration = calibrateEyes(framesOf({ lids, closed }), 0);
      expect(Math.abs(calibration.closed.left - closed)).toBeLessThan(0.02);
    }
  });

  it('measures them from blinks, with glasses that lift the closed EAR too', () => {
    for (const closed of [0.1, 0.12, 0.15]) {
      const calibration = calibrateEyes(framesOf({ lids: blinks, closed, fps: 30 }), 0);
      expect(Math.abs(calibration.closed.left - closed)).toBeLessThan(0.02);
    }
  });

  it('puts closed no lower than lids that are shut measure on the average', () => {
    const calibration = calibrateEyes(framesOf({ lids: blinks, closed: 0.03, fps: 30 }), 0);
    expect(calibration.closed.left / calibration.open.left).toBeCloseTo(0.3, 6);
  });

  it('estimates them as a share of the open ones where there was no blink', () => {
    const calibration = calibrateEyes(framesOf({ lids: () => 1 }), 0);
    expect(calibration.closed.left / calibration.open.left).toBeCloseTo(0.35, 6);
  });

  it('does not take a long look down for closed eyes', () => {
    const lids = (s: number) => (s > 5 && s < 8 ? 0.5 : 1);
    const calibration = calibrateEyes(framesOf({ lids }), 0);
    expect(calibration.closed.left / calibration.open.left).toBeCloseTo(0.35, 6);
  });

  it('leaves out frames with the head turned down', () => {
    const down = (s: number) => (s > 4 && s < 10 ? 1 : 0);
    const calibration = calibrateEyes(
      framesOf({ lids: (s) => 1 - 0.9 * down(s), pitch: (s) => 30 * down(s) }),
      0,
    );
    expect(calibration.open.left).toBeCloseTo(0.3, 1);
    expect(calibration.closed.left / calibration.open.left).toBeCloseTo(0.35, 6);
  });

  it('never puts closed at or above open', () => {
    const opening = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(opening, { minLength: 30, maxLength: 60 }), fc.nat(100), (openings, seed) => {
        const frames = framesOf({
          lids: (s) => openings[Math.round(s * 10) % openings.length]!,
          open: 0.5,
          closed: 0.2,
          seconds: 6,
          seed,
        });
        const { open, closed } = calibrateEyes(frames, 0);
        expect(closed.left).toBeLessThanOrEqual(0.5 * open.left);
        expect(closed.left).toBeGreaterThan(0);
      }),
    );
  });

  it('asks for more frames when there are too few', () => {
    const tooFew = () => calibrateEyes(framesOf({ seconds: 1 }), 0);
    expect(tooFew).toThrow(CalibrationError);
    expect(tooFew).toThrow(expect.objectContaining({ code: 'calibration-too-few-frames' }) as Error);
    expect(() => calibrateEyes([], 0)).toThrow(CalibrationError);
  });

  it('refuses eyes that were closed all the time', () => {
    expect(() => calibrateEyes(framesOf({ lids: () => 0, closed: 0.07 }), 0)).toThrow(
      expect.objectContaining({ code: 'calibration-eyes-not-open' }) as Error,
    );
  });
});

describe('percentile', () => {
  it('interpolates between order statistics', () => {
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(percentile([10, 20], 0.75)).toBe(17.5);
    expect(percentile([5], 0.9)).toBe(5);
  });
});
