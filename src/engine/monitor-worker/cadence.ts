import type { Milliseconds } from '../../common/clock';

/**
 * How closely the learner is looked at. `calm`: nothing happens (calm.ts). `lasting`: drowsy or
 * asleep, where what a state is told by lasts half a second and more. `close`: else.
 */
export type Pace = 'close' | 'lasting' | 'calm';

/** How often a repeated piece of work may run, and how much of one core it may take. */
export interface CadenceLimits {
  /** Shortest time from one start to the next, ms. */
  readonly shortest: Readonly<Record<Pace, Milliseconds>>;
  /**
   * Longest time from one start to the next, ms: the rate is never lower, however slow the device.
   */
  readonly maxInterval: Milliseconds;
  /** Share of the time that the work may take, 0..1. */
  readonly maxShare: number;
}

/**
 * Landmarks: 15 a second show a 150 ms blink twice; the paper's footage had 10, which a closure of
 * half a second fills with five. Five a second see any closure begin within a fifth of a second.
 */
export const LANDMARK_CADENCE: CadenceLimits = {
  shortest: { close: 66, lasting: 100, calm: 200 },
  maxInterval: 250,
  maxShare: 0.5,
};

/**
 * Network verdicts: 2–10 a second; 50 ms short of half a second, because a run waits for the next
 * frame. With seven a second, what the network had said of a blink still counted for the
 * half-closed eyes after it, and clipA's learner fell asleep half a second early. A verdict stands
 * for a second, so that four a second do for a state that lasts.
 * While eyes are wide open and the last word was awake, one in two seconds is enough to object.
 */
export const PREDICTION_CADENCE: CadenceLimits = {
  shortest: { close: 100, lasting: 250, calm: 1_900 },
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
  /** When the last run was due, ms: it may have started a frame later. */
  #last = -Infinity;
  #duration: Milliseconds = 0;
  #isWarm = false;

  constructor(limits: CadenceLimits) {
    this.#limits = limits;
  }

  /**
   * True when the next run is due at `now`, and then counts it as started. A frame that comes a
   * little early is taken, otherwise a 30/s camera would be served every third frame only; after
   * one that came late the next is due no later for it, otherwise ten of 15 frames a second would
   * be every other one.
   */
  due(now: Milliseconds, pace: Pace = 'close'): boolean {
    if (now < this.#last - EARLY) this.#last = -Infinity; // the clock jumped back
    const interval = this.#interval(pace);
    const late = now - this.#last - interval;
    if (late < -EARLY) return false;
    this.#last = late < interval ? now - late : now;
    return true;
  }

  /** Time from one start to the next that the device can keep up with, ms. */
  #interval(pace: Pace): Milliseconds {
    const { shortest, maxInterval, maxShare } = this.#limits;
    const paced = Math.min(maxInterval, Math.max(shortest.close, this.#duration / maxShare));
    return Math.max(shortest[pace], paced);
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
