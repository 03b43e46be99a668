import type { ClassProbabilities } from '../../common/classes';
import type { Clock, Milliseconds } from '../../common/clock';
import { LEAST_INTEROCULAR_PX } from '../../profile/enrolment/constants';
import type { Enrolment, EnrolmentHint } from '../../profile/enrolment/enrolment';
import { similarityThreshold } from '../../profile/enrolment/similarity';
import { messageOf, WakefulError } from '../../common/errors';
import type { FaceCrop } from '../../vision/types';
import { createWakefulness, type Wakefulness } from '../../wakefulness';
import type { Observation } from '../../wakefulness/observation';
import { SignsOfLife } from '../../wakefulness/signs-of-life';
import type { UnknownReason } from '../../wakefulness/state-event';
import type { NetworkPrediction } from '../network-worker/protocol';
import type { EngineEvent } from '../protocol';
import { Enrolling } from './enrolling';
import type { FaceView, SeenFace } from './face-viewer';
import { agrees, Calm } from './calm';
import { IdentityGate, type FaceOwner } from './identity-gate';
import type { WatchPlan } from './protocol';
import { RateMeter, type Pace } from './cadence';
import { Predictor } from './predictor';

/** The network worker, as far as a session needs it. */
export interface SessionNetwork {
  readonly backbone: string;
  /** Side of the crops that it takes, pixels; null while it loads: nothing is asked of it then. */
  readonly inputSize: number | null;
  embed(crop: FaceCrop): Promise<Float32Array>;
  predict(crop: FaceCrop): Promise<NetworkPrediction>;
  setIdentity(embedding: Float32Array): Promise<void>;
}

export interface SessionParts {
  readonly network: SessionNetwork;
  /** Monotonic ms; the clock of FaceView.t. */
  readonly now: Clock;
  /** Epoch ms; stamps what is published and kept. */
  readonly wallClock: Clock;
  readonly emit: (event: EngineEvent) => void;
}

/** ms between two LiveMeasures: the details panel and the preview's frame need no more. */
const MEASURES_EVERY: Milliseconds = 200;

/** ms without any sign of life after which open eyes are those of a picture. Chosen. */
const LIFELESS_AFTER: Milliseconds = 20_000;

/**
 * ms without a blink after which another face in view is looked at, while somebody new is enrolled.
 * Chosen: two or three usual blinks.
 */
const PICTURE_AFTER: Milliseconds = 8_000;

/**
 * One learner in front of one camera: enrols, judges, alerts. Frames come by `see`, time by `tick`.
 */
export class MonitorSession {
  readonly #parts: SessionParts;
  /** States and alerts; answers to an alert go straight to it. */
  readonly wakefulness: Wakefulness;
  readonly #predictor: Predictor;
  readonly #gate: IdentityGate;
  readonly #frameRate = new RateMeter();
  readonly #calm = new Calm();
  #learner: Enrolment | null;
  #enrolling: Enrolling | null = null;
  /** The system or the person holds the camera back. */
  #held: Extract<UnknownReason, 'paused' | 'camera-off'> | null = null;
  #paused = false;
  #muted = false;
  #prediction: NetworkPrediction | null = null;
  /** Face on the newest frame, if any. */
  #track: number | null = null;
  /** What the followed face has shown since it came into view. */
  #life = new SignsOfLife();
  #lifeOf: number | null = null;
  /** The face that was let go as a picture while somebody was enrolled. */
  #picture: number | null = null;
  #measuredAt: Milliseconds = -Infinity;
  /** The face that was measured while the camera's turn was tried. */
  #early: number | null = null;

