import { describe, expect, it } from 'vitest';
import type { WakefulnessState } from '../../../src/wakefulness/state-event';
import { BreakClock } from '../../../src/wakefulness/breaks';

const MINUTE = 60;
const EVERY = 50 * MINUTE * 1000;

class Session {
  readonly clock = new BreakClock();
  now = 1_800_000_000_000;

  /** Seconds of one state, an event each. */
  give(seconds: number, state: WakefulnessState, every: number | null = EVERY): this {
    for (let second = 0; second < seconds; second++) {
      this.now += 1000;
      this.clock.add({ t: this.now, state }, every);
    }
    return this;
  }

  get due(): string | null {
    return this.clock.due;
  }
}

describe('a break', () => {
  it('is due after the chosen time, and not before', () => {
    const session = new Session().give(50 * MINUTE, 'awake');
    expect(session.due).toBeNull();
    expect(session.give(2, 'awake').due).toBe('time');
    expect(session.clock.worked).toBe(EVERY + 1000);
  });

  it('is due earlier when drowsiness gathers', () => {
    const session = new Session()
      .give(5 * MINUTE, 'awake')
      .give(60, 'drowsy')
      .give(60, 'awake');
    expect(session.due).toBeNull();
    expect(session.give(30, 'asleep').give(32, 'drowsy').due).toBe('drowsy');
  });

  it('was taken by whoever was out of sight for three minutes', () => {
    const session = new Session().give(40 * MINUTE, 'awake').give(3 * MINUTE, 'unknown');
    expect(session.give(20 * MINUTE, 'awake').due).toBeNull();
    expect(session.clock.worked).toBeLessThan(21 * MINUTE * 1000);
    // A reminder that stands is over as well.
    const reminded = new Session().give(51 * MINUTE, 'awake');
    expect(reminded.give(4 * MINUTE, 'unknown').due).toBeNull();
  });

  it('was not taken by a moment out of sight', () => {
    const session = new Session().give(30 * MINUTE, 'awake').give(2 * MINUTE, 'unknown');
    expect(session.give(19 * MINUTE, 'awake').due).toBe('time');
  });

  it('was taken while the computer slept', () => {
    const session = new Session().give(40 * MINUTE, 'awake');
    session.now += 3_600_000;
    expect(session.give(MINUTE, 'awake').due).toBeNull();
  });

  it('that is put off is due again ten minutes later', () => {
    const session = new Session().give(51 * MINUTE, 'awake');
    session.clock.later();
    expect(session.give(9 * MINUTE, 'awake').due).toBeNull();
    expect(session.give(2 * MINUTE, 'awake').due).toBe('time');
  });

  it('is never due without reminders, nor while nobody is seen', () => {
    expect(new Session().give(80 * MINUTE, 'drowsy', null).due).toBeNull();
    expect(new Session().give(80 * MINUTE, 'unknown').due).toBeNull();
  });

  it('is not due at once when the clock is put forward or back', () => {
    const session = new Session().give(10 * MINUTE, 'awake');
    session.now += 40 * 24 * 3_600_000;
    expect(session.give(5, 'awake').due).toBeNull();
    session.now -= 41 * 24 * 3_600_000;
    expect(session.give(5, 'awake').due).toBeNull();
  });
});
