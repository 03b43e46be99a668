import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Cadence,
  LANDMARK_CADENCE,
  PREDICTION_CADENCE,
  RateMeter,
  type Pace,
  type CadenceLimits,
} from '../../../src/engine/monitor-worker/cadence';

/**
 * Runs per second when a camera gives `fps` frames a second for ten seconds and each run takes
 * `cost` ms.
 */
function rate(limits: CadenceLimits, fps: number, cost: number, pace?: Pace): number {
  const cadence = new Cadence(limits);
  let runs = 0;
  for (let frame = 0; frame < fps * 10; frame += 1) {
    if (!cadence.due((frame * 1_000) / fps, pace)) continue;
    runs += 1;
    cadence.took(cost);
  }
  return runs / 10;
}

describe('cadence', () => {
  test('while nothing happens, five frames a second and one prediction in two', () => {
    expect(rate(LANDMARK_CADENCE, 15, 5, 'calm')).toBeCloseTo(5, 0);
    expect(rate(PREDICTION_CADENCE, 15, 50, 'calm')).toBeOneOf([0.5, 0.6]);
  });

  test.each([30, 25, 15, 10])('while a state lasts, ten of %d frames a second, four predictions', (fps) => {
    expect(rate(LANDMARK_CADENCE, fps, 5, 'lasting')).toBeCloseTo(10, 0);
    expect(rate(PREDICTION_CADENCE, fps, 50, 'lasting')).toBeCloseTo(4, 0);
  });

  test.each([30, 25, 20])('fifteen of %d frames a second, no more', (fps) => {
    expect(rate(LANDMARK_CADENCE, fps, 5)).toBeGreaterThan(14.8);
    expect(rate(LANDMARK_CADENCE, fps, 5)).toBeLessThan(15.4);
  });

  test('a pause is not made up for', () => {
    const cadence = new Cadence(LANDMARK_CADENCE);
    expect(cadence.due(0)).toBe(true);
    expect(cadence.due(10_000)).toBe(true);
    expect(cadence.due(10_033)).toBe(false);
  });

  test('a slow first run does not slow down the next ones', () => {
    const cadence = new Cadence(LANDMARK_CADENCE);
    expect(cadence.due(0)).toBe(true);
    cadence.took(2_000);
    expect(cadence.due(LANDMARK_CADENCE.shortest.close)).toBe(true);
  });

  test('a slow camera is served whole', () => {
    expect(rate(LANDMARK_CADENCE, 10, 5)).toBe(10);
  });

  test('verdicts stay between two and ten a second whatever they cost', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), (cost) => {
        const perSecond = rate(PREDICTION_CADENCE, 15, cost);
        expect(perSecond).toBeGreaterThanOrEqual(2);
        expect(perSecond).toBeLessThanOrEqual(10);
      }),
    );
  });

  test('a costly run keeps to its share of the time', () => {
    const perSecond = rate(PREDICTION_CADENCE, 30, 150);
    expect(perSecond * 150).toBeLessThanOrEqual(1_000 * PREDICTION_CADENCE.maxShare * 1.1);
  });

  test('a clock that jumps back does not stop the work', () => {
    const cadence = new Cadence(PREDICTION_CADENCE);
    expect(cadence.due(1_000_000)).toBe(true);
    expect(cadence.due(0)).toBe(true);
  });
});

describe('rate meter', () => {
  test('counts the last five seconds only', () => {
    const meter = new RateMeter();
    for (let t = 0; t < 10_000; t += 100) meter.count(t);
    expect(meter.perSecond(9_900)).toBe(10);
    expect(meter.perSecond(12_400)).toBe(5);
    expect(meter.perSecond(60_000)).toBe(0);
  });
});
