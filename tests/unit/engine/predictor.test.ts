import { describe, expect, test } from 'vitest';
import type { Pace } from '../../../src/engine/monitor-worker/cadence';
import { Predictor } from '../../../src/engine/monitor-worker/predictor';

/** ms between frames. */
const FRAME = 66;

/** How often a network that answers at once is asked, shown one face on each frame. */
class Asked {
  now = 0;
  times = 0;
  readonly #predictor = new Predictor({
    predict: () => {
      this.times += 1;
      return Promise.resolve({ similarity: 1, posterior: null, tensors: 0, ms: 1 });
    },
    now: () => this.now,
    onPrediction: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });

  async show(ms: number, pace: Pace): Promise<number> {
    const before = this.times;
    for (const end = this.now + ms; this.now < end;) {
      this.now += FRAME;
      this.#predictor.offer(1, this.now, () => ({ size: 1, rgba: new Uint8ClampedArray(4) }), pace);
      await new Promise(setImmediate);
    }
    return this.times - before;
  }
}

describe('the network is asked', () => {
  test('about ten times a second while anything happens', async () => {
    expect(await new Asked().show(10_000, 'close')).toBeGreaterThan(70);
  });

  test('once in two seconds while all is calm, and on the next frame once it is not', async () => {
    const asked = new Asked();
    const times = await asked.show(20_000, 'calm');
    expect(times).toBeGreaterThanOrEqual(9);
    expect(times).toBeLessThanOrEqual(11);
    await asked.show(500, 'calm');
    expect(await asked.show(FRAME, 'close')).toBe(1);
  });
});
