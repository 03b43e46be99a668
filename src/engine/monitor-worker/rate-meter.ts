import type { Milliseconds } from '../../common/clock';

/** Window over which a rate is counted, ms. */
const WINDOW: Milliseconds = 5_000;

/** Events per second over the last five seconds. */
export class RateMeter {
  readonly #times: Milliseconds[] = [];

  count(now: Milliseconds): void {
    this.#times.push(now);
    this.#forget(now);
  }

  perSecond(now: Milliseconds): number {
    this.#forget(now);
    return (this.#times.length * 1_000) / WINDOW;
  }

  #forget(now: Milliseconds): void {
    while (this.#times.length > 0 && this.#times[0]! <= now - WINDOW) this.#times.shift();
  }
}
