import { describe, expect, it } from 'vitest';
import type { WakefulnessClass } from '../../../src/common/classes';
import { addEvents, countEvents, eventRates, sleepyEpisodes } from '../../../src/evaluation/events';

/** 'a' awake, 'd' drowsy, 's' asleep, '-' not labelled; one letter a second. */
const labels = (letters: string): (WakefulnessClass | null)[] =>
  Array.from(letters, (letter) => (({ a: 'awake', d: 'drowsy', s: 'asleep' }) as const)[letter] ?? null);
const seconds = (letters: string) => labels(letters).map((label) => ({ label, known: true }));

describe('episodes', () => {
  it('are spells long enough for an alert', () => {
    expect(sleepyEpisodes(labels('aaasssaaa'))).toEqual([{ start: 3, end: 6 }]);
    expect(sleepyEpisodes(labels('aassaa'))).toEqual([]);
    expect(sleepyEpisodes(labels('addddddda'))).toEqual([]);
    expect(sleepyEpisodes(labels('adddddddd'))).toEqual([{ start: 1, end: 9 }]);
    expect(sleepyEpisodes(labels('ddssdssdd'))).toEqual([{ start: 0, end: 9 }]);
    expect(sleepyEpisodes(labels('dssdsa'))).toEqual([]);
    expect(sleepyEpisodes(labels('sss-sss'))).toEqual([
      { start: 0, end: 3 },
      { start: 4, end: 7 },
    ]);
  });
});

describe('countEvents', () => {
  it('tells a detection with its delay', () => {
    const counts = countEvents(seconds('aaaaasssssaaaaa'), [{ from: 8.5, to: 11 }]);
    expect(counts).toMatchObject({
      episodes: 1,
      detected: 1,
      delays: [3.5],
      falseAlarms: 0,
      awakeSeconds: 10,
    });
  });

  it('takes an alert that stood already as immediate, and one shortly after the end as late', () => {
    expect(countEvents(seconds('aasssss'), [{ from: 0.5, to: Infinity }])).toMatchObject({
      delays: [0],
      falseAlarms: 1,
    });
    expect(countEvents(seconds('sssaaaaaa'), [{ from: 4, to: 5 }])).toMatchObject({
      delays: [4],
      falseAlarms: 0,
    });
  });

  it('calls an alert in awake seconds false, but not one just after drowsiness or without a label', () => {
    expect(countEvents(seconds('aaaaaaaaaa'), [{ from: 5, to: 6 }]).falseAlarms).toBe(1);
    expect(countEvents(seconds('aaadaaaaaa'), [{ from: 5, to: 6 }]).falseAlarms).toBe(0);
    expect(countEvents(seconds('aaaa------'), [{ from: 7, to: 8 }]).falseAlarms).toBe(0);
    expect(countEvents(seconds('sssaaaaaaa'), [{ from: 8, to: 9 }])).toMatchObject({
      detected: 0,
      falseAlarms: 1,
    });
  });

  it('adds up over videos before making rates', () => {
    const one = countEvents(seconds('asssa'), [{ from: 3, to: 4 }]);
    const quiet = countEvents(
      Array.from({ length: 1800 }, (_, i) => ({ label: 'awake' as const, known: i % 2 === 0 })),
      [{ from: 10, to: 12 }],
    );
    const rates = eventRates(addEvents([one, one, quiet]));
    expect(rates.sensitivity).toBe(1);
    expect(rates.timeToAlert).toBe(2);
    expect(rates.falseAlarmsPerHourAwake).toBeCloseTo(3600 / 1804, 9);
    expect(rates.availability).toBeCloseTo(910 / 1810, 9);
  });

  it('has no rates of nothing', () => {
    const rates = eventRates(addEvents([]));
    expect(Object.values(rates).every(Number.isNaN)).toBe(true);
  });
});
