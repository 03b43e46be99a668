import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import type { LookedAt } from '../../../src/cli/extract/protocol';
import { labelOfOpening, openLevelOf, spread } from '../../../src/cli/training-set/openness';
import { dealt } from '../../../src/cli/training-set/people';
import { portraitLooks, rejections } from '../../../src/cli/training-set/portraits';
import { alsoAmong } from '../../../src/cli/training-set/same-people';
import { drawDonor, withEyesOf } from '../../../src/cli/training-set/transplants';

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

describe('who is in which part', () => {
  it('each unit is in one part, the same for the same seed, and each part has some', () => {
    const units = Array.from({ length: 40 }, (_, i) => `person${i}`);
    const parts = dealt(units, Random.seeded(3));
    expect([...parts.keys()].sort()).toEqual([...units].sort());
    const count = (part: string): number => [...parts.values()].filter((own) => own === part).length;
    expect([count('train'), count('validation'), count('test')]).toEqual([23, 7, 10]);
    expect([...dealt(units, Random.seeded(3))]).toEqual([...parts]);
  });

  it('people who look like somebody of another part are found, with whom', () => {
    const train = [
      { subject: 'a', embedding: [1, 0, 0] },
      { subject: 'b', embedding: [0, 1, 0] },
    ];
    const test = [
      { subject: 'x', embedding: [0.1, 0, 1] },
      { subject: 'y', embedding: [0.9, 0.1, 0] },
    ];
    expect([...alsoAmong(train, test, 0.55)]).toEqual([['a', 'y']]);
  });
});

describe("somebody else's eyes", () => {
  const SIDE = 160;
  const picture = (value: (x: number, y: number) => number): Uint8Array =>
    Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return value(pixel % SIDE, Math.floor(pixel / SIDE));
    });
  const at = (rgb: ArrayLike<number>, x: number, y: number): number => rgb[3 * (y * SIDE + x)]!;

  it('are put where the eyes are, and nothing else of the host is changed', () => {
    const host = picture((x) => 80 + (x % 7));
    const isPupil = (x: number, y: number): boolean => Math.hypot(x - 0.266 * SIDE, y - 0.365 * SIDE) < 5;
    const donor = picture((x, y) => (isPupil(x, y) ? 10 : 80));
    const changed = withEyesOf(host, donor, SIDE);
    expect(at(changed, Math.round(0.266 * SIDE), Math.round(0.365 * SIDE))).toBeLessThan(20);
    for (const [x, y] of [
      [80, 58],
      [42, 30],
      [42, 90],
      [80, 120],
    ] as const)
      expect(at(changed, x, y)).toBe(at(host, x, y));
  });

  it("take on the light of the host's skin", () => {
    const changed = withEyesOf(
      picture(() => 200),
      picture(() => 100),
      SIDE,
    );
    expect(at(changed, 42, 58)).toBe(200);
  });

  it('come from a head that is held alike, or from nobody', () => {
    const bowed = { pitch: 30, yaw: 0 };
    const straight = { pitch: 2, yaw: -3 };
    expect(drawDonor({ pitch: 0, yaw: 0 }, [bowed, straight], Random.seeded(1))).toBe(straight);
    expect(drawDonor({ pitch: 0, yaw: 0 }, [bowed], Random.seeded(1))).toBeNull();
  });
});
