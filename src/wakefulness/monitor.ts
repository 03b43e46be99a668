import type { ClassProbabilities, WakefulnessClass } from '../common/classes';
import type { Clock, Milliseconds } from '../common/clock';
import { AlertPolicy } from './alerts';
import { GENERAL_CALIBRATION } from './calibration';
import { StateClassifier } from './classifier';
import {
  GOING_DOWN_CLOSURE,
  HEARTBEAT,
  HEARTBEAT_EARLY,
  HIGH_PERCLOS,
  LATE_FRAME,
  LIKELY_ABOVE,
  LONG_CLOSURE,
  QUIET_END_MOVED,
  STALL,
  SURE_ABOVE,
  type Sensitivity,
} from './constants';
import { FrameOrder } from './frame-order';
import type { FusionWeights } from './fusion';
import { BUILT_IN_FUSION } from './fusion-weights';
import { isFiniteLook, type EyeCalibration, type FaceObservation, type Observation } from './observation';
import { GoingDown, Presence } from './presence';
import type { AlertEvent, Certainty, StateCause, StateEvent, UnknownReason } from './state-event';
import { SteadyState } from './steady-state';

export interface WakefulnessOptions {
  /**
   * The learner's calibration; null: everything is `unknown: calibrating` until `calibrate` is
   * called, or provisional.
   */
  readonly calibration: EyeCalibration | null;
  /**
   * Without a calibration, faces are classified by general thresholds. That raises no alert: they
   * are wrong about one learner in twenty.
   */
  readonly provisional?: boolean;
  /**
   * Time of the epoch, ms; only stamps events. All judging is by the times of observations and
   * ticks.
   */
  readonly wallClock: Clock;
  /** Called at once when the state (or the reason of an unknown one) changes, and every second. */
  readonly onState: (event: StateEvent) => void;
  /** Called whenever the alert, its loudness or the quiet changes. */
  readonly onAlert: (event: AlertEvent) => void;
  /** How much the eyes and the network count. Default: BUILT_IN_FUSION. */
  readonly fusion?: FusionWeights;
}

/**
 * From observations to states and alerts. All times (`Observation.t`, `now`) are ms of one
 * monotonic clock. It holds no timer: the caller ticks it about once a second.
 */
export interface Wakefulness {
  /** One frame's evidence. Late and repeated frames are skipped. */
  observe(observation: Observation): void;
  /** Heartbeat; notices that observations have stopped. */
  tick(now: Milliseconds): void;
  acknowledge(now: Milliseconds): void;
  /** No alert for `duration` ms; 0 ends a snooze. */
  snooze(now: Milliseconds, duration: Milliseconds): void;
  /** How readily alerts are raised from now on. */
  setSensitivity(sensitivity: Sensitivity): void;
  /**
   * A new calibration, or the first one: what was seen before is forgotten, but that somebody was
   * awake provisionally; quiet and snooze stay.
   */
  calibrate(calibration: EyeCalibration): void;
  /** What was seen up to now was not there. */
  forget(now: Milliseconds): void;
  /** Monitoring ended: takes a standing alert back. (Observations of reason `paused` do so too.) */
  stop(): void;
  readonly state: StateEvent;
  readonly alert: AlertEvent;
}

/** Published while nothing is known. */
const NOTHING_KNOWN: ClassProbabilities = { asleep: 1 / 3, drowsy: 1 / 3, awake: 1 / 3 };

