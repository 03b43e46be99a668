import type { WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import {
  AWAKE_AFTER_DROWSY,
  AWAKE_AFTER_SLEEP,
  DROWSY_FILLS,
  DROWSY_WINDOW,
  FILTER_FORGETS,
  OBSERVATION_GAP,
  REST,
} from './constants';
import { SlidingFraction } from './sliding-fraction';

/**
 * The state that is published. The most probable one follows every blink; people need one that
 * stands for a while. Sleep is told at once. Drowsiness is told when it has filled enough of the
 * last seconds, and stands until the learner has been awake without a break for some seconds.
 */
export class SteadyState {
  #state: WakefulnessClass = 'awake';
  readonly #drowsy = new SlidingFraction(DROWSY_WINDOW);
  /** Being awake without a break, ms of seen time. */
  #awakeFor: Milliseconds = 0;
  #last: Milliseconds | null = null;
  /** Last measured face. */
  #seen: Milliseconds | null = null;
  #longestClosure: Milliseconds = 0;
  /** Whether drowsiness was published before the sleep that stands. */
  #wasDrowsy = false;

  get state(): WakefulnessClass {
    return this.#state;
  }

  /** Asleep, but no closure has been long enough yet to be called more than a rest. */
  get rests(): boolean {
    return this.#state === 'asleep' && this.#longestClosure < REST;
  }

  /** A measured face: the most probable state, and how long the eyes have been closed. */
  sees(t: Milliseconds, probable: WakefulnessClass, closure: Milliseconds): void {
    const dt = this.#last === null ? 0 : t - this.#last;
    this.#last = this.#seen = t;
    this.#awakeFor = probable === 'awake' ? this.#awakeFor + (dt <= OBSERVATION_GAP ? dt : 0) : 0;
    this.#drowsy.add(t, probable === 'drowsy');
    this.#become(probable);
    if (probable === 'asleep') this.#longestClosure = Math.max(this.#longestClosure, closure);
  }

  /** No measured face at `t`. Who comes back after long is not what they were before. */
  misses(t: Milliseconds): void {
    if (this.#seen !== null && t - this.#seen >= FILTER_FORGETS) this.reset();
    this.#drowsy.add(t, null);
    this.#last = null;
  }

  /** What was before does not count any more. */
  reset(): void {
    this.#state = 'awake';
    this.#drowsy.reset();
    this.#awakeFor = this.#longestClosure = 0;
    this.#last = this.#seen = null;
    this.#wasDrowsy = false;
  }

  #become(probable: WakefulnessClass): void {
    switch (this.#state) {
      case 'awake':
        if (probable === 'asleep') this.#sleep();
        else if (probable === 'drowsy' && this.#drowsy.time >= DROWSY_FILLS) this.#drowse();
        break;
      case 'drowsy':
        if (probable === 'asleep') this.#sleep();
        else if (this.#awakeFor >= AWAKE_AFTER_DROWSY) this.#wake();
        break;
      case 'asleep':
        if (probable === 'drowsy' && (this.#wasDrowsy || this.#drowsy.time >= DROWSY_FILLS)) this.#drowse();
        else if (probable === 'awake' && this.#wasDrowsy) this.#drowse();
        else if (this.#awakeFor >= AWAKE_AFTER_SLEEP) this.#wake();
        break;
    }
  }

  #drowse(): void {
    this.#state = 'drowsy';
    this.#awakeFor = 0;
  }

  #sleep(): void {
    this.#wasDrowsy = this.#state === 'drowsy';
    this.#state = 'asleep';
    this.#longestClosure = 0;
  }

  #wake(): void {
    this.#state = 'awake';
    this.#drowsy.reset();
  }
}
