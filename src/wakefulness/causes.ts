import type { WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import { CAUSE_LEAST_RATE, CAUSE_MEMORY } from './constants';
import type { Contribution } from './likelihood';
import { kept } from './ramp';
import type { StateCause } from './state-event';

interface Remembered {
  readonly toward: WakefulnessClass;
  rate: number;
}

/**
 * Remembers for a few seconds which evidence counted, so that each published state can say what it
 * rests on.
 */
export class CauseMemory {
  readonly #causes = new Map<StateCause, Remembered>();

  add(contributions: readonly Contribution[], dt: Milliseconds): void {
    const share = kept(dt, CAUSE_MEMORY);
    for (const { cause, toward, rate } of contributions) {
      const before = this.#causes.get(cause);
      if (before === undefined) this.#causes.set(cause, { toward, rate: (1 - share) * rate });
      else before.rate += (1 - share) * (rate - before.rate);
    }
  }

  /**
   * What spoke for `state` lately, strongest first. Drowsiness rests on a closure over one second
   * too, for that is how one gets from asleep to drowsy.
   */
  of(state: WakefulnessClass): StateCause[] {
    return [...this.#causes]
      .filter(([, { toward, rate }]) => rate >= CAUSE_LEAST_RATE && speaksFor(toward, state))
      .sort(([, a], [, b]) => b.rate - a.rate)
      .map(([cause]) => cause);
  }

  clear(): void {
    this.#causes.clear();
  }
}

function speaksFor(toward: WakefulnessClass, state: WakefulnessClass): boolean {
  return toward === state || (state === 'drowsy' && toward === 'asleep');
}
