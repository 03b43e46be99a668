import type { Milliseconds } from '../../common/clock';

/** How often a repeated piece of work may run, and how much of one core it may take. */
export interface CadenceLimits {
  /** Shortest time from one start to the next, ms. */
  readonly minInterval: Milliseconds;
  /** The same while nothing happens (calm.ts), ms. */
  readonly calmInterval: Milliseconds;
  /**
   * Longest time from one start to the next, ms: the rate is never lower, however slow the device.
   */
  readonly maxInterval: Milliseconds;
  /** Share of the time that the work may take, 0..1. */
  readonly maxShare: number;
}

/**
 * Landmarks: 15 a second show a 150 ms blink twice; the paper's footage had 10. Five a second see
 * any closure begin within a fifth of a second.
 */
export const LANDMARK_CADENCE: CadenceLimits = {
  minInterval: 66,
  calmInterval: 200,
  maxInterval: 250,
  maxShare: 0.5,
};

/**
 * Network verdicts: 2–10 a second; 50 ms short of half a second, because a run waits for the next
 * frame. While eyes are wide open and the last word was awake, one in two seconds is enough to
 * object.
 */
export const PREDICTION_CADENCE: CadenceLimits = {
  minInterval: 100,
  calmInterval: 1_900,
  maxInterval: 450,
  maxShare: 0.5,
};

/** A frame this much early is taken, ms: half the interval of a 30/s camera. */
const EARLY: Milliseconds = 16;

/** Weight of the newest duration in the running mean; about the last five runs count. */
const SMOOTHING = 0.2;

/**
 * Paces repeated work to the device: fast where it is cheap, never more than its share where it is
 * not.
 */
export class Cadence {
  readonly #limits: CadenceLimits;
  #lastStart = -Infinity;
  #duration: Milliseconds = 0;
  #isWarm = false;

  constructor(limits: CadenceLimits) {
    this.#limits = limits;
  }

  /**
   * True when the next run is due at `now`, and then counts it as started. A frame that comes a
   * little early is taken, otherwise a 30/s camera would be served every third frame only.
   */
  due(now: Milliseconds, calm = false): boolean {
    if (now < this.#lastStart) this.#lastStart = -Infinity; // the clock jumped back
    if (now - this.#lastStart < this.#interval(calm) - EARLY) return false;
    this.#lastStart = now;
    return true;
  }

  /** Time from one start to the next that the device can keep up with, ms. */
  #interval(calm: boolean): Milliseconds {
    const { minInterval, calmInterval, maxInterval, maxShare } = this.#limits;
    const paced = Math.min(maxInterval, Math.max(minInterval, this.#duration / maxShare));
    return calm ? Math.max(calmInterval, paced) : paced;
  }

  /** Tells how long a run took, ms. The first one starts things up, and does not count. */
  took(duration: Milliseconds): void {
    if (!this.#isWarm) {
      this.#isWarm = true;
      return;
    }
    this.#duration += (duration - this.#duration) * (this.#duration === 0 ? 1 : SMOOTHING);
  }
}

/** Window over which a rate is counted, ms. */
const RATE_WINDOW: Milliseconds = 5_000;

/** Events per second over the last five seconds. */
export class RateMeter {
  readonly #times: Milliseconds[] = [];

  count(now: Milliseconds): void {
    this.#times.push(now);
    this.#forget(now);
  }

  perSecond(now: Milliseconds): number {
    this.#forget(now);
    return (this.#times.length * 1_000) / RATE_WINDOW;
  }

  #forget(now: Milliseconds): void {
    while (this.#times.length > 0 && this.#times[0]! <= now - RATE_WINDOW) this.#times.shift();
  }
}
