import type { WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import {
  FIRST_VERDICT_AFTER,
  LOST_COUNTS_AS_SLEEP_AFTER,
  LOST_COUNTS_UNTIL,
  VERDICT_AFTER_LOSS,
  VERDICT_OUTLIVES_FACE,
} from './constants';
import type { UnknownReason } from './state-event';

type Phase =
  /** Nothing to classify. */
  | { readonly kind: 'unseen'; readonly reason: UnknownReason }
  /** A face is there, not yet for long enough. */
  | { readonly kind: 'arriving'; readonly since: Milliseconds; readonly reason: UnknownReason }
  | { readonly kind: 'seen' }
  /** The face was lost a moment ago; the verdict outlives it until `until`. */
  | { readonly kind: 'held'; readonly until: Milliseconds; readonly reason: UnknownReason };

/**
 * Ways to lose the learner that their own movement explains, a sinking head above all: a verdict
 * outlives them for a moment. All others (another person, a covered camera, …) end it at once.
 */
const OWN_MOVEMENT_REASONS: ReadonlySet<UnknownReason> = new Set([
  'no-face',
  'recognising',
  'eyes-hidden',
  'face-too-small',
]);

/**
 * Whether there is anybody to classify: a verdict needs a face seen for a moment, and outlives it
 * only briefly.
 */
export class Presence {
  #phase: Phase = { kind: 'unseen', reason: 'starting' };
  #seenBefore = false;

  /** Null: a verdict may be told. Else why none is. */
  get unknown(): UnknownReason | null {
    return 'reason' in this.#phase && this.#phase.kind !== 'held' ? this.#phase.reason : null;
  }

  /** The verdict that is told rests on a face that is no longer seen. */
  get held(): boolean {
    return this.#phase.kind === 'held';
  }

  /**
   * A measured face at `t`; `undecided`: it says nothing yet, so that a first verdict must wait.
   */
  sees(t: Milliseconds, undecided: boolean): void {
    const phase = this.#phase;
    if (phase.kind === 'held') this.#phase = { kind: 'seen' };
    else if (phase.kind === 'unseen') this.#phase = { kind: 'arriving', since: t, reason: phase.reason };
    else if (phase.kind === 'arriving') {
      const needed = this.#seenBefore ? VERDICT_AFTER_LOSS : FIRST_VERDICT_AFTER;
      if (t - phase.since >= needed && !undecided) {
        this.#phase = { kind: 'seen' };
        this.#seenBefore = true;
      }
    }
  }

  /**
   * A measured face at `t` that may be a picture's. The time that a first verdict waits runs on;
   * the verdict itself comes with `sees`.
   */
  waits(t: Milliseconds, reason: UnknownReason): void {
    this.#phase = {
      kind: 'arriving',
      since: this.#phase.kind === 'arriving' ? this.#phase.since : t,
      reason,
    };
  }

  /** No usable face at `t`, while `state` was told. */
  loses(t: Milliseconds, reason: UnknownReason, state: WakefulnessClass | null): void {
    const phase = this.#phase;
    const holdable = OWN_MOVEMENT_REASONS.has(reason);
    if (phase.kind === 'seen' && holdable && state !== null) {
      this.#phase = { kind: 'held', until: t + VERDICT_OUTLIVES_FACE[state], reason };
    } else if (phase.kind !== 'held' || !holdable || t >= phase.until) {
      this.#phase = { kind: 'unseen', reason };
    } else {
      this.#phase = { ...phase, reason };
    }
  }
}

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
