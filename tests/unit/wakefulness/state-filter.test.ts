import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WAKEFULNESS_CLASSES, type ClassProbabilities } from '../../../src/common/classes';
import {
  PRIOR,
  StateFilter,
  TRANSITIONS_PER_SECOND,
  type EvidenceRates,
} from '../../../src/wakefulness/state-filter';

const rate = fc.double({ min: -40, max: 40, noNaN: true });
const rates: fc.Arbitrary<EvidenceRates> = fc.record({ asleep: rate, drowsy: rate, awake: rate });

/**
 * The same model solved independently: unnormalised weights follow w' = (Qᵀ + diag(rates)) w,
 * integrated by Runge and Kutta's fourth-order rule in steps of a tenth of a millisecond.
 */
function integrate(start: ClassProbabilities, evidence: EvidenceRates, seconds: number): ClassProbabilities {
  const q = WAKEFULNESS_CLASSES.map((from) =>
    WAKEFULNESS_CLASSES.map((to) => TRANSITIONS_PER_SECOND[from][to]),
  );
  const out = q.map((row) => row.reduce((a, b) => a + b, 0));
  const e = WAKEFULNESS_CLASSES.map((state) => evidence[state]);
  const slope = (w: number[]) =>
    w.map((value, i) => (e[i]! - out[i]!) * value + w.reduce((sum, from, j) => sum + from * q[j]![i]!, 0));
  const plus = (w: number[], by: number[], h: number) => w.map((value, i) => value + h * by[i]!);
  let w = WAKEFULNESS_CLASSES.map((state) => start[state]);
  const h = 1e-4;
  for (let step = 0; step < Math.round(seconds / h); step++) {
    const k1 = slope(w);
    const k2 = slope(plus(w, k1, h / 2));
    const k3 = slope(plus(w, k2, h / 2));
    const k4 = slope(plus(w, k3, h));
    w = w.map((value, i) => value + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
    const sum = w.reduce((a, b) => a + b, 0);
    w = w.map((value) => value / sum);
  }
  return { asleep: w[0]!, drowsy: w[1]!, awake: w[2]! };
}

describe('state filter', () => {
  it('starts from what the transitions alone lead to', () => {
    const flow = (from: 'awake' | 'drowsy' | 'asleep', to: 'awake' | 'drowsy' | 'asleep') =>
      PRIOR[from] * TRANSITIONS_PER_SECOND[from][to];
    for (const state of WAKEFULNESS_CLASSES) {
      const others = WAKEFULNESS_CLASSES.filter((other) => other !== state);
      const into = others.reduce((sum, other) => sum + flow(other, state), 0);
      const outOf = others.reduce((sum, other) => sum + flow(state, other), 0);
      expect(into).toBeCloseTo(outOf, 12);
    }
    expect(PRIOR.asleep + PRIOR.drowsy + PRIOR.awake).toBeCloseTo(1, 12);
    expect(PRIOR.awake).toBeGreaterThan(PRIOR.drowsy);
    expect(PRIOR.drowsy).toBeGreaterThan(PRIOR.asleep);
  });

  it('agrees with the differential equation of the model', () => {
    for (const evidence of [
      { asleep: -12, drowsy: 3, awake: 0 },
      { asleep: 8, drowsy: 2, awake: 0 },
      { asleep: 0, drowsy: 0, awake: 0 },
      { asleep: -12, drowsy: -1, awake: 4 },
    ]) {
      const filter = new StateFilter();
      for (let i = 0; i < 20; i++) filter.advance(100, evidence);
      const expected = integrate(PRIOR, evidence, 2);
      for (const state of WAKEFULNESS_CLASSES) {
        const logRatio = Math.log(filter.probabilities[state] / expected[state]);
        expect(Math.abs(logRatio)).toBeLessThan(0.05);
      }
    }
  });

  it('keeps probabilities, whatever the evidence and the time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 5000, noNaN: true }), fc.option(rates)), {
          maxLength: 20,
        }),
        (steps) => {
          const filter = new StateFilter();
          for (const [duration, evidence] of steps) {
            filter.advance(duration, evidence);
            const p = filter.probabilities;
            expect(p.asleep + p.drowsy + p.awake).toBeCloseTo(1, 9);
            for (const state of WAKEFULNESS_CLASSES) expect(p[state]).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  it('does not count frames: 2, 7 or 30 a second give the same', () => {
    fc.assert(
      fc.property(rates, (evidence) => {
        const after = [2, 7, 30].map((fps) => {
          const filter = new StateFilter();
          for (let i = 0; i < 4 * fps; i++) filter.advance(1000 / fps, evidence);
          return filter.probabilities;
        });
        for (const state of WAKEFULNESS_CLASSES) {
          const values = after.map((p) => p[state]);
          expect(Math.max(...values) - Math.min(...values)).toBeLessThan(0.05);
        }
      }),
    );
  });

  it('believes constant evidence in the end, and only its differences', () => {
    const filter = new StateFilter();
    const shifted = new StateFilter();
    for (let i = 0; i < 100; i++) {
      filter.advance(100, { asleep: 0, drowsy: 3, awake: 0 });
      shifted.advance(100, { asleep: 100, drowsy: 103, awake: 100 });
    }
    expect(filter.probabilities.drowsy).toBeGreaterThan(0.9);
    expect(shifted.probabilities.drowsy).toBeCloseTo(filter.probabilities.drowsy, 9);
  });

  it('forgets without evidence', () => {
    const filter = new StateFilter();
    filter.advance(3000, { asleep: 40, drowsy: 0, awake: 0 });
    expect(filter.probabilities.asleep).toBeGreaterThan(0.9);
    filter.advance(59_000, null);
    expect(filter.probabilities.asleep).toBeLessThan(0.2);
    filter.advance(60_000, null);
    expect(filter.probabilities).toEqual(PRIOR);
  });
});
