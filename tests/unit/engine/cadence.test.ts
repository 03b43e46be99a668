import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Cadence,
  LANDMARK_CADENCE,
  PREDICTION_CADENCE,
  RateMeter,
  type CadenceLimits,
} from '../../../src/engine/monitor-worker/cadence';

/**
 * Runs per second when a camera gives `fps` frames a second for ten seconds and each run takes
 * `cost` ms.
 */
function rate(limits: CadenceLimits, fps: number, cost: number, calm = false): number {
  const cadence = new Cadence(limits);
  let runs = 0;
  for (let frame = 0; frame < fps * 10; frame += 1) {
    if (!cadence.due((frame * 1_000) / fps, calm)) continue;
    runs += 1;
    cadence.took(cost);
  }
  return runs / 10;
}

describe('cadence', () => {
  test('a fast device serves fifteen of a 30/s camera’s frames a second', () => {
    expect(rate(LANDMARK_CADENCE, 30, 5)).toBeCloseTo(15, 0);
  });

  test('while nothing happens, five frames a second and one prediction in two', () => {
    expect(rate(LANDMARK_CADENCE, 15, 5, true)).toBeCloseTo(5, 0);
    expect(rate(PREDICTION_CADENCE, 15, 50, true)).toBeOneOf([0.5, 0.6]);
  });

  test('a slow first run does not slow down the next ones', () => {
    const cadence = new Cadence(LANDMARK_CADENCE);
    expect(cadence.due(0)).toBe(true);
    cadence.took(2_000);
    expect(cadence.due(LANDMARK_CADENCE.minInterval)).toBe(true);
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
