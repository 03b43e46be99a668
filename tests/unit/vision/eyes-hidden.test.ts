import { describe, expect, it } from 'vitest';
import { EyesHidden } from '../../../src/vision/eyes-hidden';

/**
 * Shows one face fifteen times a second; what was said on each frame, and how often it was looked
 * at.
 */
function watch(eyes: EyesHidden, scores: (t: number) => number, from = 0, track = 1) {
  let looks = 0;
  const said = Array.from({ length: 45 }, (_, i) =>
    eyes.see(track, from + i * 66, () => {
      looks += 1;
      return scores(i * 66);
    }),
  );
  return { said, looks };
}

describe('hidden eyes', () => {
  it('are found at once on a face that comes into view, and looked for a few times a second', () => {
    const { said, looks } = watch(new EyesHidden(), () => 4);
    expect(said.every(Boolean)).toBe(true);
    expect(looks).toBeLessThanOrEqual(15);
  });

  it('are not found by one bad crop', () => {
    const { said } = watch(new EyesHidden(), (t) => (t > 990 && t < 1_200 ? 6 : -3));
    expect(said.some(Boolean)).toBe(false);
  });

  it('are found within a second of glasses put on, and seen within a second of their coming off', () => {
    const eyes = new EyesHidden();
    expect(watch(eyes, () => -3).said.at(-1)).toBe(false);
    const on = watch(eyes, () => 5, 3_000).said;
    expect(on.indexOf(true) * 66).toBeLessThan(1_000);
    const off = watch(eyes, () => -3, 6_000).said;
    expect(off.indexOf(false) * 66).toBeLessThan(1_000);
  });

  it('of one face are not those of the next', () => {
    const eyes = new EyesHidden();
    watch(eyes, () => 4);
    expect(watch(eyes, () => 1, 3_000, 2).said.some(Boolean)).toBe(false);
  });
});
