import type { Milliseconds } from '../common/clock';
import { OBSERVATION_GAP, PERCLOS_LEAST_SEEN } from './constants';

interface Stretch {
  start: Milliseconds;
  end: Milliseconds;
  closed: boolean;
}

/**
 * PERCLOS: the share of the seen time of a sliding window during which the eyes were closed (P80:
 * at least 80 % closed; Wierwille et al. 1994, Dinges & Grace 1998). Weighted by time, so that the
 * frame rate does not matter: each sample stands until the next one. Time that was not seen (null
 * samples, gaps) is left out of both sums.
 *
 * O(1) amortised per sample. Memory: one entry per change between open and closed within the
 * window.
 */
export class Perclos {
  readonly #window: Milliseconds;
  readonly #stretches: Stretch[] = [];
  /** Index of the oldest stretch still in the window; the ones before it wait to be cut off. */
  #head = 0;
  #seen = 0;
  #closed = 0;
  #last: { t: Milliseconds; closed: boolean } | null = null;

  constructor(window: Milliseconds) {
    this.#window = window;
  }

  /** Number of entries kept, for the test that memory stays bounded. */
  get size(): number {
    return this.#stretches.length;
  }

  /**
   * One sample; `closed` null: the eyes could not be measured. Times must not fall; after a clock
   * reset call `reset`.
   */
  add(t: Milliseconds, closed: boolean | null): void {
    const last = this.#last;
    if (last !== null && t > last.t && t - last.t <= OBSERVATION_GAP) this.#append(last.t, t, last.closed);
    this.#last = closed === null ? null : { t, closed };
    this.#forgetBefore(t - this.#window);
  }

  /** 0..1; null until half of the window was seen. */
  get value(): number | null {
    if (this.#seen < PERCLOS_LEAST_SEEN * this.#window) return null;
    return Math.min(1, Math.max(0, this.#closed / this.#seen));
  }

  reset(): void {
    this.#stretches.length = 0;
    this.#head = 0;
    this.#seen = 0;
    this.#closed = 0;
    this.#last = null;
  }

  #append(start: Milliseconds, end: Milliseconds, closed: boolean): void {
    const newest = this.#stretches.at(-1);
    if (newest?.end === start && newest.closed === closed) newest.end = end;
    else this.#stretches.push({ start, end, closed });
    this.#count(end - start, closed);
  }

  #count(duration: Milliseconds, closed: boolean): void {
    this.#seen += duration;
    if (closed) this.#closed += duration;
  }

  #forgetBefore(edge: Milliseconds): void {
    const stretches = this.#stretches;
    for (let oldest = stretches[this.#head]; oldest !== undefined && oldest.start < edge;) {
      const gone = Math.min(oldest.end, edge) - oldest.start;
      this.#count(-gone, oldest.closed);
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
