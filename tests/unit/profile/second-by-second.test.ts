import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecondBySecond } from '../../../src/profile/history/session-recorder';
import {
  timelineSeconds,
  type SessionTimeline,
  type TimelineSecond,
} from '../../../src/profile/history/session';
import type { StateEvent } from '../../../src/wakefulness/state-event';
import { NOW } from './device';
import { asleep, noFace, stateEvent } from './events';

function rows(events: readonly StateEvent[], end?: number): TimelineSecond[] {
  const seconds = new SecondBySecond(NOW);
  for (const event of events) seconds.add(event);
  if (end !== undefined) seconds.finish(NOW + end);
  const timeline: SessionTimeline = {
    startedAt: NOW,
    seconds: seconds.length,
    columns: seconds.columns,
    alerts: [],
  };
  return [...timelineSeconds(timeline)];
}

const states = (events: readonly StateEvent[], end?: number) => rows(events, end).map(({ state }) => state);

describe('a session second by second', () => {
  it('is what stood longest in each second', () => {
    const events = [stateEvent(0), stateEvent(1000), asleep(1400), asleep(2000), stateEvent(2600)];
    expect(states(events, 4000)).toEqual(['awake', 'asleep', 'asleep', 'awake']);
  });

  it('tells reason, confidence and PERCLOS of that event', () => {
    const [first, second] = rows([asleep(0), noFace(1000)], 2000);
    expect(first).toEqual({
      second: 0,
      t: NOW,
      state: 'asleep',
      reason: 'eyes-closed-over-1s',
      confidence: 0.8,
      perclos: 0.1,
      alert: null,
    });
    expect(second).toMatchObject({ state: 'unknown', reason: 'no-face', confidence: null, perclos: null });
  });

  it('survives a late heartbeat, but not a silence', () => {
    expect(states([stateEvent(0), stateEvent(2400)], 3000)).toEqual(['awake', 'awake', 'awake']);
    expect(states([stateEvent(0), stateEvent(1000), stateEvent(6000)], 7000)).toEqual([
      'awake',
      ...Array<string>(5).fill('unrecorded'),
      'awake',
    ]);
  });

  it('is unrecorded before the first event', () => {
    expect(states([stateEvent(2000)], 3000)).toEqual(['unrecorded', 'unrecorded', 'awake']);
  });

  it('records the last second when half of it is known', () => {
    expect(states([stateEvent(0)], 499)).toEqual([]);
    expect(states([stateEvent(0)], 500)).toEqual(['awake']);
  });

  it('goes on when the clock is set back, and stays small when it is set far ahead', () => {
    const back = [stateEvent(0), stateEvent(1000), stateEvent(-3_600_000), stateEvent(-3_599_000)];
    expect(states(back)).toEqual(['awake', 'awake']);
    expect(rows([stateEvent(0), stateEvent(1e12)]).length).toBe(12 * 3600);
  });

  it('with times in fractions of a millisecond misses no second', () => {
    const events = Array.from({ length: 101 }, (_, i) => stateEvent(i * 999.7));
    expect(states(events)).toEqual(Array<string>(99).fill('awake'));
  });

  it('has as many seconds as have passed, whatever happens', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(gaps, (dts) => {
        let t = 0;
        const events = dts.map((dt) => stateEvent((t += dt)));
        expect(rows(events)).toHaveLength(Math.floor(t / 1000));
      }),
    );
  });

  it('takes one byte a column and second', () => {
    const seconds = new SecondBySecond(NOW);
    for (let t = 0; t <= 8 * 3600; t++) seconds.add(stateEvent(t * 1000));
    const sizes = Object.values(seconds.columns).map(({ byteLength }) => byteLength);
    expect(sizes).toEqual(Array(4).fill(8 * 3600));
  });
});
