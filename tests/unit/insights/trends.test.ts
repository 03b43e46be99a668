import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../../src/profile';
import {
  figuresOf,
  medianUntilDrowsy,
  timesOfDay,
  weeksOf,
  worstBlock,
  type SessionFigures,
} from '../../../src/insights/trends';
import { timelineOf, type Run } from './timelines';

/** Local time: Wednesday, 25 November 2026. */
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();

const session = (startedAt: number, runs: readonly Run[]): SessionFigures =>
  figuresOf({ id: `s${startedAt}`, learnerId: 'ada', startedAt } as Session, timelineOf(runs, startedAt));

const MINUTE = 60;

describe('a session in figures', () => {
  it('counts what was seen, and splits it at the clock', () => {
    const figures = session(at(25, 13, 50), [
      ['awake', 15 * MINUTE],
      ['drowsy', 5 * MINUTE],
      ['asleep', 30],
      ['asleep', 0],
      ['awake', 60],
      ['asleep', 2],
      ['unknown', 90],
    ]);
    expect(figures).toMatchObject({
      seconds: 1382,
      seen: 1292,
      tired: 330,
      sleeps: 1,
      longestSleep: 30,
      untilDrowsy: 900,
    });
    expect(figures.blocks.get(6)).toEqual({ seconds: 600, seen: 600, tired: 0 });
    expect(figures.blocks.get(7)).toEqual({ seconds: 782, seen: 692, tired: 330 });
  });
});

describe('weeks', () => {
  it('begin on Monday and hold their days, empty ones too', () => {
    const all = [
      session(at(25, 9), [['awake', 100]]),
      session(at(23, 0), [['drowsy', 50]]),
      session(at(22, 23, 59), [['awake', 30]]), // Sunday; it ends on Monday
      session(at(8, 12), [['awake', 7]]),
    ];
    const weeks = weeksOf(all, at(25, 18), 3);
    expect(weeks.map(({ monday }) => new Date(monday).getDate())).toEqual([23, 16, 9]);
    expect(weeks.map(({ sessions }) => sessions)).toEqual([2, 1, 0]);
    expect(weeks[0]!.days.map(({ seconds }) => seconds)).toEqual([50, 0, 100, 0, 0, 0, 0]);
    expect(weeks[0]!.days[0]).toEqual({ seconds: 50, seen: 50, tired: 50 });
    expect(weeks[1]!.days.map(({ seconds }) => seconds)).toEqual([0, 0, 0, 0, 0, 0, 30]);
  });

  it('hold every session of their time once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 * 7 * 24 }), { maxLength: 20 }), (hoursAgo) => {
        const now = at(25, 12);
        const all = hoursAgo.map((hours) => session(now - hours * 3_600_000, [['awake', 1]]));
        const weeks = weeksOf(all, now, 9);
        const days = weeks.flatMap((week) => week.days.map(({ seconds }) => seconds));
        expect(days.reduce((a, b) => a + b, 0)).toBe(all.length);
        expect(weeks.reduce((a, { sessions }) => a + sessions, 0)).toBe(all.length);
      }),
    );
  });
});

describe('times of day', () => {
  it('are there where something was seen, and the worst is named where two can be compared', () => {
    const morning = session(at(24, 8), [['awake', 40 * MINUTE]]);
    const noon = session(at(24, 12), [['awake', 30 * MINUTE], ['drowsy', 10 * MINUTE]]); // prettier-ignore
    const night = session(at(24, 22), [['drowsy', 60], ['unknown', 3600]]); // prettier-ignore
    const blocks = timesOfDay([morning, noon, night]);
    expect(blocks.map(({ hour }) => hour)).toEqual([8, 12, 22]);
    expect(worstBlock(blocks)?.hour).toBe(12);
    const evening = session(at(24, 18), [['awake', 30 * MINUTE], ['drowsy', 8 * MINUTE]]); // prettier-ignore
    expect(worstBlock(timesOfDay([noon, evening])), 'much the same').toBeNull();
    expect(worstBlock(timesOfDay([morning])), 'nothing to compare').toBeNull();
    expect(worstBlock(timesOfDay([noon, night]))).toBeNull();
    expect(worstBlock(timesOfDay([morning]))).toBeNull();
    expect(timesOfDay([])).toEqual([]);
  });
});

describe('the time until half of the sessions are drowsy', () => {
  const until = (...all: readonly (readonly [untilDrowsy: number | null, seconds: number])[]) =>
    medianUntilDrowsy(all.map(([untilDrowsy, seconds]) => ({ untilDrowsy, seconds })));

  it('is the median where all become so', () => {
    expect(until([10, 60], [20, 60], [30, 60])).toBe(20);
    expect(until([30, 60], [10, 60], [20, 60], [40, 60])).toBe(20);
  });

  it('counts sessions without drowsiness for as long as they went on', () => {
    // 10: 3/4 left; 20: one of two, 3/8.
    expect(until([10, 60], [null, 15], [20, 60], [null, 90])).toBe(20);
    expect(until([10, 60], [null, 60], [null, 60])).toBeNull();
    expect(until([10, 60], [null, 60])).toBe(10);
    expect(until()).toBeNull();
    expect(until([null, 5])).toBeNull();
  });

  it('is one of the times, and no later where a session without drowsiness is shorter', () => {
    const one = fc.record({
      untilDrowsy: fc.option(fc.integer({ min: 0, max: 100 })),
      more: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (raw) => {
        const all = raw.map(({ untilDrowsy, more }) => ({ untilDrowsy, seconds: (untilDrowsy ?? 0) + more }));
        const median = medianUntilDrowsy(all);
        if (median !== null) expect(all.map(({ untilDrowsy }) => untilDrowsy)).toContain(median);
        const shorter = all.map((each) => ({
          ...each,
          seconds: each.untilDrowsy === null ? 0 : each.seconds,
        }));
        expect(medianUntilDrowsy(shorter) ?? Infinity).toBeLessThanOrEqual(median ?? Infinity);
      }),
    );
  });
});
