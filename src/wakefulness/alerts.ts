import type { WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import {
  ALERT_AFTER,
  ALERT_OUTLIVES_SIGHT,
  EVIDENCE_STALE_AFTER,
  FULL_LOUDNESS_AFTER,
  GENTLE_LOUDNESS,
  GENTLE_WINDOW,
  OBSERVATION_GAP,
  QUIET_AFTER_ACKNOWLEDGEMENT,
  RECOVERED_AFTER,
  RECOVERY_SPEED,
  STRONG_IN_QUIET_AFTER,
  STRONG_LOUDNESS,
  type Sensitivity,
} from './constants';
import { clamp } from './ramp';
import { SlidingFraction } from './sliding-fraction';
import type { AlertEvent, AlertLevel } from './state-event';

export type AlertCause = NonNullable<AlertEvent['cause']>;

/** The alert as the policy holds it; the monitor adds times of the epoch. */
export interface AlertView {
  readonly level: AlertLevel | null;
  readonly loudness: number;
  readonly cause: AlertCause | null;
  /** ms of quiet or snooze still to go; 0: none. */
  readonly quietLeft: Milliseconds;
}

/**
 * The staged alert policy.
 *
 * - 8 s of drowsiness or sleep within 12 s raise a gentle alert (at normal sensitivity): an
 *   open-eyed moment in between does not undo them. 3 s of sleep raise a strong one, which grows
 *   louder; they are forgotten twice as fast while awake.
 * - Only time between two observations counts. A stalled or jumping clock adds nothing, so it can
 *   never raise an alert.
 * - An alert ends when it is acknowledged or snoozed, or after some seconds of being awake without
 *   a break. Not being seen is no recovery; only after two minutes out of sight is an alert taken
 *   back ("stopped").
 * - Acknowledging gives two minutes of quiet: no gentle alert at all, and a strong one only after
 *   15 s of sleep seen since then. Whoever pressed the key has been awake to press it, but silence
 *   must not cover a learner who then falls asleep for good.
 * - A snooze was asked for by its length, so nothing breaks it.
 */
export class AlertPolicy {
  sensitivity: Sensitivity = 'normal';
  #level: AlertLevel | null = null;
  #cause: AlertCause | null = null;
  readonly #drowsy = new SlidingFraction(GENTLE_WINDOW);
  #asleep: Milliseconds = 0;
  /** Being awake without a break. */
  #awake: Milliseconds = 0;
  #louder: Milliseconds = 0;
  #unseen: Milliseconds = 0;
  #quietLeft: Milliseconds = 0;
  #snoozed = false;
  #now: Milliseconds | null = null;
  #last: { readonly t: Milliseconds; readonly sign: WakefulnessClass | null } | null = null;

  get view(): AlertView {
    const strong = clamp(
      STRONG_LOUDNESS + ((1 - STRONG_LOUDNESS) * this.#louder) / FULL_LOUDNESS_AFTER,
      0,
      1,
    );
    const loudness = this.#level === null ? 0 : this.#level === 'strong' ? strong : GENTLE_LOUDNESS;
    return { level: this.#level, loudness, cause: this.#cause, quietLeft: this.#quietLeft };
  }

  /**
   * One observation: what it is a sign of, null when it tells nothing (no face, another person,
   * paused), and whether the learner's face was seen. A sign stands until the next observation.
   */
  observe(t: Milliseconds, sign: WakefulnessClass | null, seen: boolean): void {
    this.tick(t);
    if (seen) this.#unseen = 0;
    const last = this.#last;
    this.#last = { t, sign };
    const dt = last === null ? 0 : t - last.t;
    if (last !== null && dt > 0 && dt <= OBSERVATION_GAP) this.#gather(last.sign, dt);
    if (dt < 0 || dt > EVIDENCE_STALE_AFTER) this.#forget();
    this.#drowsy.add(t, sign === null ? null : sign !== 'awake');
    this.#raise(sign);
  }

  /** Time passes. Ends what time ends (quiet, an alert that nobody sees); never raises anything. */
  tick(now: Milliseconds): void {
    const passed = this.#now === null ? 0 : Math.max(0, now - this.#now);
    // A small step back is another clock's jitter; a large one a reset, after which time runs on
    // from there.
    if (this.#now === null || now >= this.#now || this.#now - now > OBSERVATION_GAP) this.#now = now;
    this.#quietLeft = Math.max(0, this.#quietLeft - passed);
    if (this.#quietLeft === 0) this.#snoozed = false;
    this.#unseen += passed;
    if (this.#level !== null && this.#unseen > ALERT_OUTLIVES_SIGHT) this.#end('stopped');
    if (this.#quietLeft === 0 && this.#level === null && this.#isQuietCause()) this.#cause = null;
  }

  /**
   * Silences the alert and gives the learner two minutes of quiet. Without an alert nothing
   * happens.
   */
  acknowledge(now: Milliseconds): void {
    this.tick(now);
    if (this.#level === null) return;
    this.#quietLeft = Math.max(this.#quietLeft, QUIET_AFTER_ACKNOWLEDGEMENT);
    this.#end('acknowledged');
  }

  /** No alert at all for `duration` ms, whatever happens; 0 ends a snooze. */
  snooze(now: Milliseconds, duration: Milliseconds): void {
    this.tick(now);
    this.#quietLeft = Math.max(0, duration);
    this.#snoozed = duration > 0;
    this.#end(duration > 0 ? 'snoozed' : null);
  }

  /**
   * Monitoring ended or paused: no alert stands, no evidence is remembered. Quiet and snooze run
   * on.
   */
  stop(): void {
    this.#last = null;
    this.#end(this.#level === null ? this.#cause : 'stopped');
  }

  #isQuietCause(): boolean {
    return this.#cause === 'acknowledged' || this.#cause === 'snoozed';
  }

  #gather(sign: WakefulnessClass | null, dt: Milliseconds): void {
    switch (sign) {
      case 'asleep':
        this.#asleep += dt;
        this.#awake = 0;
        break;
      case 'drowsy':
        this.#asleep = Math.max(0, this.#asleep - dt);
        this.#awake = 0;
        break;
      case 'awake':
        this.#asleep = Math.max(0, this.#asleep - RECOVERY_SPEED * dt);
        this.#awake += dt;
        break;
      case null:
        return;
    }
    // More than what raises an alert need not be remembered, or recovery would take as long as the
    // sleep.
    this.#asleep = Math.min(this.#asleep, STRONG_IN_QUIET_AFTER);
    if (this.#level === 'strong') {
      this.#louder = sign === 'awake' ? Math.max(0, this.#louder - RECOVERY_SPEED * dt) : this.#louder + dt;
      this.#louder = Math.min(this.#louder, FULL_LOUDNESS_AFTER);
    }
    if (this.#level !== null && this.#awake >= RECOVERED_AFTER[this.#level]) this.#end('recovered');
  }

  #raise(sign: WakefulnessClass | null): void {
    if (this.#snoozed) return;
    const quiet = this.#quietLeft > 0;
    const after = ALERT_AFTER[this.sensitivity];
    const strongAfter = quiet ? STRONG_IN_QUIET_AFTER : after.strong;
    if (sign === 'asleep' && this.#asleep >= strongAfter && this.#level !== 'strong') {
      this.#level = 'strong';
      this.#cause = 'asleep';
      this.#louder = 0;
      this.#quietLeft = 0;
    } else if (
      (sign === 'drowsy' || sign === 'asleep') &&
      this.#drowsy.time >= after.gentle &&
      this.#level === null &&
      !quiet
    ) {
      this.#level = 'gentle';
      this.#cause = 'drowsy';
    }
  }

  #end(cause: AlertCause | null): void {
    this.#level = null;
    this.#cause = cause;
    this.#louder = 0;
    this.#forget();
  }

  #forget(): void {
    this.#drowsy.reset();
    this.#asleep = this.#awake = 0;
  }
}
