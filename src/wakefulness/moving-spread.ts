import type { Milliseconds } from '../common/clock';
import { kept } from './ramp';

/**
 * Standard deviation of a signal over an exponential memory, weighted by time and not by frames
 * (after West 1979).
 */
export class MovingSpread {
  readonly #memory: Milliseconds;
  #mean: number | null = null;
  #variance = 0;

  constructor(memory: Milliseconds) {
    this.#memory = memory;
  }

  add(value: number, dt: Milliseconds): void {
    this.#mean ??= value;
    const share = 1 - kept(dt, this.#memory);
    const difference = value - this.#mean;
    this.#mean += share * difference;
    this.#variance = (1 - share) * (this.#variance + share * difference * difference);
  }

  get deviation(): number {
    return Math.sqrt(this.#variance);
  }

  reset(): void {
    this.#mean = null;
    this.#variance = 0;
  }
}
