import type { Milliseconds } from '../common/clock';
import { ClosureTracker, type Closure } from './closures';
import {
  CLOSED_WEIGHT_CHIN_DOWN,
  CLOSED_WEIGHT_HEAD_TURNING,
  CLOSED_WEIGHT_MOUTH_MOVING,
  CLOSED_WEIGHT_MOUTH_OPEN,
  CLOSURE_MEMORY,
  HEAD_DROP,
  HEAD_MEMORY,
  HEAD_TURNS,
  LONGEST_EDGE,
  LOOKS_DOWN,
  MICROSLEEP,
  MOUTH_MEMORY,
  MOUTH_MOVES,
  MOUTH_OPEN,
  NOD_DEPTH,
  NOD_MEMORY,
  OPENING_AFTER_MICROSLEEP,
  OPENING_FALLS,
  OPENING_RISES,
  P80_OPENNESS,
  PERCLOS_LEAST_WEIGHT,
  PERCLOS_LONG_WINDOW,
  PERCLOS_WINDOW,
  SHUT_BELOW,
  SLOWEST_BLINKING,
  SURE_MICROSLEEP,
  USUAL_BLINK,
  YAWN_BEGINS_ABOVE,
  YAWN_ENDS_BELOW,
  YAWN_LASTS,
} from './constants';
import type { EyeCalibration, FaceObservation } from './observation';
import type { EyeReading } from './openness';
import { kept, ramp } from './ramp';
import { SlidingFraction } from './sliding-fraction';

/** What the eyes, mouth and head have shown up to now; input of the likelihood. */
export interface OcularFeatures {
  readonly visibility: number;
  /** 0..1: how much narrow eyes mean tired lids now (pose and mouth explain some of them). */
  readonly closedWeight: number;
  /** Slow opening between closures, 0..1. */
  readonly opening: number;
  readonly closed: boolean;
  /** Duration of the present closure, ms, each moment weighted by how surely the lids are shut. */
  readonly sureClosure: Milliseconds;
  /** The present closure is a microsleep or longer: closed for over one second, and surely so. */
  readonly asleepNow: boolean;
  /**
   * Share of the last seconds by which closures under a second were longer than usual blinks,
   * 0..SLOWEST_BLINKING.
   */
  readonly slowBlinking: number;
  /** Nods in the last few seconds. */
  readonly nods: number;
  readonly headDropped: boolean;
  readonly yawning: boolean;
  readonly perclos: number | null;
}

/** What one frame says about the eyes, with what the network makes of them. */
export interface FusedReading extends EyeReading {
  /** Opening as eyes and network tell it together, 0 closed .. 1 open. */
  readonly fused: number;
}

/**
 * Turns frames into features. Times must not fall; after a clock reset or another person call
 * `reset`.
 */
export class OcularEvidence {
  readonly #closures = new ClosureTracker();
  readonly #mouth = new MouthTracker();
  readonly #head = new HeadTracker();
  readonly #perclos = new SlidingFraction(PERCLOS_WINDOW);
  readonly #perclosLong = new SlidingFraction(PERCLOS_LONG_WINDOW);
  #opening = OPENING_AFTER_MICROSLEEP;
  #slowBlinking = 0;
  #nods = 0;
  #openness: number | null = null;
  /** Time that was not seen before the first shut frame of the present closure. */
  #closedWithin: Milliseconds = 0;

  get openness(): number | null {
    return this.#openness;
  }

  get closureMs(): Milliseconds {
    return this.#closures.duration;
  }

  get closed(): boolean {
    return this.#closures.closed;
  }

  /** How much of the present closure surely is one, ms. */
  get sureClosure(): Milliseconds {
    return this.#closures.sure;
  }

  get perclos(): number | null {
    return this.#perclos.value;
  }

  get perclosLong(): number | null {
    return this.#perclosLong.value;
  }

