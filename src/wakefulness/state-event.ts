import type { ClassProbabilities, WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';

/** Why a state is unknown. Unknown is never shown as awake. */
export const UNKNOWN_REASONS = [
  'starting',
  'calibrating',
  'no-face',
  'face-too-small',
  'recognising',
  'other-person',
  'eyes-hidden',
  'too-dark',
  'camera-covered',
  'camera-off',
  'camera-frozen',
  'no-sign-of-life',
  'paused-by-browser',
  'paused',
  // Of files only: a picture that cannot be decoded does not show that nobody is there. (New ones
  // come last: footage keeps their places.)
  'unreadable',
] as const;

export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

export type WakefulnessState = WakefulnessClass | 'unknown';

/**
 * A state as people are told it. By Table 1 eyes that are closed for over a second are asleep; for
 * the first three seconds that is called what it is, closed eyes, and may be a rest.
 */
export type ShownState = WakefulnessState | 'eyes-closed';

/** How much the published state is to be believed, in a word. */
export type Certainty = 'sure' | 'likely' | 'unsure';

/** What a published state rests on, strongest first; strings for each live in the app. */
export const STATE_CAUSES = [
  'eyes-closed-over-1s',
  'long-blinks',
  'high-perclos',
  'eyes-half-closed',
  'head-nodding',
  'head-dropped',
  'yawning',
  'face-lost-while-drowsy',
  'network-sees-asleep',
  'network-sees-drowsy',
  'eyes-open',
  'drowsy-lately',
] as const;

export type StateCause = (typeof STATE_CAUSES)[number];

/** Published at once when the state changes, and every second as a heartbeat. */
export interface StateEvent {
  /** Milliseconds since the epoch. */
  readonly t: Milliseconds;
  readonly state: WakefulnessState;
  /** How the state is shown and counted. */
  readonly shown: ShownState;
  /** Classified by general thresholds, because this learner's eyes are not calibrated yet. */
  readonly provisional?: true;
  /** Present exactly when `state` is `unknown`. */
  readonly reason?: UnknownReason;
  /** Strongest first; empty while unknown. */
  readonly causes: readonly StateCause[];
  /** Probability of the published state, 0..1; 0 while unknown. */
  readonly confidence: number;
  /**
   * null while unknown. A learner whose eyes were closed much of the last minute is not surely
   * awake.
   */
  readonly certainty: Certainty | null;
  /** One third each while unknown. */
  readonly probabilities: ClassProbabilities;
  /** P80 over the last minute, 0..1; null until enough of the minute was seen. */
  readonly perclos: number | null;
  /** P80 over the last three minutes, 0..1; null until enough of them was seen. */
  readonly perclos3: number | null;
  /**
   * Eye openness relative to the learner's calibration, 0 closed .. 1 open; null without a measured
   * eye.
   */
  readonly openness: number | null;
  /** How long the eyes have been closed now, ms; 0 when open or not seen. */
  readonly closureMs: Milliseconds;
}

export type AlertLevel = 'gentle' | 'strong';

/** The alert as it stands; published on every change. `null` level: no alert. */
export interface AlertEvent {
  readonly t: Milliseconds;
  readonly level: AlertLevel | null;
  /** 0..1, rises while a strong alert stays unacknowledged. */
  readonly loudness: number;
  /** Why the alert was raised or ended. */
  readonly cause: 'drowsy' | 'asleep' | 'acknowledged' | 'snoozed' | 'recovered' | 'stopped' | null;
  /**
   * While set (epoch ms): quiet after an acknowledgement, or snooze. Before it no gentle alert is
   * raised; a strong one breaks the quiet of an acknowledgement only after long sleep, and a snooze
   * never (wakefulness/alerts.ts).
   */
  readonly quietUntil: Milliseconds | null;
}
