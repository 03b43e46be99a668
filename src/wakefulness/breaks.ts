import type { Milliseconds } from '../common/clock';
import { BREAK_LENGTH, BREAK_WHEN_DROWSY, BREAK_WINDOW, REMIND_AGAIN } from './constants';
import { SlidingFraction } from './sliding-fraction';
import type { StateEvent } from './state-event';
import { LONGEST_CREDIT } from './summary';

/** Why a break is due: it has been long, or drowsiness gathers. */
export type BreakReason = 'time' | 'drowsy';

/**
 * When a break is due. Being out of sight for long enough is one, whatever the reason. Time is that
 * of the events.
 */
export class BreakClock {
  readonly #drowsy = new SlidingFraction(BREAK_WINDOW);
  #last: Milliseconds | null = null;
  #since: Milliseconds | null = null;
  #seenAt: Milliseconds | null = null;
  #notBefore: Milliseconds = -Infinity;
  #due: BreakReason | null = null;

  /** Stands until it is put off or the break is taken. */
  get due(): BreakReason | null {
    return this.#due;
  }

  /** ms since the last break. */
  get worked(): Milliseconds {
    return this.#last === null || this.#since === null ? 0 : this.#last - this.#since;
  }

  /** @param every ms of learning after which a break is due; null: no reminders */
  add({ t, state }: Pick<StateEvent, 't' | 'state'>, every: Milliseconds | null): void {
    // A clock that was put back: what was before cannot be put in order with what follows.
    if (this.#last !== null && t < this.#last - LONGEST_CREDIT) this.#reset();
    this.#last = t;
    if (this.#seenAt !== null && t - this.#seenAt >= BREAK_LENGTH) this.#reset();
    const isSeen = state !== 'unknown';
    this.#drowsy.add(t, isSeen ? state !== 'awake' : null);
    if (isSeen) {
      this.#since ??= t;
      this.#seenAt = t;
    }
    if (every === null) this.#due = null;
    else if (isSeen && t >= this.#notBefore) this.#due ??= this.#reason(every);
  }

  /** The learner goes on for now. */
  later(): void {
    this.#due = null;
    this.#notBefore = (this.#last ?? 0) + REMIND_AGAIN;
    this.#drowsy.reset();
  }

  #reason(every: Milliseconds): BreakReason | null {
    if (this.#drowsy.time >= BREAK_WHEN_DROWSY) return 'drowsy';
    return this.worked >= every ? 'time' : null;
  }

  #reset(): void {
    this.#since = this.#seenAt = this.#due = null;
    this.#notBefore = -Infinity;
    this.#drowsy.reset();
  }
}
