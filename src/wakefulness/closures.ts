import type { Milliseconds } from '../common/clock';
import {
  GLITCH,
  LEAST_SHUT,
  LONGEST_UNSEEN,
  OBSERVATION_GAP,
  OPEN_ABOVE,
  SHUT_BELOW,
  SHUT_MEMORY,
  SLIT_BELOW,
  SURELY_SHUT,
} from './constants';
import { kept, ramp } from './ramp';

/**
 * A closure that is over. Times are those of the first and the last frame that saw shut lids: a
 * lower bound.
 */
export interface Closure {
  readonly start: Milliseconds;
  readonly duration: Milliseconds;
  /** The part of `duration` that counts as shut lids, see ClosureTracker.add. */
  readonly sure: Milliseconds;
}

/**
 * Finds closures in the eye opening over time. Closed lids do not measure steadily: landmarks
 * flicker, lids tremble. So a closure begins with shut lids only, and survives a moment that seems
 * open and lids that are now a slit, now shut, for as long as enough of the frames show them shut.
 */
export class ClosureTracker {
  #start: Milliseconds | null = null;
  #lastShut: Milliseconds = 0;
  #lastSeen: Milliseconds = 0;
  /** First frame of a stretch within a closure that seems open. */
  #openSince: Milliseconds | null = null;
  #sure: Milliseconds = 0;
  /** Share of the recent frames that show shut lids, 0..1. */
  #shut = 1;

  /** How long the eyes have been closed, from the first shut frame to the last one; 0 when open. */
  get duration(): Milliseconds {
    return this.#start === null ? 0 : this.#lastShut - this.#start;
  }

  /**
   * The same, each moment weighted by how sure it is that the lids are shut: how low they are, and
   * `weight` of `add`.
   */
  get sure(): Milliseconds {
    return this.#start === null ? 0 : this.#sure;
  }

  get closed(): boolean {
    return this.#start !== null;
  }

  /**
   * One measured opening. `weight` (0..1) says how much a closed look means shut lids on this
   * frame: a look down or a laugh narrows eyes that are awake. Returns the closure that this frame
   * ended, if it did. Times must not fall; frames further apart than OBSERVATION_GAP end the
   * closure where it was last seen.
   */
  add(t: Milliseconds, openness: number, weight: number): Closure | null {
    const ended = this.#over(t, openness) ? this.end() : null;
    if (this.#start === null) {
      if (openness < SHUT_BELOW) {
        this.#start = this.#lastShut = t;
        this.#openSince = null;
        this.#shut = 1;
      }
    } else {
      this.#sure += weight * shutness(openness) * Math.min(t - this.#lastSeen, LONGEST_UNSEEN);
      if (openness < SLIT_BELOW) this.#lastShut = t;
      if (openness < OPEN_ABOVE) this.#openSince = null;
      else this.#openSince ??= t;
    }
    this.#lastSeen = t;
    return ended;
  }

  /** Ends a closure where it was last seen: the eyes are no longer measured. */
  end(): Closure | null {
    if (this.#start === null) return null;
    const closure = { start: this.#start, duration: this.duration, sure: this.#sure };
    this.#start = null;
    this.#sure = 0;
    return closure;
  }

  /** Whether the closure that stands, if any, was over before this frame or is so with it. */
  #over(t: Milliseconds, openness: number): boolean {
    if (this.#start === null) return false;
    if (t - this.#lastSeen > OBSERVATION_GAP) return true;
    const memory = kept(t - this.#lastSeen, SHUT_MEMORY);
    this.#shut = memory * this.#shut + (1 - memory) * shutness(openness);
    const openFor = this.#openSince === null ? 0 : t - this.#openSince;
    return openFor >= GLITCH || this.#shut < LEAST_SHUT;
  }
}

function shutness(openness: number): number {
  return ramp(openness, SURELY_SHUT.none, SURELY_SHUT.full);
}
