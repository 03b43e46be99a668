import type { WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import { LOST_COUNTS_AS_SLEEP_AFTER, LOST_COUNTS_UNTIL } from './constants';
import { OWN_MOVEMENT_REASONS } from './presence';
import type { UnknownReason } from './state-event';

/**
 * A face that is lost while the learner is drowsy or asleep is a sign: the head may lie on the
 * desk. A face that is lost while awake is none.
 */
export class GoingDown {
  #lost: { readonly since: Milliseconds; readonly from: 'drowsy' | 'asleep' } | null = null;

  /**
   * The face is missing at `t`; `from`: what the learner was when it was last seen, null when
   * nothing speaks for sleep.
   */
  loses(t: Milliseconds, reason: UnknownReason, from: 'drowsy' | 'asleep' | null): void {
    if (!OWN_MOVEMENT_REASONS.has(reason)) this.#lost = null;
    else if (this.#lost === null && from !== null) this.#lost = { since: t, from };
  }

  sees(): void {
    this.#lost = null;
  }

  /** What the loss counts as toward an alert; null: nothing. */
  sign(t: Milliseconds): WakefulnessClass | null {
    if (this.#lost === null) return null;
    const lostFor = t - this.#lost.since;
    if (lostFor > LOST_COUNTS_UNTIL) return null;
    return this.#lost.from === 'asleep' || lostFor > LOST_COUNTS_AS_SLEEP_AFTER ? 'asleep' : 'drowsy';
  }
}
