import { describe, expect, it } from 'vitest';
import type { WakefulnessClass } from '../../../src/common/classes';
import { SteadyState } from '../../../src/wakefulness/steady-state';

/** Ten faces a second from `from` on. */
function see(
  steady: SteadyState,
  from: number,
  seconds: number,
  probable: WakefulnessClass,
  closure: (t: number) => number = () => 0,
): void {
  for (let t = from; t < from + 1000 * seconds; t += 100) steady.sees(t, probable, closure(t));
}

describe('the state that stands', () => {
  it('is sleep at once, and no rest, where a closure was long before it was sure', () => {
    const steady = new SteadyState();
    see(steady, 0, 5, 'awake');
    steady.sees(5000, 'asleep', 4000);
    expect([steady.state, steady.rests]).toEqual(['asleep', false]);
  });

  it('is a rest while no closure has lasted three seconds', () => {
    const steady = new SteadyState();
    see(steady, 0, 2, 'asleep', (t) => 1000 + t);
    expect([steady.state, steady.rests]).toEqual(['asleep', true]);
    see(steady, 2000, 1, 'asleep', (t) => 1000 + t);
    expect([steady.state, steady.rests]).toEqual(['asleep', false]);
  });

  it('outlives a minute without a face at most', () => {
    const steady = new SteadyState();
    see(steady, 0, 3, 'drowsy');
    for (let t = 3000; t < 60_000; t += 100) steady.misses(t);
    expect(steady.state).toBe('drowsy');
    for (let t = 60_000; t < 64_000; t += 100) steady.misses(t);
    expect(steady.state).toBe('awake');
    // What is seen then is taken anew.
    steady.sees(64_000, 'drowsy', 0);
    expect(steady.state).toBe('awake');
  });
});
