import type { Clock, Milliseconds } from './clock';

/** Fraction of a new step in the mean duration; the first steps compile shaders and are slower. */
const NEW_STEP_WEIGHT = 0.2;
/** Steps before a time is told. */
const LEAST_STEPS = 3;

/** How long the rest of the steps takes, from those that were. */
export class StepClock {
  readonly #now: Clock;
  #last: Milliseconds | null = null;
  #mean: Milliseconds | null = null;
  #steps = 0;

  constructor(now: Clock) {
    this.#now = now;
  }

  /** A break: the time until the next step is not a step's. */
  restart(): void {
    this.#last = this.#now();
  }

  /** A step was taken. @returns ms that `left` more take, estimated; null: not known yet */
  step(left: number): Milliseconds | null {
    const now = this.#now();
    if (this.#last !== null) {
      const took = now - this.#last;
      this.#mean = this.#mean === null ? took : this.#mean + NEW_STEP_WEIGHT * (took - this.#mean);
      this.#steps++;
    }
    this.#last = now;
    return this.#mean === null || this.#steps < LEAST_STEPS ? null : this.#mean * left;
  }
}
