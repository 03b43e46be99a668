import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { FROZEN_AFTER, FrozenCamera } from '../../../src/vision/frozen-camera';

const PIXELS = 600;

/** Plays samples five times a second; when it said "frozen" first, ms, or null. */
function frozenAt(sample: (t: number) => Uint8ClampedArray, until = 20_000): number | null {
  const camera = new FrozenCamera();
  for (let t = 0; t < until; t += 200) if (camera.see(sample(t), t)) return t;
  return null;
}

const picture = (seed: number, noise = 0): Uint8ClampedArray => {
  const random = Random.seeded(seed);
  return Uint8ClampedArray.from(
    { length: PIXELS },
    (_, i) => ((i * 37) % 200) + 20 + noise * random.normal(),
  );
};

describe('a camera', () => {
  it('that gives one picture is frozen after some seconds', () => {
    expect(frozenAt(() => picture(1))).toBe(FROZEN_AFTER);
  });

  it('is so too when the picture is coded again and again', () => {
    expect(frozenAt((t) => picture(1).map((level, i) => level + ((i + t / 200) % 3)))).toBe(FROZEN_AFTER);
  });

  it('is not while its sensor has noise, or a few pixels change', () => {
    expect(frozenAt((t) => picture(t, 2))).toBeNull();
    expect(
      frozenAt((t) => picture(1).map((level, i) => (i < 3 ? level + ((t / 200) % 17) : level))),
    ).toBeNull();
  });

  it('is not when it froze for a moment', () => {
    expect(frozenAt((t) => picture(Math.floor(t / 4_000)))).not.toBeNull();
    expect(frozenAt((t) => picture(Math.floor(t / 4_000), 20))).toBeNull();
  });
});
