import type { Milliseconds } from '../common/clock';

/**
 * ms of one and the same picture after which a camera is frozen. Chosen: nobody keeps every pixel
 * of their face for so long.
 */
export const FROZEN_AFTER: Milliseconds = 5_000;

/**
 * Levels of 255 by which a repeated picture differs after it was coded again; a sensor's noise is
 * more.
 */
const SAME_WITHIN = 2;

/** Notices a camera that gives the same picture again and again. */
export class FrozenCamera {
  #picture: Uint8ClampedArray | null = null;
  #since: Milliseconds = 0;

  /** @param sample pixels of the frame of time `t`, always the same ones */
  see(sample: Uint8ClampedArray, t: Milliseconds): boolean {
    const before = this.#picture;
    const isSame = before !== null && sample.every((level, i) => Math.abs(level - before[i]!) <= SAME_WITHIN);
    if (!isSame || t < this.#since) {
      this.#picture = sample;
      this.#since = t;
    }
    return t - this.#since >= FROZEN_AFTER;
  }
}
