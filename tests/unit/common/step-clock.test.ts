import { describe, expect, it } from 'vitest';
import { StepClock } from '../../../src/common/step-clock';

describe('the time that is left', () => {
  it('is told after some steps, and is what the steps before took', () => {
    let now = 0;
    const clock = new StepClock(() => now);
    const told = [40, 30, 20, 10, 0].map((left) => {
      now += 500;
      return clock.step(left);
    });
    // The first step has none before it to be timed by.
    expect(told).toEqual([null, null, null, 5000, 0]);
  });

  it('does not count a break as a step', () => {
    let now = 0;
    const clock = new StepClock(() => now);
    clock.restart();
    for (let step = 0; step < 4; step++) {
      now += 100;
      clock.step(9);
    }
    now += 60_000;
    clock.restart();
    now += 100;
    expect(clock.step(10)).toBeCloseTo(1000, 6);
  });

  it('follows steps that have become slower', () => {
    let now = 0;
    const clock = new StepClock(() => now);
    const step = (took: number): number | null => {
      now += took;
      return clock.step(1);
    };
    for (let i = 0; i < 6; i++) step(100);
    expect(step(200)).toBeGreaterThan(100);
    for (let i = 0; i < 40; i++) step(200);
    expect(step(200)).toBeCloseTo(200, 0);
  });
});
