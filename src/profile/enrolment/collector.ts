import type { Clock, Milliseconds } from '../../common/clock';
import { CalibrationError, calibrateEyes } from '../../wakefulness/calibration';
import type { EyeCalibration } from '../../wakefulness/observation';
import { FrameOrder } from '../../wakefulness/frame-order';
import {
  CALIBRATION_RETRY,
  CLOSED_EYES_HINT_AFTER,
  EMBEDDINGS_NEEDED,
  EMBEDDING_SPACING,
  ENROLMENT_TIMEOUT,
  FRAMES_NEEDED,
  GOOD_TIME,
  HINT_AFTER,
  MATCHES_NEEDED,
  RECALIBRATION_GOOD_TIME,
  STUCK_AFTER,
} from './constants';
import type { Enrolment, EnrolmentCandidate, EnrolmentHint, EnrolmentStatus } from './enrolment';
import { coveredTime, FrameCollector, type FrameLook } from './frames';
import { IdentityCollector, type IdentityCheck } from './identity';
import { isGood, frameProblem } from './quality';
import { similarityThreshold } from './similarity';

export interface EnrolmentOptions {
  /** Backbone that the embeddings are from. */
  readonly backbone: string;
  /**
   * Measure the eyes and head of this learner anew and keep the identity; null: enrol somebody new.
   */
  readonly known: Enrolment | null;
  /** Milliseconds since the epoch, for the calibration's date. */
  readonly wallClock: Clock;
}

/**
 * Collects good frames while the learner looks at the screen: the identity from at least twenty
 * embeddings spread over the time, the eyes' and head's calibration from the landmarks of all good
 * frames. Frames of somebody else, blurred ones and glances away are let go. Time is that of the
 * candidates; there is no timer.
 */
