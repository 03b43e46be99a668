import type { Milliseconds } from '../common/clock';
import { LEAST_SEEN, OBSERVATION_GAP } from './constants';

interface Stretch {
  start: Milliseconds;
  end: Milliseconds;
  is: boolean;
}

/**
 * The fraction of the seen time of a sliding window during which something was so. Of closed eyes
 * it is PERCLOS (P80: at least 80 % closed; Wierwille et al. 1994, Dinges & Grace 1998). Weighted
 * by time, so that the frame rate does not matter: each sample stands until the next one. Time that
 * was not seen (null samples, gaps) is left out of both sums.
 *
 * O(1) amortised per sample. Memory: one entry per change within the window.
 */
export class SlidingFraction {
  readonly #window: Milliseconds;
  readonly #stretches: Stretch[] = [];
  /** Index of the oldest stretch still in the window; the ones before it wait to be cut off. */
  #head = 0;
  #seen = 0;
  #so = 0;
  #last: { t: Milliseconds; is: boolean } | null = null;

  constructor(window: Milliseconds) {
    this.#window = window;
  }

  /** Number of entries kept, for the test that memory stays bounded. */
  get size(): number {
    return this.#stretches.length;
  }

  /**
   * One sample; `is` null: it could not be seen. Times must not fall; after a clock reset call
   * `reset`.
   */
  add(t: Milliseconds, is: boolean | null): void {
    const last = this.#last;
    if (last !== null && t > last.t && t - last.t <= OBSERVATION_GAP) this.#append(last.t, t, last.is);
    this.#last = is === null ? null : { t, is };
    this.#forgetBefore(t - this.#window);
  }

  /** ms of the window during which it was so. */
  get time(): Milliseconds {
    return Math.max(0, this.#so);
  }

  /** 0..1; null until half of the window was seen. */
  get value(): number | null {
    if (this.#seen < LEAST_SEEN * this.#window) return null;
    return Math.min(1, Math.max(0, this.#so / this.#seen));
  }

  reset(): void {
    this.#stretches.length = 0;
    this.#head = 0;
    this.#seen = 0;
    this.#so = 0;
    this.#last = null;
  }

  #append(start: Milliseconds, end: Milliseconds, is: boolean): void {
    const newest = this.#stretches.at(-1);
    if (newest?.end === start && newest.is === is) newest.end = end;
    else this.#stretches.push({ start, end, is });
    this.#count(end - start, is);
  }

  #count(duration: Milliseconds, is: boolean): void {
    this.#seen += duration;
    if (is) this.#so += duration;
  }

  #forgetBefore(edge: Milliseconds): void {
    const stretches = this.#stretches;
    for (let oldest = stretches[this.#head]; oldest !== undefined && oldest.start < edge;) {
      const gone = Math.min(oldest.end, edge) - oldest.start;
      this.#count(-gone, oldest.is);
      oldest.start += gone;
      if (oldest.end > edge) break;
      oldest = stretches[++this.#head];
    }
    if (this.#head === stretches.length) {
      // Nothing is left: start from exact zeros, so that rounding cannot pile up over a day.
      const last = this.#last;
      this.reset();
      this.#last = last;
    } else if (this.#head > stretches.length / 2) {
      stretches.splice(0, this.#head);
      this.#head = 0;
    }
  }
}
