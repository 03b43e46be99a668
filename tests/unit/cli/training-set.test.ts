import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import type { LookedAt } from '../../../src/cli/extract/protocol';
import { labelOfOpening, openLevelOf, spread } from '../../../src/cli/training-set/openness';
import { portraitLooks, rejections } from '../../../src/cli/training-set/portraits';

const seen = (opening: number): LookedAt => ({
  time: 0,
  signals: { ear: { left: opening, right: opening }, mar: 0, pose: { pitch: 0, yaw: 0, roll: 0 } },
  missing: null,
  crop: '',
});

describe('labels by eye opening', () => {
  it('leave out what lies between the classes', () => {
    const label = (share: number): string | null => labelOfOpening(0.3 * share, 0.3);
    expect([0.1, 0.35, 0.39, 0.5, 0.65, 0.75, 0.83, 1.2].map(label)).toEqual([
      'asleep',
      'asleep',
      null,
      'drowsy',
      'drowsy',
      null,
      'awake',
      'awake',
    ]);
  });

  it('the open level is the 85th percentile, untouched by blinks', () => {
    expect(openLevelOf([...new Array<number>(10).fill(0.05), ...new Array<number>(90).fill(0.3)])).toBe(0.3);
  });

  it('spread picks from the whole length', () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7], 4)).toEqual([0, 2, 4, 6]);
    expect(spread([1, 2], 4)).toEqual([1, 2]);
  });
});

describe('looks of a portrait', () => {
  it('cover all states, with glasses in all or in none', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const looks = portraitLooks(Random.seeded(seed));
        expect([3, 6]).toContain(looks.length);
        for (const { label, closure } of looks) {
          const [from, to] = { awake: [0, 0.14], drowsy: [0.42, 0.66], asleep: [0.94, 1] }[label] as [
            number,
            number,
          ];
          expect(closure).toBeGreaterThanOrEqual(from);
          expect(closure).toBeLessThanOrEqual(to);
        }
        const labels = looks.map(({ label, glasses }) => `${label}${glasses ? ' in glasses' : ''}`);
        expect(new Set(labels).size).toBe(looks.length);
      }),
    );
  });

  const looks = [false, true].flatMap((worn) =>
    (['awake', 'drowsy', 'asleep'] as const).map((label) => ({
      label,
      closure: 0,
      glasses: worn
        ? {
            halfWidth: 1,
            halfHeight: 1,
            boxiness: 2,
            drop: 0,
            thickness: 0.1,
            frame: [0, 0, 0] as [number, number, number],
            frameOpacity: 1,
            tint: 0,
            haze: 0,
            reflections: [],
          }
        : null,
    })),
  );

  it('are rejected, with glasses too, where the eyes still measure as open', () => {
    const openings = [0.3, 0.2, 0.25, 0.3, 0.2, 0.1];
    expect(rejections(looks, openings.map(seen))).toEqual([
      null,
      null,
      'the lids do not measure as lowered',
      null,
      null,
      'the lids do not measure as lowered',
    ]);
  });

  it('say why no face was found', () => {
    const none: LookedAt = { time: 0, signals: null, missing: 'no-face', crop: null };
    const looked = [seen(0.3), seen(0.2), seen(0.1), none, seen(0.2), seen(0.1)];
    expect(rejections(looks, looked)).toEqual([null, null, null, 'no-face', null, null]);
  });
});