export class EnrolmentCollector {
  readonly #options: EnrolmentOptions;
  readonly #order = new FrameOrder();
  #frames = new FrameCollector();
  #identity: IdentityCollector;
  #hints = new HintKeeper();
  #startedAt: Milliseconds | null = null;
  #lastEmbedding = -Infinity;
  #lastAttempt = -Infinity;
  /** The furthest it has come, and since when. */
  #best: { readonly fraction: number; readonly since: Milliseconds } | null = null;
  /** The face that was seen last is no picture of one. */
  #alive = false;
  /** Why the last attempt to calibrate failed. */
  #obstacle: EnrolmentHint | null = null;
  #status: EnrolmentStatus = {
    kind: 'collecting',
    progress: { fraction: 0, hint: 'look-at-screen', stuck: false },
  };

  /**
   * @throws WakefulError `backbone-unknown` for a backbone without a similarity threshold.
   * @throws RangeError when the known learner was enrolled with another backbone.
   */
  constructor(options: EnrolmentOptions) {
    const { backbone, known } = options;
    if (known !== null && known.backbone !== backbone) {
      throw new RangeError(`The learner was enrolled with ${known.backbone}, the network is ${backbone}.`);
    }
    this.#options = options;
    this.#identity = this.#newIdentity();
  }

  get status(): EnrolmentStatus {
    return this.#status;
  }

  /** One frame, in the order of time; late and repeated ones are skipped. */
  add(candidate: EnrolmentCandidate): EnrolmentStatus {
    if (this.#status.kind !== 'collecting') return this.#status;
    const { t } = candidate;
    const step = this.#order.step(t);
    if (step.kind === 'late') return this.#status;
    if (step.kind === 'reset') this.#startOver();
    this.#startedAt ??= t;
    this.#alive = candidate.alive;
    const look = isGood(candidate) ? this.#frames.add(candidate) : null;
    this.#hints.see(this.#hintOf(candidate, look), t, step.kind === 'next' ? step.dt : 0);
    return this.#advance(t);
  }

  /**
   * The embedding (V_id) of the frame of time `t`, once the network has run on it; taken if that
   * frame was fit.
   */
  addEmbedding(t: Milliseconds, embedding: Float32Array): EnrolmentStatus {
    if (this.#status.kind !== 'collecting') return this.#status;
    this.#take(t, embedding);
    return this.#advance(this.#order.last ?? t);
  }

  /** Time passes without frames: notices that it has run out. */
  tick(now: Milliseconds): EnrolmentStatus {
    this.#startedAt ??= now;
    return this.#status.kind === 'collecting' ? this.#advance(now) : this.#status;
  }

  #newIdentity(): IdentityCollector {
    const { backbone, known } = this.#options;
    return new IdentityCollector(similarityThreshold(backbone), known?.embedding ?? null);
  }

  /** The clock was set back: what was collected before cannot be put in order with what follows. */
  #startOver(): void {
    this.#frames = new FrameCollector();
    this.#identity = this.#newIdentity();
    this.#hints = new HintKeeper();
    this.#startedAt = null;
    this.#lastEmbedding = this.#lastAttempt = -Infinity;
    this.#obstacle = this.#best = null;
  }

  #take(t: Milliseconds, embedding: Float32Array): void {
    if (t - this.#lastEmbedding < EMBEDDING_SPACING || !this.#frames.fitForIdentity(t)) return;
    if (this.#identity.add(t, embedding)) this.#lastEmbedding = t;
  }

  #hintOf(candidate: EnrolmentCandidate, look: FrameLook | null): EnrolmentHint {
    if (look === null) return frameProblem(candidate) ?? 'look-at-screen';
    if (!this.#identity.check.consistent) {
      return this.#options.known === null ? 'one-person-only' : 'face-the-camera';
    }
    if (look.eyes === 'closed') return 'open-your-eyes';
    if (!look.still) return 'hold-still';
    if (!this.#alive && this.#fraction(this.#identity.check) === 1) return 'blink-once';
    return this.#obstacle ?? 'look-at-screen';
  }

  #advance(now: Milliseconds): EnrolmentStatus {
    const check = this.#identity.check;
    const fraction = this.#fraction(check);
    const hint = this.#hints.hint;
    if (this.#best === null || fraction > this.#best.fraction) this.#best = { fraction, since: now };
    const stuck = now - this.#best.since >= STUCK_AFTER;
    this.#status = { kind: 'collecting', progress: { fraction, hint, stuck } };
    if (check.refused) {
      this.#status = { kind: 'failed', reason: 'other-person', hint };
    } else if (
      fraction === 1 &&
      check.consistent &&
      this.#alive &&
      now - this.#lastAttempt >= CALIBRATION_RETRY
    ) {
      this.#lastAttempt = now;
      this.#finish(check);
    }
    if (this.#status.kind === 'collecting' && now - (this.#startedAt ?? now) >= ENROLMENT_TIMEOUT) {
      this.#status = { kind: 'failed', reason: 'enrolment-timeout', hint: this.#hints.worst };
    }
    return this.#status;
  }

  #fraction(check: IdentityCheck): number {
    const recalibrating = this.#options.known !== null;
    const frames = this.#frames.verified(check);
    return Math.min(
      1,
      check.own.length / (recalibrating ? MATCHES_NEEDED : EMBEDDINGS_NEEDED),
      frames.length / FRAMES_NEEDED,
      coveredTime(frames) / (recalibrating ? RECALIBRATION_GOOD_TIME : GOOD_TIME),
    );
  }

  #finish(check: IdentityCheck): void {
    const calibration = this.#calibrate(check);
    if (calibration === null) return;
    const { backbone, known } = this.#options;
    const embedding = known?.embedding ?? this.#identity.mean();
    if (embedding === null) return;
    const frames = known?.frames ?? check.own.length;
    this.#status = { kind: 'done', enrolment: { backbone, embedding, calibration, frames } };
  }

  #calibrate(check: IdentityCheck): EyeCalibration | null {
    try {
      return calibrateEyes(this.#frames.verified(check), this.#options.wallClock());
    } catch (error) {
      if (!(error instanceof CalibrationError)) throw error;
      this.#obstacle = error.code === 'calibration-eyes-not-open' ? 'open-your-eyes' : 'hold-still';
      return null;
    }
  }
}

const stands = (hint: EnrolmentHint): Milliseconds =>
  hint === 'open-your-eyes' ? CLOSED_EYES_HINT_AFTER : HINT_AFTER;

/** Keeps the hint from flickering, and remembers what stood in the way for how long. */
class HintKeeper {
  #shown: EnrolmentHint = 'look-at-screen';
  #next: EnrolmentHint = 'look-at-screen';
  #since: Milliseconds = 0;
  readonly #lasted = new Map<EnrolmentHint, Milliseconds>();

  get hint(): EnrolmentHint {
    return this.#shown;
  }

  /**
   * The hint of one frame, `dt` ms after the one before. It is shown once it has stood for a while.
   */
  see(hint: EnrolmentHint, t: Milliseconds, dt: Milliseconds): void {
    this.#lasted.set(hint, (this.#lasted.get(hint) ?? 0) + dt);
    if (hint !== this.#next) {
      this.#next = hint;
      this.#since = t;
    }
    if (t - this.#since >= stands(hint)) this.#shown = hint;
  }

  /** What stood in the way for the longest time; `look-at-screen` when nothing did. */
  get worst(): EnrolmentHint {
    const problems = [...this.#lasted].filter(([hint]) => hint !== 'look-at-screen');
    return problems.reduce<readonly [EnrolmentHint, Milliseconds]>(
      (worst, entry) => (entry[1] > worst[1] ? entry : worst),
      ['look-at-screen', 0],
    )[0];
  }
}