  constructor(parts: SessionParts, plan: WatchPlan) {
    this.#parts = parts;
    this.#learner = plan.learner;
    const { network, now, wallClock, emit } = parts;
    const onNetworkFailure = (error: unknown): void => this.#networkFailed(error);
    this.#gate = new IdentityGate(similarityThreshold(network.backbone));
    this.#predictor = new Predictor({
      predict: (crop) => network.predict(crop),
      now,
      onPrediction: (track, prediction) => this.#predicted(track, prediction),
      onFailure: onNetworkFailure,
    });
    this.wakefulness = createWakefulness({
      calibration: plan.learner?.calibration ?? null,
      provisional: true,
      wallClock,
      onState: (event) => emit({ type: 'state', event }),
      onAlert: (event) => emit({ type: 'alert', event }),
    });
    this.introduceLearner();
    if (!plan.learner || plan.recalibrate) this.#enrol();
  }

  /** How closely the learner is to be looked at for now. */
  get pace(): Pace {
    if (this.#calm.now) return 'calm';
    if (this.#enrolling || this.#held !== null) return 'close';
    const { state } = this.wakefulness.state;
    return state === 'drowsy' || state === 'asleep' ? 'lasting' : 'close';
  }

  /** Nothing is looked at for now. */
  get isHeld(): boolean {
    return this.#held !== null;
  }

  /** One frame. Says whose face it shows, once that is known. */
  see(view: FaceView): FaceOwner {
    this.#frameRate.count(view.t);
    if (view.trial === 'aside') return 'pending';
    this.#beginOver(view);
    this.#track = view.face?.track ?? null;
    // First: the frame that ends the calm is shown to the network at once.
    this.#settle(view);
    if (this.#held === null) {
      if (view.face) this.#followLife(view.face, view.t);
      if (view.trial === 'over' || !view.face) this.#enrolling?.see(view, this.#life.blinked);
      if (view.face && this.#learner) this.#identify(view.face, view.t);
      this.wakefulness.observe(view.trial === 'over' ? this.#observe(view) : this.#observeEarly(view));
    }
    this.#publishMeasures(view);
    if (!view.face) return 'pending';
    return this.#isPicture(view.face, view) ? 'other-person' : this.#gate.ownerOf(view.face.track);
  }

  /** Once a second. */
  tick(now: Milliseconds): void {
    if (this.#held !== null) this.#miss(now, this.#held);
    else this.#enrolling?.tick(now);
    this.wakefulness.tick(now);
  }

  pause(): void {
    this.#paused = true;
    this.#hold();
  }

  resume(): void {
    this.#paused = false;
    this.#hold();
  }

  cameraMuted(muted: boolean): void {
    this.#muted = muted;
    this.#hold();
  }

  /**
   * Measures eyes and head anew. Not while the learner is being enrolled: that measures them
   * anyway.
   */
  recalibrate(): void {
    if (this.#learner && !this.#enrolling) this.#enrol();
  }

  stop(): void {
    this.#enrolling?.cancel();
    this.wakefulness.stop();
  }

  /** The network, once it is loaded or another one than before, is told whom to expect. */
  introduceLearner(): void {
    const { network } = this.#parts;
    if (!this.#learner || network.inputSize === null) return;
    void network.setIdentity(this.#learner.embedding).catch((error: unknown) => this.#networkFailed(error));
  }

  #hold(): void {
    this.#held = this.#paused ? 'paused' : this.#muted ? 'camera-off' : null;
    if (this.#held !== null) this.#miss(this.#parts.now(), this.#held);
  }

  #miss(t: Milliseconds, reason: UnknownReason): void {
    this.wakefulness.observe({ t, kind: 'missing', reason });
  }

  #followLife({ track, signals, box, interocularPx }: SeenFace, t: Milliseconds): void {
    if (track !== this.#lifeOf) {
      this.#life = new SignsOfLife();
      this.#lifeOf = track;
    }
    this.#life.add(t, signals, { x: box.x + box.width / 2, y: box.y + box.height / 2, interocularPx });
  }

  /** A face that never blinks while another one is there: a portrait on the wall. */
  #isPicture({ track }: SeenFace, { t, faces }: FaceView): boolean {
    if (track === this.#picture) return !this.#life.blinked;
    if (!this.#enrolling || faces < 2 || this.#life.blinked || this.#life.stillFor(t) < PICTURE_AFTER)
      return false;
    this.#picture = track;
    this.#enrolling.cancel();
    this.#enrol();
    return true;
  }

  /** What was measured in a turn that turned out to be wrong was made up. */
  #beginOver({ t, face, trial }: FaceView): void {
    if (trial === 'over' && this.#early !== null && face?.track !== this.#early) this.wakefulness.forget(t);
    this.#early = trial === 'over' ? null : (face?.track ?? this.#early);
  }

  /** While it is not known how the camera is mounted, nothing is told of a face. */
  #observeEarly(view: FaceView): Observation {
    const observation = this.#observe(view);
    if (!view.face) return observation;
    const { t } = view;
    if (observation.kind === 'missing') return { t, kind: 'missing', reason: 'starting' };
    return { ...observation, unproven: 'starting' };
  }

  #observe({ t, face, missing }: FaceView): Observation {
    if (face === null) return { t, kind: 'missing', reason: missing ?? 'no-face' };
    if (this.#enrolling && this.#learner) return { t, kind: 'missing', reason: 'calibrating' };
    if (face.eyesHidden) return { t, kind: 'missing', reason: 'eyes-hidden' };
    if (this.#enrolling) return this.#observeNewcomer(face, t);
    switch (this.#gate.ownerOf(face.track)) {
      case 'learner':
        return this.#observeFace(face, t, 'recognising', this.#predictor.takePosterior(face.track));
      case 'other-person':
        return { t, kind: 'missing', reason: 'other-person' };
      case 'pending':
        // As long as it may be a stranger's face, it is nobody's.
        return { t, kind: 'missing', reason: 'recognising' };
    }
  }

  /** Whose face it is nobody knows yet; it must be a living one. Its eyes alone are classified. */
  #observeNewcomer(face: SeenFace, t: Milliseconds): Observation {
    const { track, interocularPx } = face;
    if (track === this.#picture) return { t, kind: 'missing', reason: 'other-person' };
    if (interocularPx < LEAST_INTEROCULAR_PX) return { t, kind: 'missing', reason: 'face-too-small' };
    return this.#observeFace(face, t, 'calibrating', null);
  }

  /** @param unproven what is told until the face has shown life: it may be a picture's */
  #observeFace(
    { signals }: SeenFace,
    t: Milliseconds,
    unproven: UnknownReason,
    posterior: ClassProbabilities | null,
  ): Observation {
    if (!this.#life.any) return { t, kind: 'face', ...signals, posterior, unproven };
    if (this.#isLifeless(t)) return { t, kind: 'missing', reason: 'no-sign-of-life' };
    return { t, kind: 'face', ...signals, posterior };
  }

  #identify(face: SeenFace, t: Milliseconds): void {
    this.#gate.follow(face.track, t);
    const { inputSize } = this.#parts.network;
    if (inputSize !== null) this.#predictor.offer(face.track, t, () => face.crop(inputSize), this.pace);
  }

  #settle({ t, face }: FaceView): void {
    if (this.#held !== null || this.#enrolling || !this.#learner) {
      this.#calm.end();
      return;
    }
    const { state, alert } = this.wakefulness;
    const settled = state.state === 'awake' && alert.level === null && !this.#gate.doubts;
    this.#calm.see(
      {
        t,
        ear: face && !face.eyesHidden ? face.signals.ear : null,
        settled: settled && agrees(this.#prediction?.posterior ?? null),
      },
      this.#learner.calibration,
    );
  }

  #predicted(track: number, prediction: NetworkPrediction): void {
    this.#prediction = prediction;
    if (prediction.similarity !== null) this.#gate.compare(track, prediction.similarity, this.#parts.now());
  }

  #enrol(): void {
    const { network, wallClock, emit } = this.#parts;
    this.#enrolling = new Enrolling({
      backbone: network.backbone,
      inputSize: () => network.inputSize,
      known: this.#learner,
      wallClock,
      emit,
      embed: (crop) => network.embed(crop),
      onDone: (enrolment) => this.#enrolled(enrolment),
      onFailed: (failure) => this.#enrolmentFailed(failure.reason, failure.hint),
      onEmbedFailure: (error) => this.#networkFailed(error),
    });
  }

  #enrolled(enrolment: Enrolment): void {
    this.#enrolling = null;
    this.#learner = enrolment;
    if (this.#track !== null) this.#gate.trust(this.#track, this.#parts.now());
    this.introduceLearner();
    this.wakefulness.calibrate(enrolment.calibration);
    this.#parts.emit({ type: 'enrolled', enrolment });
  }

  #enrolmentFailed(reason: 'enrolment-timeout' | 'other-person', hint: EnrolmentHint): void {
    this.#enrolling = null;
    const code = reason === 'other-person' ? 'enrolment-other-person' : reason;
    // A known learner is monitored on with the earlier calibration; without one there is nothing to
    // judge by.
    const fatal = this.#learner === null;
    this.#parts.emit({ type: 'trouble', trouble: { code, detail: `in the way: ${hint}`, fatal, hint } });
  }

  #networkFailed(error: unknown): void {
    // Told, and seen to, by whoever waited for the answer.
    if (error instanceof WakefulError && error.code === 'worker-silent') return;
    const trouble = { code: 'internal', detail: messageOf(error), fatal: false } as const;
    this.#parts.emit({ type: 'trouble', trouble });
  }

  /** Lids that droop or are shut may well be still: that is no doubt, but a state. */
  #isLifeless(t: Milliseconds): boolean {
    const { state } = this.wakefulness.state;
    return state !== 'drowsy' && state !== 'asleep' && this.#life.stillFor(t) >= LIFELESS_AFTER;
  }

  #publishMeasures({ t, width, height, face }: FaceView): void {
    if (t - this.#measuredAt < MEASURES_EVERY && t >= this.#measuredAt) return;
    this.#measuredAt = t;
    const box = face && {
      x: face.box.x / width,
      y: face.box.y / height,
      width: face.box.width / width,
      height: face.box.height / height,
    };
    this.#parts.emit({
      type: 'measures',
      measures: {
        t,
        framesPerSecond: this.#frameRate.perSecond(t),
        verdictsPerSecond: this.#predictor.perSecond,
        box,
        ear: face?.signals.ear ?? null,
        pose: face?.signals.pose ?? null,
        similarity: this.#prediction?.similarity ?? null,
        posterior: this.#prediction?.posterior ?? null,
        tensors: this.#prediction?.tensors ?? 0,
      },
    });
  }
}
