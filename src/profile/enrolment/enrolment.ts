import type { Milliseconds } from '../../common/clock';
import type { EyeCalibration, EyePair, HeadPose } from '../../wakefulness/observation';
import type { UnknownReason } from '../../wakefulness/state-event';

/**
 * What a learner's enrolment yields; biometric data. `embedding` points where the mean V_id of the
 * good frames points and is as long as they are on average (its length matters to V_state); compare
 * it by cosine.
 */
export interface Enrolment {
  /** Backbone that computed the embedding; another backbone's embedding says nothing. */
  readonly backbone: string;
  readonly embedding: Float32Array;
  readonly calibration: EyeCalibration;
  /** Good frames the embedding is the mean of. */
  readonly frames: number;
}

/** What to do for the enrolment to go on, first match first; strings live in the app. */
export type EnrolmentHint =
  | 'no-face'
  | 'uncover-the-camera'
  | 'camera-stuck'
  | 'one-person-only'
  | 'come-closer'
  | 'more-light'
  | 'less-light'
  | 'face-the-camera'
  | 'show-your-eyes'
  | 'open-your-eyes'
  | 'hold-still'
  /** All is measured, but the face has not shown that it is no picture. */
  | 'blink-once'
  /** All is well: go on like this. */
  | 'look-at-screen';

/** What the enrolment screen shows while the learner looks at the screen. */
export interface EnrolmentProgress {
  /** 0..1 of the good frames and time needed. */
  readonly fraction: number;
  readonly hint: EnrolmentHint;
  /** It has not moved on for some time: more help is needed than the hint. */
  readonly stuck: boolean;
}

/** One frame offered to the enrolment. */
export interface EnrolmentCandidate {
  /** Capture clock, ms, monotonic. */
  readonly t: Milliseconds;
  /** Of the chosen face; null without one. */
  readonly signals: { readonly ear: EyePair; readonly mar: number; readonly pose: HeadPose } | null;
  /** Why there is no face, if there is none. */
  readonly missing: UnknownReason | null;
  /** Distance between the eye centres, frame pixels. */
  readonly interocularPx: number;
  /** Something is in front of the eyes. */
  readonly eyesHidden: boolean;
  /** This face has blinked or spoken since it came into view. */
  readonly alive: boolean;
  /** Luma of the face, 0..255; null where it was not measured on this frame. */
  readonly exposure: { readonly mean: number; readonly deviation: number } | null;
}

export type EnrolmentStatus =
  | { readonly kind: 'collecting'; readonly progress: EnrolmentProgress }
  | { readonly kind: 'done'; readonly enrolment: Enrolment }
  | {
      readonly kind: 'failed';
      /** `other-person`: the face is not the learner whose eyes were to be measured anew. */
      readonly reason: 'enrolment-timeout' | 'other-person';
      /**
       * What stood in the way for the longest time; `look-at-screen`: nothing did, there were too
       * few frames.
       */
      readonly hint: EnrolmentHint;
    };
