import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClosureTracker, type Closure } from '../../../src/wakefulness/closures';

/** Feeds openings at `fps` frames a second and collects the closures. */
function closuresOf(openings: readonly number[], fps: number, weight = 1): Closure[] {
  const tracker = new ClosureTracker();
  const closures: Closure[] = [];
  for (const [i, openness] of openings.entries()) {
    const ended = tracker.add((i * 1000) / fps, openness, weight);
    if (ended !== null) closures.push(ended);
  }
  return closures;
}

const repeat = (value: number, times: number): number[] => Array.from({ length: times }, () => value);

describe('closures', () => {
  it('last from the first closed frame to the last one', () => {
    const closures = closuresOf([...repeat(1, 10), ...repeat(0, 7), ...repeat(1, 10)], 10);
    expect(closures).toEqual([{ start: 1000, duration: 600, sure: 600 }]);
  });

  it('a frame that seems open within a closure does not cut it, open eyes do', () => {
    const glitch = closuresOf([1, ...repeat(0, 30), 1, ...repeat(0, 30), ...repeat(1, 5)], 30);
    expect(glitch).toHaveLength(1);
    const opened = closuresOf([1, ...repeat(0, 30), ...repeat(1, 3), ...repeat(0, 30), ...repeat(1, 5)], 30);
    expect(opened).toHaveLength(2);
  });

  it('last while trembling lids are now shut, now a slit', () => {
    const trembling = [0, 0.35, 0.1, 0.25, 0, 0.38, 0.1, 0.24, 0, 0.3, 0];
    const closures = closuresOf([1, ...trembling, 1, 1, 1], 10);
    expect(closures).toHaveLength(1);
    expect(closures[0]!.duration).toBe(1000);
  });

  it('end when the lids stay half closed, and lasted until they were shut last', () => {
    const closures = closuresOf([1, ...repeat(0, 6), ...repeat(0.35, 20)], 10);
    expect(closures).toEqual([{ start: 100, duration: 500, sure: 500 }]);
  });

  it('count little as sure where the lids are not quite down, or another reason is at hand', () => {
    const shut = closuresOf([1, ...repeat(0.1, 21), 1, 1], 10)[0]!;
    const narrow = closuresOf([1, 0.1, ...repeat(0.24, 20), 1, 1], 10)[0]!;
    const laughing = closuresOf([1, ...repeat(0.1, 21), 1, 1], 10, 0.2)[0]!;
    expect(shut.sure).toBeCloseTo(2000, 6);
    expect(narrow.sure).toBeCloseTo(2000 * 0.5, 6);
    expect(laughing.sure).toBeCloseTo(2000 * 0.2, 6);
    expect([shut.duration, narrow.duration, laughing.duration]).toEqual([2000, 2000, 2000]);
  });

  it('are not made of two blinks with a gap between', () => {
    const tracker = new ClosureTracker();
    for (const t of [0, 100, 1200, 1300]) tracker.add(t, 0, 1);
    expect(tracker.duration).toBe(1300);
    expect(tracker.sure).toBe(800);
  });

  it('end where frames stop coming', () => {
    const tracker = new ClosureTracker();
    tracker.add(0, 0, 1);
    tracker.add(400, 0, 1);
    expect(tracker.add(3000, 0, 1)).toEqual({ start: 0, duration: 400, sure: 400 });
    expect(tracker.duration).toBe(0);
    expect(tracker.closed).toBe(true);
  });

  it('are never longer than the true closure, and miss at most two frames of it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 300, max: 4000, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        fc.constantFrom(5, 10, 30),
        (length, offset, fps) => {
          const period = 1000 / fps;
          const openings = Array.from({ length: Math.ceil((3000 + length) / period) }, (_, i) => {
            const at = i * period - 1000 - offset;
            return at >= 0 && at < length ? 0 : 1;
          });
          const durations = closuresOf(openings, fps).map(({ duration }) => duration);
          expect(durations).toHaveLength(1);
          expect(durations[0]!).toBeLessThanOrEqual(length + 1e-6);
          expect(durations[0]!).toBeGreaterThan(length - 2 * period - 1e-6);
        },
      ),
    );
  });
});
