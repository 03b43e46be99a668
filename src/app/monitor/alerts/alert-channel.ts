import type { Milliseconds } from '../../../common/clock';
import type { AlertEvent, AlertLevel } from '../../../wakefulness/state-event';

/** An alert that stands. */
export interface StandingAlert {
  readonly level: AlertLevel;
  /** 0..1; rises while a strong alert stays unacknowledged. */
  readonly loudness: number;
  readonly cause: AlertEvent['cause'];
}

/** One way in which an alert reaches the learner. */
export interface AlertChannel {
  /** The alert stands, or has changed. Called again for the same alert, it must not begin anew. */
  show(alert: StandingAlert): void;
  /** No alert stands (any more): silence at once. */
  clear(): void;
  /** About once a second while an alert stands, driven by the worker's events: page timers stall in hidden tabs. */
  beat?(now: Milliseconds): void;
}