  /** A measured face, `dt` after the last observation. */
  see(
    face: FaceObservation,
    eyes: FusedReading,
    calibration: EyeCalibration,
    dt: Milliseconds,
  ): OcularFeatures {
    this.#fade(dt);
    this.#mouth.add(face.t, face.mar - calibration.mar, dt);
    this.#head.add(face.pose.yaw, eyes.chinDown, dt);
    const closedWeight = eyes.visibility * this.#mouth.closedWeight * this.#head.closedWeight;
    this.#openness = eyes.openness;

    const wasClosed = this.#closures.closed;
    const ended = this.#closures.add(face.t, eyes.fused, closedWeight);
    const closed = this.#closures.closed;
    const sureClosure = this.#closures.sure;
    if (ended !== null) this.#remember(ended, dt);
    if (closed && (!wasClosed || ended !== null)) {
      this.#closedWithin = dt;
      this.#head.closes();
    }
    const asleepNow = isMicrosleep(this.#closures);
    this.#followOpening(eyes.fused, asleepNow, dt);

    const shut = eyes.fused <= P80_OPENNESS;
    const p80 = (shut ? closedWeight : eyes.visibility) < PERCLOS_LEAST_WEIGHT ? null : shut;
    this.#perclos.add(face.t, p80);
    this.#perclosLong.add(face.t, p80);

    return {
      visibility: eyes.visibility,
      closedWeight,
      opening: this.#opening,
      closed,
      sureClosure,
      asleepNow,
      slowBlinking: this.#slowBlinking,
      nods: this.#nods,
      headDropped: closed && this.#head.dropped,
      yawning: this.#mouth.yawning,
      perclos: this.#perclos.value,
    };
  }

  /** No measurable eyes on this observation; short losses within a closure do not end it. */
  miss(t: Milliseconds, dt: Milliseconds): void {
    this.#fade(dt);
    this.#openness = null;
    this.#perclos.add(t, null);
    this.#perclosLong.add(t, null);
  }

  /**
   * Time was lost (gap, other person): what was going on is over; the sliding windows know about
   * gaps themselves.
   */
  interrupt(): void {
    this.#closures.end();
    this.#mouth.reset();
    this.#head.reset();
    this.#openness = null;
    this.#opening = OPENING_AFTER_MICROSLEEP;
    this.#slowBlinking = this.#nods = 0;
  }

  /** Forget everything. */
  reset(): void {
    this.interrupt();
    this.#perclos.reset();
    this.#perclosLong.reset();
  }

  #fade(dt: Milliseconds): void {
    this.#slowBlinking *= kept(dt, CLOSURE_MEMORY);
    this.#nods *= kept(dt, NOD_MEMORY);
  }

  #remember(closure: Closure, dt: Milliseconds): void {
    // Microsleeps count while they last; when they are over, the eyes decide (Table 1).
    if (isMicrosleep(closure)) return;
    // Shut for somewhat longer than from the first to the last frame that shows it: half of the
    // time to the frames before and after them, on the average.
    const edge = (Math.min(this.#closedWithin, LONGEST_EDGE) + Math.min(dt, LONGEST_EDGE)) / 2;
    // A doubtful closure, a laugh say, counts for less than its sure part.
    const certainty = (closure.sure + edge) / (closure.duration + edge);
    const slow = certainty * Math.max(0, closure.sure + edge - USUAL_BLINK);
    this.#slowBlinking = Math.min(SLOWEST_BLINKING, this.#slowBlinking + slow / CLOSURE_MEMORY);
    if (this.#head.nodded) this.#nods += certainty;
  }

  #followOpening(openness: number, asleepNow: boolean, dt: Milliseconds): void {
    if (asleepNow) this.#opening = Math.min(this.#opening, OPENING_AFTER_MICROSLEEP);
    if (openness < SHUT_BELOW) return;
    const tau = openness > this.#opening ? OPENING_RISES : OPENING_FALLS;
    this.#opening += (1 - kept(dt, tau)) * (openness - this.#opening);
  }
}

function isMicrosleep({ duration, sure }: Pick<Closure, 'duration' | 'sure'>): boolean {
  return duration >= MICROSLEEP && sure >= SURE_MICROSLEEP;
}

/**
 * Follows the mouth aspect ratio: talking and laughing narrow eyes that are awake, and a yawn is a
 * sign of its own.
 */
class MouthTracker {
  readonly #spread = new MovingSpread(MOUTH_MEMORY);
  #excess = 0;
  #wideSince: Milliseconds | null = null;
  #yawning = false;

