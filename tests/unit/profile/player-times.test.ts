import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPlayerTime, PLAYER_TIMES_LIMIT, playerTimeAt } from '../../../src/profile/history/player-times';
import type { PlayerTime } from '../../../src/profile/history/session';

/** What a player does for some seconds. */
interface Stretch {
  readonly seconds: number;
  /** 0: it is paused. */
  readonly speed: number;
  /** Where it was sought before that; null: nowhere. */
  readonly sought: number | null;
}

/** Where the player stands in each second of the session. */
function played(stretches: readonly Stretch[]): number[] {
  const times: number[] = [];
  let time = 0;
  for (const { seconds, speed, sought } of stretches) {
    time = sought ?? time;
    for (let k = 0; k < seconds; k++, time += speed) times.push(time);
  }
  return times;
}

/** Told every other second, as wakeful-auto.js does. */
function kept(times: readonly number[]): PlayerTime[] {
  const all: PlayerTime[] = [];
  for (const [second, time] of times.entries())
    if (second % 2 === 0) addPlayerTime(all, { second, time: Math.round(time) });
  return all;
}

const stretch = (seconds: number, speed: number, sought: number | null = null): Stretch => ({
  seconds,
  speed,
  sought,
});

describe('times of the player', () => {
  it('are followed at any speed', () => {
    const times = [
      { second: 0, time: 100 },
      { second: 10, time: 120 },
      { second: 20, time: 500 },
    ];
    expect([0, 5, 10, 15, 20, 25].map((second) => playerTimeAt(times, second))).toEqual([
      100, 110, 120, 125, 500, 505,
    ]);
  });

  it('are few, and tell within five seconds where it stood', () => {
    const stretches = fc.array(
      fc.record({
        seconds: fc.integer({ min: 1, max: 300 }),
        speed: fc.constantFrom(0, 0.75, 1, 1.25, 1.5, 2),
        sought: fc.option(fc.integer({ min: 0, max: 7200 }), { freq: 4 }),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(stretches, (all) => {
        const times = played(all);
        const told = kept(times);
        // Two for each change, and one in a while.
        expect(told.length).toBeLessThanOrEqual(4 * all.length + times.length / 8 + 2);
        for (let second = 0; second < times.length; second += 2) {
          const off = Math.abs(playerTimeAt(told, second)! - times[second]!);
          expect(off, `second ${second}`).toBeLessThanOrEqual(5);
        }
      }),
    );
  });

  it('of an hour that was just played, or paused, are two a minute', () => {
    expect(kept(played([stretch(3600, 1)])).length).toBeLessThanOrEqual(122);
    expect(kept(played([stretch(3600, 0)])).length).toBeLessThanOrEqual(122);
  });

  it('are never more than can be kept: the first go', () => {
    const times: PlayerTime[] = [];
    for (let second = 0; second < PLAYER_TIMES_LIMIT + 50; second++)
      addPlayerTime(times, { second, time: (second * 1000) % 7919 });
    expect(times).toHaveLength(PLAYER_TIMES_LIMIT);
    expect(playerTimeAt(times, 10)).toBeNull();
  });
});
