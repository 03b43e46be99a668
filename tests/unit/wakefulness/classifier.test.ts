import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likelihoodOf } from '../../../src/wakefulness/classifier';
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
        const { rates } = likelihoodOf({ ...closed, opening, perclos, slowBlinking: 0.18 * slow });
        expect(rates.asleep - Math.max(rates.drowsy, rates.awake)).toBeGreaterThan(10);
      }),
    );
  });

  it('eyes wide open and steady are Awake, whatever was before', () => {
    fc.assert(
      fc.property(unit, fc.nat(9), fc.boolean(), (perclos, nods, yawning) => {
        const { rates } = likelihoodOf({ ...WIDE_AWAKE, perclos, nods, yawning });
        expect(rates.awake).toBeGreaterThan(rates.drowsy + 1);
        expect(rates.asleep).toBeLessThan(-5);
      }),
    );
  });

  it('more of a sign never says less', () => {
    const drowsiness = (f: Partial<OcularFeatures>) => {
      const { rates } = likelihoodOf({ ...WIDE_AWAKE, opening: 0.5, ...f });
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

describe('eyes and network', () => {
  it('a network that sees wakefulness tips eyes that leave it open, but does not talk shut lids open', () => {
    const sees = { asleep: 0.01, drowsy: 0.02, awake: 0.97 };
    const narrow = { openness: 0.45 };
    const alone = new Scene().play(40, () => narrow);
    const both = new Scene().play(40, () => ({ ...narrow, posterior: sees }));
    expect(alone.state).toBe('drowsy');
    expect(both.share('drowsy', 10)).toBe(0);
    const shut = new Scene()
      .play(10, () => ({ posterior: sees }))
      .play(5, () => ({ openness: 0, posterior: sees }));
    expect(shut.state).toBe('asleep');
  });

  it('a network that sees closed eyes does not close eyes that are plainly open, but makes them doubtful', () => {
    const sees = { asleep: 0.97, drowsy: 0.02, awake: 0.01 };
    const both = new Scene().play(40, () => ({ openness: 0.7, posterior: sees }));
    expect(both.first('asleep')).toBeNull();
    expect(both.state).toBe('drowsy');
    expect(both.wakefulness.state.causes).toContain('network-sees-drowsy');
  });

  it('a network that sees closed eyes is the reason where it makes eyes that are open half closed', () => {
    const sees = { asleep: 0.9, drowsy: 0.05, awake: 0.05 };
    const looks = [0.6, 0.7, 0.8].flatMap((openness) => [0, 8, 12].map((pitch) => ({ openness, pitch })));
    const doubted = looks.flatMap((look) => {
      if (new Scene().play(20, () => look).first('drowsy') !== null) return [];
      const { state } = new Scene().play(20, () => ({ ...look, posterior: sees })).wakefulness;
      return state.state === 'drowsy' && state.certainty === 'sure' ? [state] : [];
    });
    expect(doubted).not.toEqual([]);
    for (const { causes } of doubted) expect(causes[0]).toBe('network-sees-drowsy');
  });

  it('a network that sees drowsiness tips eyes that leave it open, and is named as the cause', () => {
    const ambiguous = { openness: 0.7 };
    const sees = { asleep: 0.02, drowsy: 0.95, awake: 0.03 };
    const alone = new Scene().play(40, () => ambiguous);
    const both = new Scene().play(40, () => ({ ...ambiguous, posterior: sees }));
    expect(alone.share('drowsy', 10)).toBe(0);
    expect(both.state).toBe('drowsy');
    expect(both.wakefulness.state.causes[0]).toBe('network-sees-drowsy');
  });

  it('a verdict stands for the frames until the next one, but no longer than a second', () => {
    const sees = { asleep: 0.02, drowsy: 0.95, awake: 0.03 };
    const often = new Scene().play(40, (s) => ({ openness: 0.7, posterior: s % 0.5 < 0.1 ? sees : null }));
    const once = new Scene().play(40, (s) => ({ openness: 0.7, posterior: s < 0.1 ? sees : null }));
    expect(often.state).toBe('drowsy');
    expect(once.share('drowsy', 5)).toBe(0);
  });
});