export function createWakefulness(options: WakefulnessOptions): Wakefulness {
  const classifier = new StateClassifier(options.fusion ?? BUILT_IN_FUSION);
  const steady = new SteadyState();
  const presence = new Presence();
  const goingDown = new GoingDown();
  const policy = new AlertPolicy();
  const order = new FrameOrder();
  let calibration = options.calibration;
  const thresholds = (): EyeCalibration | null =>
    calibration ?? (options.provisional === true ? GENERAL_CALIBRATION : null);
  let nextBeat: Milliseconds | null = null;
  let state = stateEvent();
  let alert = alertEvent();

  function observe(observation: Observation): void {
    const { t } = observation;
    const step = order.step(t);
    if (step.kind === 'late') return;
    if (step.kind === 'reset') classifier.reset();
    else if (step.kind === 'gap') classifier.interrupt();
    if (step.kind !== 'next') steady.reset();
    if (step.kind === 'reset' || (step.kind === 'gap' && step.dt > 0)) stalls(t);

    const dt = step.kind === 'next' ? step.dt : 0;
    const known = thresholds();
    const unproven = observation.kind === 'face' ? observation.unproven : undefined;
    const measured =
      observation.kind === 'face' &&
      known !== null &&
      // A verdict that stands, or outlives its face, is never carried on by a face that may be a
      // picture's.
      (unproven === undefined || presence.unknown !== null) &&
      isMeasured(observation) &&
      classifier.see(observation, known, dt);
    if (!measured) {
      lose(t, dt, missingReason(observation));
    } else {
      steady.sees(t, classifier.state, classifier.evidence.closureMs);
      if (unproven !== undefined) {
        presence.waits(t, unproven);
      } else {
        // Eyes that are closed when the face comes into sight: nobody can say yet whether they will
        // open.
        presence.sees(t, steady.state === 'awake' && classifier.evidence.closed);
        if (presence.unknown === null) goingDown.sees();
      }
    }
    publishChange();
    if (calibration === null) return;
    if (state.reason === 'paused') policy.stop();
    policy.observe(t, signOf(t), measured && unproven === undefined);
    publishAlert();
  }

  /**
   * What the alerts go by: the published state, or being awake by now where that is not published
   * yet.
   */
  function signOf(t: Milliseconds): WakefulnessClass | null {
    if (state.state === 'unknown' || presence.held) return goingDown.sign(t);
    return state.state === 'awake' ? 'awake' : classifier.state;
  }

  function stalls(t: Milliseconds): void {
    presence.loses(t, 'paused-by-browser', null);
    goingDown.loses(t, 'paused-by-browser', null);
  }

  function missingReason(observation: Observation): UnknownReason {
    if (observation.kind === 'missing') return observation.reason;
    if (observation.unproven !== undefined) return observation.unproven;
    return thresholds() === null ? 'calibrating' : 'eyes-hidden';
  }

  function lose(t: Milliseconds, dt: Milliseconds, reason: UnknownReason): void {
    const known = presence.unknown === null;
    const sinking = steady.state !== 'awake' ? steady.state : null;
    const closing = classifier.evidence.closureMs >= GOING_DOWN_CLOSURE ? 'drowsy' : null;
    goingDown.loses(t, reason, known ? (sinking ?? closing) : null);
    classifier.miss(t, dt);
    steady.misses(t);
    presence.loses(t, reason, known ? steady.state : null);
    if (reason === 'other-person') {
      classifier.interrupt();
      steady.reset();
    }
  }

  function forget(t: Milliseconds, reason: UnknownReason | null): void {
    classifier.reset();
    steady.reset();
    if (reason === null) return;
    presence.loses(t, reason, null);
    goingDown.loses(t, reason, null);
  }

  function tick(now: Milliseconds): void {
    const last = order.last;
    if (last !== null && now - last > STALL) stalls(now);
    publishChange();
    if (nextBeat === null || now >= nextBeat - HEARTBEAT_EARLY || nextBeat - now > HEARTBEAT + LATE_FRAME) {
      const late = nextBeat === null || Math.abs(now - nextBeat) > HEARTBEAT;
      nextBeat = (late ? now : nextBeat!) + HEARTBEAT;
      publish();
    }
    policy.tick(now);
    publishAlert();
  }

  function stateEvent(): StateEvent {
    const { evidence } = classifier;
    const reason = presence.unknown;
    const common = {
      t: options.wallClock(),
      perclos: evidence.perclos,
      perclos3: evidence.perclosLong,
      openness: evidence.openness,
      closureMs: reason === null ? evidence.closureMs : 0,
    };
    if (reason !== null) {
      return {
        ...common,
        state: 'unknown',
        shown: 'unknown',
        reason,
        causes: [],
        confidence: 0,
        certainty: null,
        probabilities: NOTHING_KNOWN,
      };
    }
    const { probabilities } = classifier;
    const { state: stands } = steady;
    return {
      ...common,
      state: stands,
      shown: steady.rests ? 'eyes-closed' : stands,
      ...(calibration === null && { provisional: true }),
      causes: causes(),
      confidence: probabilities[stands],
      certainty: certaintyOf(stands, probabilities[stands], evidence.perclos),
      probabilities,
    };
  }

  /** What the published state rests on: never anything that speaks for another one. */
  function causes(): StateCause[] {
    const { state: stands } = steady;
    if (presence.held && stands !== 'awake') return ['face-lost-while-drowsy'];
    const found = classifier.causesOf(stands);
    if (stands === 'awake' && classifier.evidence.closureMs > LONG_CLOSURE) return [];
    // The eyes may be open by now: then it rests on what was before.
    return stands === 'drowsy' && classifier.state === 'awake' ? ['drowsy-lately', ...found] : found;
  }

  function alertEvent(): AlertEvent {
    const { level, loudness, cause, quietLeft } = policy.view;
    const t = options.wallClock();
    return { t, level, loudness, cause, quietUntil: quietLeft > 0 ? t + quietLeft : null };
  }

  function publish(): void {
    state = stateEvent();
    options.onState(state);
  }

  function publishChange(): void {
    const now = stateEvent();
    if (now.shown !== state.shown || now.reason !== state.reason) publish();
  }

  /** `always`: a new length of quiet is a change too. */
  function publishAlert(always = false): void {
    const now = alertEvent();
    const same =
      !always &&
      now.level === alert.level &&
      now.cause === alert.cause &&
      now.loudness === alert.loudness &&
      sameQuiet(now.quietUntil, alert.quietUntil);
    if (same) return;
    alert = now;
    options.onAlert(alert);
  }

  return {
    observe,
    tick,
    acknowledge: (now) => {
      policy.acknowledge(now);
      publishAlert();
    },
    snooze: (now, duration) => {
      policy.snooze(now, duration);
      publishAlert(true);
    },
    setSensitivity: (sensitivity) => {
      policy.sensitivity = sensitivity;
    },
    calibrate: (next) => {
      // Somebody who is plainly awake does not cease to be when their own eyes are known.
      const staysAwake = calibration === null && state.state === 'awake' && presence.unknown === null;
      calibration = next;
      forget(order.last ?? 0, staysAwake ? null : 'calibrating');
    },
    forget: (now) => forget(now, 'starting'),
    stop: () => {
      policy.stop();
      publishAlert();
    },
    get state() {
      return state;
    },
    get alert() {
      return alert;
    },
  };
}

/** The quiet is a length of time: a wall clock that was set moves its end. */
function sameQuiet(a: Milliseconds | null, b: Milliseconds | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) <= QUIET_END_MOVED;
}

/** Eyes that were closed much of the last minute take from the certainty that somebody is awake. */
function certaintyOf(state: WakefulnessClass, probability: number, perclos: number | null): Certainty {
  const closed = state === 'awake' ? (perclos ?? 0) : 0;
  if (probability < LIKELY_ABOVE || closed >= HIGH_PERCLOS.to) return 'unsure';
  return probability < SURE_ABOVE || closed >= HIGH_PERCLOS.from ? 'likely' : 'sure';
}

/** Such a face counts as one without eyes. */
const isMeasured = (face: FaceObservation): boolean =>
  isFiniteLook(face) && (face.posterior === null || Object.values(face.posterior).every(Number.isFinite));
