import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Predictor } from '../../../src/engine/monitor-worker/predictor';

/** ms between frames. */
const FRAME = 66;

/** A network that answers at once, offered one face on each frame. */
class Asked {
  now = 0;
  readonly at: number[] = [];
  readonly #predictor = new Predictor({
    predict: () => {
      this.at.push(this.now);
      return Promise.resolve({ similarity: 1, posterior: null, tensors: 0, ms: 1 });
    },
    now: () => this.now,
    onPrediction: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });

  async show(ms: number, low: (t: number) => number | null, { track = 1, calm = false } = {}) {
    const before = this.at.length;
    for (const end = this.now + ms; this.now < end;) {
      this.now += FRAME;
      const face = { track, t: this.now, low: low(this.now) };
      this.#predictor.offer(face, () => ({ size: 1, rgba: new Uint8ClampedArray(4) }), calm);
      await new Promise(setImmediate);
    }
    return this.at.length - before;
  }
}

describe('the network is asked', () => {
  test('about ten times a second while it is not known whose face it is', async () => {
    const asked = await new Asked().show(10_000, () => null);
    expect(asked).toBeGreaterThan(70);
  });

  test('twice a second about lids that do not move, drooping or not', async () => {
    for (const low of [1, 0.4, 0]) {
      const asked = await new Asked().show(10_000, () => low);
      expect(asked).toBeGreaterThanOrEqual(20);
      expect(asked).toBeLessThanOrEqual(25);
    }
  });

  test('once in two seconds while all is calm', async () => {
    const asked = await new Asked().show(20_000, () => 1, { calm: true });
    expect(asked).toBeGreaterThanOrEqual(9);
    expect(asked).toBeLessThanOrEqual(11);
  });

  test('on the next frame, or the one after it, when the lids move', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 30 }), fc.boolean(), async (frames, opens) => {
        const asked = new Asked();
        await asked.show(2_000 + frames * FRAME, () => (opens ? 0.2 : 1));
        const moved = asked.now;
        await asked.show(2 * FRAME, () => (opens ? 1 : 0.2));
        expect(asked.at.at(-1)).toBeGreaterThan(moved);
      }),
      { numRuns: 20 },
    );
  });

  test('at once about another face', async () => {
    const asked = new Asked();
    await asked.show(2_000, () => 1);
    expect(await asked.show(2 * FRAME, () => 1, { track: 2 })).toBe(1);
  });

  test('again after the clock jumped back', async () => {
    const asked = new Asked();
    await asked.show(2_000, () => 1);
    asked.now = 100;
    expect(await asked.show(FRAME, () => 1)).toBe(1);
  });
});
