/**
 * The policy by which a learner is awake, drowsy or asleep, in one place: what each sign weighs,
 * and how signs become a state over time. Eyes and network are fused frame by frame (fusion.ts);
 * Table 1 of the paper and the sleep literature say what openings and closures mean over seconds; a
 * sticky filter (state-filter.ts) adds it up.
 */
import { WAKEFULNESS_CLASSES, type ClassProbabilities, type WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import {
  CAUSE_LEAST_RATE,
  CAUSE_MEMORY,
  HIGH_PERCLOS,
  LEAST_VISIBILITY,
  LONG_CLOSURE,
  LONGEST_GLANCE,
  LOOKS_DOWN,
  LOW_LIDS,
  NEUTRAL_PITCH_LIMIT,
  NEUTRAL_PITCH_MEMORY,
  NETWORK_CLOSES_BELOW,
  NETWORK_OPENS_ABOVE,
  PLAINLY_OPEN,
  POSTERIOR_FADES,
  POSTERIOR_MOVES,
  POSTERIOR_STANDS,
  STATE_LEAD,
} from './constants';
import { OcularEvidence, type OcularFeatures } from './evidence';
import { fuseFrame, type ClassScores, type FrameSigns, type FusionWeights } from './fusion';
import type { EyeCalibration, FaceObservation } from './observation';
import { readEyes, type EyeReading } from './openness';
import { clamp, kept, ramp } from './ramp';
import { StateFilter, type EvidenceRates } from './state-filter';
import type { StateCause } from './state-event';

// ---- What signs weigh ------------------------------------------------------------------------

/**
 * nats per second of each sign at its strongest. Table 1 is the prior knowledge: closed over one
 * second is Asleep and nothing else, closed for less than a second or half closed leans to Drowsy,
 * eyes that are wide open and stay so are Awake, whatever was before. Chosen on stories and
 * recorded faces.
 */
const RATES = {
  closedOverOneSecond: 80,
  openAgainstAsleep: 12,
  longClosureNow: 5,
  wideOpen: 6,
  halfClosed: 3,
  heavyBlinking: 4,
  perclos: 1.5,
  yawning: 1,
  nods: 1,
  headDropped: 3,
} as const;

/**
 * Opening that a frame of surely half-closed eyes counts as; closed ones count as 0, open ones as
 * 1.
 */
const HALF_OPEN = 0.35;
/** Slow opening from which eyes begin to count as wide, and from which they fully do. */
const WIDE = { from: 0.55, to: 0.8 } as const;
/** Slow opening below which eyes begin to count as half closed, and below which they fully do. */
const HALF = { from: 0.55, to: 0.35 } as const;
/**
 * Slowness of blinking (OcularFeatures) from which it begins to be heavy, and from which it fully
 * is. Chosen on recorded faces.
 */
const HEAVY_BLINKING = { from: 0.08, to: 0.13 } as const;
/**
 * What is left of the past's evidence while the eyes are wide open: Table 1 is about the present
 * second.
 */
const PAST_COUNTS_WHEN_WIDE = 0.15;

/** One piece of evidence: how many nats a second it adds to the state that it speaks for. */
export interface Contribution {
  readonly cause: StateCause;
  readonly toward: WakefulnessClass;
  readonly rate: number;
}

export interface Likelihood {
  readonly rates: EvidenceRates;
  readonly contributions: readonly Contribution[];
}

/**
 * How much of what was seen lately is owed to the network, 0..1, where it speaks for this class.
 */
export type NetworkPart = ClassScores;

export const NO_NETWORK: NetworkPart = { asleep: 0, drowsy: 0, awake: 0 };

/**
 * Table 1 as rates of evidence. What half-closed and closed eyes weigh is shared out between eyes
 * and network.
 */
export function likelihoodOf(f: OcularFeatures, network: NetworkPart = NO_NETWORK): Likelihood {
  const heavy = ramp(f.slowBlinking, HEAVY_BLINKING.from, HEAVY_BLINKING.to);
  const wide = f.closed ? 0 : ramp(f.opening, WIDE.from, WIDE.to) * (1 - heavy) * f.visibility;
  const half = ramp(f.opening, HALF.from, HALF.to);
  const past = 1 - (1 - PAST_COUNTS_WHEN_WIDE) * wide;
  const { asleepNow } = f;
  const longNow = !asleepNow && f.sureClosure > LONG_CLOSURE;
  const asleep = asleepNow ? RATES.closedOverOneSecond : 0;
  const halfClosed = asleepNow ? 0 : RATES.halfClosed * half * f.closedWeight;

  const contributions: Contribution[] = [
    { cause: 'eyes-closed-over-1s', toward: 'asleep', rate: asleep * (1 - network.asleep) },
    { cause: 'network-sees-asleep', toward: 'asleep', rate: asleep * network.asleep },
    { cause: 'head-dropped', toward: 'asleep', rate: asleepNow && f.headDropped ? RATES.headDropped : 0 },
    { cause: 'eyes-open', toward: 'awake', rate: RATES.wideOpen * wide },
    { cause: 'eyes-half-closed', toward: 'drowsy', rate: halfClosed * (1 - network.drowsy) },
    { cause: 'network-sees-drowsy', toward: 'drowsy', rate: halfClosed * network.drowsy },
    {
      cause: 'long-blinks',
      toward: 'drowsy',
      rate: (longNow ? RATES.longClosureNow : 0) + RATES.heavyBlinking * heavy,
    },
    {
      cause: 'high-perclos',
      toward: 'drowsy',
      rate: RATES.perclos * ramp(f.perclos ?? 0, HIGH_PERCLOS.from, HIGH_PERCLOS.to) * past,
    },
    { cause: 'yawning', toward: 'drowsy', rate: f.yawning ? RATES.yawning : 0 },
    { cause: 'head-nodding', toward: 'drowsy', rate: RATES.nods * Math.min(1, f.nods) * past },
  ];
  const rates = { asleep: 0, drowsy: 0, awake: 0 };
  for (const { toward, rate } of contributions) rates[toward] += rate;
  if (f.closed && !asleepNow) {
    // Not yet a second: says nothing between drowsy and asleep, so a sleeper whose lids flickered
    // stays asleep.
    rates.asleep += rates.drowsy;
  } else if (!f.closed) {
    rates.asleep -= RATES.openAgainstAsleep * f.visibility;
  }
  return { rates, contributions };
}

// ---- Frames to states ------------------------------------------------------------------------

/**
 * Frames of one learner in, the most probable state out. Knows nothing of presence, publication or
 * alerts.
 */
export class StateClassifier {
  readonly evidence = new OcularEvidence();
  readonly #filter = new StateFilter();
  readonly #causes = new CauseMemory();
  readonly #neutralPitch = new NeutralPitch();
  readonly #network: NetworkVerdict;
  #state: WakefulnessClass = 'awake';
  #rates: EvidenceRates = { asleep: 0, drowsy: 0, awake: 0 };

  constructor(weights: FusionWeights) {
    this.#network = new NetworkVerdict(weights);
  }

  get state(): WakefulnessClass {
    return this.#state;
  }

  get probabilities(): ClassProbabilities {
    return this.#filter.probabilities;
  }

  /** What the last face that was measured speaks for, by itself: nats per second. */
  get rates(): EvidenceRates {
    return this.#rates;
  }

  /** What speaks for a state lately, strongest first. */
  causesOf(state: WakefulnessClass): StateCause[] {
    return this.#causes.of(state);
  }

  /**
   * One face, `dt` after the last observation (0: the time before it was not seen). False: its eyes
   * cannot be measured; then the network's verdict on it does not count either, for it was trained
   * on faces that show their eyes.
   */
  see(face: FaceObservation, calibration: EyeCalibration, dt: Milliseconds): boolean {
    const { pitch } = calibration.pose;
    const eyes = readEyes(face, calibration, this.#neutralPitch.given(pitch));
    if (eyes.visibility < LEAST_VISIBILITY || this.#looksDown(eyes)) return false;
    this.#neutralPitch.follow(face.pose.pitch, pitch, eyes.unaided, dt);
    const opening = this.#network.fuse(face, eyes, calibration, dt);
    const features = this.evidence.see(face, { ...eyes, fused: opening }, calibration, dt);
    const { rates, contributions } = likelihoodOf(features, this.#network.part);
    this.#rates = rates;
    this.#filter.advance(dt, rates);
    this.#causes.add(contributions, dt);
    this.#decide(features.asleepNow);
    return true;
  }

  /** Nothing measurable for `dt` ms. */
  miss(t: Milliseconds, dt: Milliseconds): void {
    this.evidence.miss(t, dt);
    this.#filter.advance(dt, null);
    this.#causes.fade(dt);
  }

  /** What was going on is over: time was lost, or somebody else was there. */
  interrupt(): void {
    this.evidence.interrupt();
    this.#filter.reset();
    this.#causes.clear();
    this.#network.clear();
    this.#state = 'awake';
  }

  /** Forget everything, sliding windows too. */
  reset(): void {
    this.interrupt();
    this.evidence.reset();
    this.#neutralPitch.reset();
  }

  /**
   * Whether lids that look low are those of a look down: the chin is down, and the learner was
   * awake and has not just fallen asleep. Then nothing can be told from them.
   */
  #looksDown({ chinDown, openness }: EyeReading): boolean {
    return (
      this.#state === 'awake' &&
      chinDown >= LOOKS_DOWN.to &&
      openness < LOW_LIDS &&
      this.evidence.sureClosure < LONGEST_GLANCE
    );
  }

  /**
   * The most probable state, with a lead against flicker. Asleep begins only with a closure over
   * one second (Table 1).
   */
  #decide(closedOverOneSecond: boolean): void {
    const p = this.#filter.probabilities;
    for (const candidate of WAKEFULNESS_CLASSES) {
      if (candidate === 'asleep' && !closedOverOneSecond) continue;
      if (p[candidate] > p[this.#state] + STATE_LEAD) this.#state = candidate;
    }
  }
}

/** Opening of the eyes that the classes of a frame stand for, on the average. */
const openingOf = ({ awake, drowsy }: ClassProbabilities): number => awake + HALF_OPEN * drowsy;

// ---- Its memories ----------------------------------------------------------------------------

/**
 * The last verdict of the network, which is rarer than frames. It is trusted less the older it is
 * and the further the lids have moved since: what it saw of a blink says nothing about the open
 * eyes after it.
 */
class NetworkVerdict {
  readonly #weights: FusionWeights;
  #verdict: {
    readonly t: Milliseconds;
    readonly low: number;
    readonly posterior: ClassProbabilities;
  } | null = null;
  #part: Record<WakefulnessClass, number> = { ...NO_NETWORK };

  constructor(weights: FusionWeights) {
    this.#weights = weights;
  }

  get part(): NetworkPart {
    return this.#part;
  }

  /** Opening of the eyes on this frame as eyes and network tell it together, 0..1. */
  fuse(face: FaceObservation, eyes: EyeReading, calibration: EyeCalibration, dt: Milliseconds): number {
    const { t, posterior } = face;
    const low = Math.min(eyes.openings.left, eyes.openings.right);
    if (posterior !== null) this.#verdict = { t, low, posterior };
    const signs: FrameSigns = {
      openings: eyes.openings,
      mouth: face.mar - calibration.mar,
      chinDown: eyes.chinDown,
      yaw: face.pose.yaw - calibration.pose.yaw,
      roll: face.pose.roll - calibration.pose.roll,
    };
    const trust = this.#trust(t, low);
    const {
      posterior: p,
      eyes: byEyes,
      network,
    } = fuseFrame(this.#weights, signs, this.#verdict?.posterior ?? null, trust);
    this.#follow(byEyes, network, dt);
    const opening = openingOf(p);
    if (eyes.openness >= NETWORK_CLOSES_BELOW) return Math.max(opening, HALF_OPEN);
    if (eyes.openness > NETWORK_OPENS_ABOVE) return opening;
    return Math.min(opening, openingOf(fuseFrame(this.#weights, signs, null).posterior));
  }

  clear(): void {
    this.#verdict = null;
    this.#part = { ...NO_NETWORK };
  }

  #trust(t: Milliseconds, low: number): number {
    if (this.#verdict === null || t - this.#verdict.t > POSTERIOR_STANDS) return 0;
    const moved = Math.abs(low - this.#verdict.low);
    return kept(t - this.#verdict.t, POSTERIOR_FADES) * kept(moved, POSTERIOR_MOVES);
  }

  /**
   * Of what speaks for a class rather than for being awake, the network's fraction; over the memory
   * of causes. A network that sees shut eyes speaks for half-closed ones too: that is what it can
   * make of eyes that measure as open.
   */
  #follow(eyes: ClassScores, network: ClassScores, dt: Milliseconds): void {
    const memory = kept(dt, CAUSE_MEMORY);
    for (const state of ['asleep', 'drowsy'] as const) {
      const against = ({ asleep, drowsy, awake }: ClassScores): number =>
        Math.max(0, (state === 'asleep' ? asleep : Math.max(asleep, drowsy)) - awake);
      const [byEyes, byNetwork] = [against(eyes), against(network)];
      const part = byEyes + byNetwork === 0 ? 0 : byNetwork / (byEyes + byNetwork);
      this.#part[state] = part + memory * (this.#part[state] - part);
    }
  }
}

interface Remembered {
  readonly toward: WakefulnessClass;
  rate: number;
}

/**
 * Remembers for a few seconds which evidence counted, so that each published state can say what it
 * rests on.
 */
class CauseMemory {
  readonly #causes = new Map<StateCause, Remembered>();

  add(contributions: readonly Contribution[], dt: Milliseconds): void {
    const fraction = 1 - kept(dt, CAUSE_MEMORY);
    for (const { cause, toward, rate } of contributions) {
      const before = this.#causes.get(cause);
      if (before === undefined) this.#causes.set(cause, { toward, rate: fraction * rate });
      else before.rate += fraction * (rate - before.rate);
    }
  }

  /** Nothing was seen for `dt` ms. */
  fade(dt: Milliseconds): void {
    for (const remembered of this.#causes.values()) remembered.rate *= kept(dt, CAUSE_MEMORY);
  }

  /**
   * What spoke for `state` lately, strongest first. Drowsiness rests on a closure over one second
   * too, for that is how one gets from asleep to drowsy.
   */
  of(state: WakefulnessClass): StateCause[] {
    const speaksFor = (toward: WakefulnessClass): boolean =>
      toward === state || (state === 'drowsy' && toward === 'asleep');
    return [...this.#causes]
      .filter(([, { toward, rate }]) => rate >= CAUSE_LEAST_RATE && speaksFor(toward))
      .sort(([, a], [, b]) => b.rate - a.rate)
      .map(([cause]) => cause);
  }

  clear(): void {
    this.#causes.clear();
  }
}

/**
 * The pitch from which looking down is measured. People slouch and tilt their screens within a
 * session; then a pose that is neutral by now would count as a look down, and lids that close in it
 * as hidden. So the pitch follows the head, slowly and within limits, and only while the eyes are
 * plainly open without any allowance for the pose: neither a look down nor closed lids can move it.
 */
class NeutralPitch {
  #offset = 0;

  /** Degrees; `calibrated` is the neutral pitch of the calibration. */
  given(calibrated: number): number {
    return calibrated + this.#offset;
  }

  /** `unaided`: eye opening of a frame without allowance for the pose. */
  follow(pitch: number, calibrated: number, unaided: number, dt: Milliseconds): void {
    if (unaided < PLAINLY_OPEN) return;
    const toward = clamp(pitch - calibrated, -NEUTRAL_PITCH_LIMIT, NEUTRAL_PITCH_LIMIT);
    this.#offset += (1 - kept(dt, NEUTRAL_PITCH_MEMORY)) * (toward - this.#offset);
  }

  reset(): void {
    this.#offset = 0;
  }
}
