import type { Milliseconds } from '../common/clock';
import { LATE_FRAME, OBSERVATION_GAP } from './constants';

/** How an observation follows the one before. */
export type TimeStep =
  /** A late or repeated frame: skip it. */
  | { readonly kind: 'late' }
  /** `dt` ms after the one before, close enough to speak for the time between. */
  | { readonly kind: 'next'; readonly dt: Milliseconds }
  /** The first one, or the first after `dt` ms without any. */
  | { readonly kind: 'gap'; readonly dt: Milliseconds }
  /** The clock was set back: times before cannot be compared with times from now on. */
  | { readonly kind: 'reset' };

/** Orders observations in time whatever the clock does. */
export class FrameOrder {
  #last: Milliseconds | null = null;

  get last(): Milliseconds | null {
    return this.#last;
  }

  step(t: Milliseconds): TimeStep {
    const last = this.#last;
    if (last !== null && t <= last && last - t <= LATE_FRAME) return { kind: 'late' };
    this.#last = t;
    if (last === null) return { kind: 'gap', dt: 0 };
    if (t < last) return { kind: 'reset' };
    const dt = t - last;
    return dt <= OBSERVATION_GAP ? { kind: 'next', dt } : { kind: 'gap', dt };
  }
}
