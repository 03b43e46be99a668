import { describe, expect, it } from 'vitest';
import type { WakefulnessClass } from '../../../src/common/classes';
import { eventsOf, summariseReplays, type ReplayedSession } from '../../../src/evaluation/replays';

const NAMES = { a: 'awake', d: 'drowsy', s: 'asleep' } as const;

/**
 * One letter a second, of the label and of the state: 'a' awake, 'd' drowsy, 's' asleep, '-' none.
 */
function session(
  subject: string,
  labels: string,
  states: string,
  alerts: [number, number][],
): ReplayedSession {
  const of = (letter: string): WakefulnessClass | null =>
    letter in NAMES ? NAMES[letter as keyof typeof NAMES] : null;
  return {
    subject,
    session: 'one',
    seconds: Array.from(labels, (letter, i) => ({ label: of(letter), state: of(states[i]!) ?? 'unknown' })),
    alerts: alerts.map(([from, to]) => ({ from, to })),
    time: { changes: 2, watched: labels.length, closed: 4, awakeWhileClosed: 1 },
  };
}

describe('replays', () => {
  const woken = session('x', 'aaaasssssaaa', 'aaaaadssssaa', [[7.5, 11]]);
  const missed = session('y', 'sss-aaaaaa--', '-ddd-aaaaaa-', [[8, 9]]);

  it('count alerts and what was known', () => {
    expect(eventsOf(woken)).toMatchObject({ episodes: 1, detected: 1, delays: [3.5], falseAlarms: 0 });
    expect(eventsOf(missed)).toMatchObject({ episodes: 1, detected: 0, falseAlarms: 1, knownSeconds: 7 });
  });

  it('add up over sessions, with limits over people', () => {
    const { rates, sensitivity, matrix, macroF1, counts } = summariseReplays([woken, missed], 1);
    expect(sensitivity).toMatchObject({ estimate: 0.5, low: 0, high: 1 });
    expect(rates.timeToAlert).toBe(3.5);
    expect(rates.availability).toBeCloseTo(19 / 21, 12);
    expect(counts.awakeSeconds).toBe(13);
    expect(rates.changesPerMinute).toBeCloseTo(4 / (24 / 60), 12);
    expect(rates.awakeWhileClosed).toBeCloseTo(2 / 8, 12);
    expect(rates.falseAlarmsPerHourAwake).toBeCloseTo(3600 / 13, 9);
    // Unknown seconds are in no cell.
    expect(matrix).toEqual([
      [3, 3, 1],
      [0, 0, 0],
      [1, 0, 11],
    ]);
    // F1: asleep 2·3/(7+4), drowsy 0, awake 2·11/(12+12).
    expect(macroF1.estimate).toBeCloseTo((6 / 11 + 0 + 22 / 24) / 3, 12);
  });

  it('have honest limits where nothing happened, and none where one person alone has episodes', () => {
    const calm = (subject: string): ReplayedSession => session(subject, 'aaaaaa', 'aaaaaa', []);
    const asleep = (subject: string): ReplayedSession => session(subject, 'ssss', 'ssss', []);
    const both = summariseReplays([calm('x'), calm('y'), asleep('x'), asleep('y')], 1);
    // Poisson: 3.69 in 12 seconds; Clopper and Pearson: 1 − √0.025.
    expect(both.falseAlarmsPerHourAwake).toMatchObject({ estimate: 0, low: 0 });
    expect(both.falseAlarmsPerHourAwake.high).toBeCloseTo(-Math.log(0.025) / (12 / 3600), 6);
    expect(both.sensitivity.high).toBeCloseTo(1 - Math.sqrt(0.025), 9);
    const one = summariseReplays([calm('x'), asleep('y')], 1);
    expect(one.sensitivity).toMatchObject({ estimate: 0, low: NaN, high: NaN });
  });

  it('keep limits from zero width where every episode was alerted', () => {
    const { sensitivity } = summariseReplays([woken, { ...woken, subject: 'y' }], 1);
    expect(sensitivity).toMatchObject({ estimate: 1, high: 1 });
    expect(sensitivity.low).toBeCloseTo(Math.sqrt(0.025), 9);
  });
});
