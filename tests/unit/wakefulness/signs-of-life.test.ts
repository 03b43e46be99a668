import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { SignsOfLife } from '../../../src/wakefulness/signs-of-life';

interface Look {
  readonly ear: number;
  readonly mar: number;
  readonly x: number;
  readonly yaw: number;
}

interface Camera {
  /** Frames a second; now few, now many by chance where there are two. */
  readonly fps?: number | readonly [number, number];
  /** Jitter of the face's place, pixels. */
  readonly jitterPx?: number;
  readonly seed?: number;
}

/** Shows a face, with the landmarks' jitter on a still picture. */
function watch(
  seconds: number,
  look: (t: number) => Partial<Look> = () => ({}),
  { fps = 15, jitterPx = 0.8, seed = 3 }: Camera = {},
): SignsOfLife {
  const life = new SignsOfLife();
  const random = Random.seeded(seed);
  const jitter = (size: number): number => size * (2 * random.uniform() - 1);
  const changes = Random.seeded(seed + 1000);
  let rate = typeof fps === 'number' ? fps : fps[0];
  for (let t = 0; t < seconds * 1000; t += 1000 / rate) {
    if (typeof fps !== 'number' && changes.uniform() < 0.1) rate = rate === fps[0] ? fps[1] : fps[0];
    const { ear = 0.3, mar = 0.05, x = 300, yaw = 2 } = look(t);
    const eye = (): number => ear * (1 + jitter(0.06));
    life.add(
      t,
      {
        ear: { left: eye(), right: eye() },
        mar: mar + jitter(0.05),
        pose: { pitch: 3 + jitter(0.5), yaw: yaw + jitter(0.5), roll: 0 },
      },
      { x: x + jitter(jitterPx), y: 200 + jitter(jitterPx), interocularPx: 80 },
    );
  }
  return life;
}

describe('signs of life', () => {
  it('a noisy picture of a face has none', () => {
    const life = watch(60);
    expect(life.any).toBe(false);
    expect(life.blinked).toBe(false);
    expect(life.stillFor(60_000)).toBe(60_000);
  });

  it('a noisier picture of which few frames are seen has none either', () => {
    const lively = Array.from({ length: 100 }, (_, seed) =>
      watch(60, () => ({}), { fps: 4, jitterPx: 2, seed }),
    ).filter(({ any }) => any);
    expect(lively).toEqual([]);
  });

  it('nor has one of which now few, now many frames are seen', () => {
    const lively = Array.from({ length: 100 }, (_, seed) =>
      watch(60, () => ({}), { fps: [5, 15], jitterPx: 2, seed }),
    ).filter(({ any }) => any);
    expect(lively).toEqual([]);
  });

  it('somebody who blinks is alive at such rates too', () => {
    for (let seed = 0; seed < 100; seed++) {
      const life = watch(40, (t) => ({ ear: t % 4_000 < 200 ? 0.1 : 0.3 }), { fps: [5, 15], seed });
      expect(life.blinked).toBe(true);
      expect(life.stillFor(40_000)).toBeLessThan(20_000);
    }
  });

  it('a sway shows in that noise too', () => {
    const sways = watch(5, (t) => ({ x: 300 + t / 200 }), { fps: 4, jitterPx: 2 });
    expect(sways).toMatchObject({ any: true, blinked: false });
  });

  it('a blink is one, of the kind that no picture has', () => {
    const life = watch(10, (t) => ({ ear: t > 5_000 && t < 5_200 ? 0.1 : 0.3 }));
    expect(life).toMatchObject({ any: true, blinked: true });
    expect(life.stillFor(10_000)).toBeLessThan(5_000);
  });

  it('so is a word', () => {
    expect(watch(6, (t) => ({ mar: t % 600 < 300 ? 0.35 : 0.05 })).blinked).toBe(true);
  });

  it('a turn still shows after a face whose landmarks came out as no numbers', () => {
    const turns = watch(20, (t) => ({ yaw: t === 0 ? NaN : 2 + t / 5_000 }));
    expect(turns).toMatchObject({ any: true, blinked: false });
  });

  it('a sway or a turn of the head is one, however slow, but a picture may be carried', () => {
    expect(watch(20, (t) => ({ x: 300 + t / 4_000 }))).toMatchObject({ any: true, blinked: false });
    expect(watch(20, (t) => ({ yaw: 2 + t / 5_000 }))).toMatchObject({ any: true, blinked: false });
  });
});
