import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClassProbabilities } from '../../../src/common/classes';
import { fuse, networkLikelihood, ocularLikelihood } from '../../../src/wakefulness/likelihood';
import type { OcularFeatures } from '../../../src/wakefulness/evidence';
import { Scene } from './scene';

const WIDE_AWAKE: OcularFeatures = {
  visibility: 1,
  closedWeight: 1,
  opening: 0.95,
  closed: false,
  sureClosure: 0,
  asleepNow: false,
  slowBlinking: 0,
  nods: 0,
  headDropped: false,
  yawning: false,
  perclos: 0.02,
};

const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe('Table 1 as evidence', () => {
  it('closed over one second is Asleep, whatever else', () => {
    const closed = { ...WIDE_AWAKE, closed: true, sureClosure: 1000, asleepNow: true };
    fc.assert(
      fc.property(unit, unit, unit, (opening, perclos, slow) => {
        const { rates } = ocularLikelihood({ ...closed, opening, perclos, slowBlinking: 0.18 * slow });
        expect(rates.asleep - Math.max(rates.drowsy, rates.awake)).toBeGreaterThan(10);
      }),
    );
  });

  it('eyes wide open and steady are Awake, whatever was before', () => {
    fc.assert(
      fc.property(unit, fc.nat(9), fc.boolean(), (perclos, nods, yawning) => {
        const { rates } = ocularLikelihood({ ...WIDE_AWAKE, perclos, nods, yawning });
        expect(rates.awake).toBeGreaterThan(rates.drowsy + 1);
        expect(rates.asleep).toBeLessThan(-5);
      }),
    );
  });

  it('more of a sign never says less', () => {
    const drowsiness = (f: Partial<OcularFeatures>) => {
      const { rates } = ocularLikelihood({ ...WIDE_AWAKE, opening: 0.5, ...f });
      return rates.drowsy - rates.awake;
    };
    fc.assert(
      fc.property(unit, unit, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(drowsiness({ perclos: more })).toBeGreaterThanOrEqual(drowsiness({ perclos: less }));
        expect(drowsiness({ slowBlinking: 0.2 * more })).toBeGreaterThanOrEqual(
          drowsiness({ slowBlinking: 0.2 * less }),
        );
        expect(drowsiness({ nods: more })).toBeGreaterThanOrEqual(drowsiness({ nods: less }));
        expect(drowsiness({ opening: less })).toBeGreaterThanOrEqual(drowsiness({ opening: more }));
      }),
    );
  });
});

describe('fusion', () => {
  const weights = { ocular: 1, network: 0.5 };
  const posterior: fc.Arbitrary<ClassProbabilities> = fc
    .tuple(unit, unit, unit)
    .filter(([a, b, c]) => a + b + c > 0)
    .map(([a, b, c]) => {
      const sum = a + b + c;
      return { asleep: a / sum, drowsy: b / sum, awake: c / sum };
    });

  it('without a posterior is the eyes alone', () => {
    const eyes = ocularLikelihood({ ...WIDE_AWAKE, opening: 0.4 });
    expect(fuse(eyes, null, weights)).toEqual(eyes);
  });

  it('an undecided network changes nothing between the states', () => {
    const eyes = ocularLikelihood({ ...WIDE_AWAKE, opening: 0.4 });
    const fused = fuse(eyes, networkLikelihood({ asleep: 1 / 3, drowsy: 1 / 3, awake: 1 / 3 }), weights);
    expect(fused.rates.drowsy - fused.rates.awake).toBeCloseTo(eyes.rates.drowsy - eyes.rates.awake, 12);
  });

  it('takes from the network what speaks against being awake, no more than its weight, and never that somebody is awake', () => {
    fc.assert(
      fc.property(posterior, (p) => {
        const { rates } = networkLikelihood(p);
        expect(rates.awake).toBe(0);
        for (const state of ['drowsy', 'asleep'] as const) {
          if (p[state] <= p.awake) expect(rates[state]).toBe(0);
          if (p[state] > p.awake + 1e-3) expect(rates[state]).toBeGreaterThan(0);
        }
        for (const rate of Object.values(rates)) expect(rate).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('a network that sees wakefulness does not talk half-closed eyes awake', () => {
    const sees = { asleep: 0.01, drowsy: 0.02, awake: 0.97 };
    const scene = new Scene().play(10, () => ({ posterior: sees }));
    scene.play(30, () => ({ openness: 0.3, posterior: sees }));
    expect(scene.state).toBe('drowsy');
  });

  it('a network that sees drowsiness tips eyes that leave it open, and is named as the cause', () => {
    const ambiguous = { openness: 0.57 };
    const sees = { asleep: 0.02, drowsy: 0.95, awake: 0.03 };
    const alone = new Scene().play(40, () => ambiguous);
    const both = new Scene().play(40, () => ({ ...ambiguous, posterior: sees }));
    expect(alone.share('drowsy', 10)).toBe(0);
    expect(both.state).toBe('drowsy');
    expect(both.wakefulness.state.causes[0]).toBe('network-sees-drowsy');
  });

  it('a verdict stands for the frames until the next one, but no longer than a second', () => {
    const sees = { asleep: 0.02, drowsy: 0.95, awake: 0.03 };
    const often = new Scene().play(40, (s) => ({ openness: 0.57, posterior: s % 0.5 < 0.1 ? sees : null }));
    const once = new Scene().play(40, (s) => ({ openness: 0.57, posterior: s < 0.1 ? sees : null }));
    expect(often.state).toBe('drowsy');
    expect(once.share('drowsy', 5)).toBe(0);
  });
});
