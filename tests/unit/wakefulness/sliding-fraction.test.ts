import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OBSERVATION_GAP } from '../../../src/wakefulness/constants';
import { SlidingFraction } from '../../../src/wakefulness/sliding-fraction';

interface Sample {
  readonly t: number;
  readonly closed: boolean | null;
}

/** The definition, written out: every pair of neighbouring samples that reaches into the window. */
function bruteForce(samples: readonly Sample[], window: number): number | null {
  const edge = samples.at(-1)!.t - window;
  let seen = 0;
  let closed = 0;
  for (let i = 1; i < samples.length; i++) {
    const [a, b] = [samples[i - 1]!, samples[i]!];
    if (a.closed === null || b.t - a.t > OBSERVATION_GAP) continue;
    const duration = Math.max(0, b.t - Math.max(a.t, edge));
    seen += duration;
    if (a.closed) closed += duration;
  }
  return seen < 0.5 * window ? null : closed / seen;
}

const samples = fc
  .array(
    fc.record({
      dt: fc.oneof(
        { weight: 8, arbitrary: fc.double({ min: 10, max: 900, noNaN: true }) },
        { weight: 1, arbitrary: fc.double({ min: 1201, max: 9000, noNaN: true }) },
      ),
      closed: fc.oneof({ weight: 9, arbitrary: fc.boolean() }, { weight: 1, arbitrary: fc.constant(null) }),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((steps) => {
    let t = 1000;
    return steps.map(({ dt, closed }): Sample => ({ t: (t += dt), closed }));
  });

describe('PERCLOS', () => {
  it('is what the definition says, and in 0..1', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom(3000, 10_000), (all, window) => {
        const perclos = new SlidingFraction(window);
        const seen: Sample[] = [];
        for (const sample of all) {
          perclos.add(sample.t, sample.closed);
          seen.push(sample);
          const expected = bruteForce(seen, window);
          if (expected === null || perclos.value === null) {
            // The very edge of "half was seen" may fall either way by rounding.
            if (expected !== perclos.value) expect(nearHalf(seen, window)).toBe(true);
            continue;
          }
          expect(perclos.value).toBeCloseTo(expected, 6);
          expect(perclos.value).toBeGreaterThanOrEqual(0);
          expect(perclos.value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  function nearHalf(all: readonly Sample[], window: number): boolean {
    const wider = bruteForce(all, window * (1 - 1e-6));
    const narrower = bruteForce(all, window * (1 + 1e-6));
    return (wider === null) !== (narrower === null);
  }

  it('weights by time and not by frames', () => {
    const perclos = new SlidingFraction(10_000);
    // 2 s closed at 10 a second, 6 s open at 1 a second.
    for (let t = 0; t < 2000; t += 100) perclos.add(t, true);
    for (let t = 2000; t <= 8000; t += 1000) perclos.add(t, false);
    expect(perclos.value).toBeCloseTo(2 / 8, 9);
  });

  it('is not told before half of the window was seen', () => {
    const perclos = new SlidingFraction(10_000);
    for (let t = 0; t <= 4900; t += 100) perclos.add(t, false);
    expect(perclos.value).toBeNull();
    perclos.add(5000, false);
    expect(perclos.value).toBe(0);
  });

  it('leaves gaps out, and forgets what they push out of the window', () => {
    const perclos = new SlidingFraction(10_000);
    for (let t = 0; t <= 8000; t += 100) perclos.add(t, true);
    perclos.add(12_000, false);
    expect(perclos.value).toBe(1);
    perclos.add(30_000, false);
    expect(perclos.value).toBeNull();
    expect(perclos.size).toBe(0);
  });

  it('keeps no more than its window over eight hours of eyes that flutter at every frame', () => {
    const perclos = new SlidingFraction(60_000);
    let largest = 0;
    for (let i = 0; i < 8 * 3600 * 10; i++) {
      perclos.add(i * 100, i % 2 === 0);
      largest = Math.max(largest, perclos.size);
    }
    // 600 frames are in the window; twice that while old ones wait to be cut off.
    expect(largest).toBeLessThanOrEqual(1202);
    expect(perclos.value).toBeCloseTo(0.5, 9);
  });
});