  /** `excess`: mouth aspect ratio above the learner's neutral one; `dt`: since the last frame. */
  add(t: Milliseconds, excess: number, dt: Milliseconds): void {
    this.#excess = excess;
    this.#spread.add(excess, dt);
    if (excess >= YAWN_BEGINS_ABOVE) this.#wideSince ??= t;
    else if (excess < YAWN_ENDS_BELOW) this.#wideSince = null;
    this.#yawning = this.#wideSince !== null && t - this.#wideSince >= YAWN_LASTS;
  }

  get yawning(): boolean {
    return this.#yawning;
  }

  /** 0..1: how much a closed look means shut lids, as far as the mouth can tell. */
  get closedWeight(): number {
    const moves = ramp(this.#spread.deviation, MOUTH_MOVES.from, MOUTH_MOVES.to);
    const open = ramp(this.#excess, MOUTH_OPEN.from, MOUTH_OPEN.to);
    return (1 - (1 - CLOSED_WEIGHT_MOUTH_MOVING) * moves) * (1 - (1 - CLOSED_WEIGHT_MOUTH_OPEN) * open);
  }

  reset(): void {
    this.#spread.reset();
    this.#excess = 0;
    this.#wideSince = null;
    this.#yawning = false;
  }
}

/**
 * Follows the head: one that turns or looks down explains narrow eyes, one that sinks during a
 * closure is a nod.
 */
class HeadTracker {
  readonly #yaw = new MovingSpread(HEAD_MEMORY);
  #chinDown = 0;
  #pitchAtClosing = 0;
  #deepestPitch = 0;

  /** Yaw and chin down (relative to neutral) of a frame `dt` after the last one, degrees. */
  add(yaw: number, chinDown: number, dt: Milliseconds): void {
    this.#yaw.add(yaw, dt);
    this.#chinDown = chinDown;
    this.#deepestPitch = Math.max(this.#deepestPitch, chinDown);
  }

  /** The lids have just closed: nods are measured from here. */
  closes(): void {
    this.#pitchAtClosing = this.#deepestPitch = this.#chinDown;
  }

  /** Whether the chin has sunk since the lids closed: a nod, and a dropped head. */
  get nodded(): boolean {
    return this.#deepestPitch - this.#pitchAtClosing >= NOD_DEPTH;
  }

  get dropped(): boolean {
    return this.#deepestPitch - this.#pitchAtClosing >= HEAD_DROP;
  }

  /** 0..1: how much a closed look means shut lids, as far as the head can tell. */
  get closedWeight(): number {
    const turns = ramp(this.#yaw.deviation, HEAD_TURNS.from, HEAD_TURNS.to);
    const down = ramp(this.#chinDown, LOOKS_DOWN.from, LOOKS_DOWN.to);
    return (1 - (1 - CLOSED_WEIGHT_HEAD_TURNING) * turns) * (1 - (1 - CLOSED_WEIGHT_CHIN_DOWN) * down);
  }

  reset(): void {
    this.#yaw.reset();
    this.#deepestPitch = this.#pitchAtClosing = this.#chinDown;
  }
}

/**
 * Standard deviation of a signal over an exponential memory, weighted by time and not by frames
 * (after West 1979).
 */
class MovingSpread {
  readonly #memory: Milliseconds;
  #mean: number | null = null;
  #variance = 0;

  constructor(memory: Milliseconds) {
    this.#memory = memory;
  }

  add(value: number, dt: Milliseconds): void {
    this.#mean ??= value;
    const share = 1 - kept(dt, this.#memory);
    const difference = value - this.#mean;
    this.#mean += share * difference;
    this.#variance = (1 - share) * (this.#variance + share * difference * difference);
  }

  get deviation(): number {
    return Math.sqrt(this.#variance);
  }

  reset(): void {
    this.#mean = null;
    this.#variance = 0;
  }
}
