import type { Milliseconds } from '../common/clock';
import { ClosureTracker, type Closure } from './closures';
import {
  CLOSURE_MEMORY,
  LONGEST_EDGE,
  MICROSLEEP,
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
} from './constants';
import { HeadTracker } from './head';
import { MouthTracker } from './mouth';
import type { EyeCalibration, FaceObservation } from './observation';
import type { EyeReading } from './openness';
import { Perclos } from './perclos';
import { kept } from './ramp';

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

/**
 * Turns frames into features. Times must not fall; after a clock reset or another person call
 * `reset`.
 */
export class OcularEvidence {
  readonly #closures = new ClosureTracker();
  readonly #mouth = new MouthTracker();
  readonly #head = new HeadTracker();
  readonly #perclos = new Perclos(PERCLOS_WINDOW);
  readonly #perclosLong = new Perclos(PERCLOS_LONG_WINDOW);
  #opening = OPENING_AFTER_MICROSLEEP;
  #slowBlinking = 0;
  #nods = 0;
  #openness: number | null = null;

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
    eyes: EyeReading,
    calibration: EyeCalibration,
    dt: Milliseconds,
  ): OcularFeatures {
    this.#fade(dt);
    this.#mouth.add(face.t, face.mar - calibration.mar, dt);
    this.#head.add(face.pose.yaw, eyes.chinDown, dt);
    const closedWeight = eyes.visibility * this.#mouth.closedWeight * this.#head.closedWeight;
    this.#openness = eyes.openness;

    const wasClosed = this.#closures.closed;
    const ended = this.#closures.add(face.t, eyes.openness, closedWeight);
    const closed = this.#closures.closed;
    const sureClosure = this.#closures.sure;
    if (ended !== null) this.#remember(ended, dt);
    if (closed && (!wasClosed || ended !== null)) this.#head.closes();
    const asleepNow = isMicrosleep(this.#closures);
    this.#followOpening(eyes.openness, asleepNow, dt);

    const shut = eyes.openness <= P80_OPENNESS;
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
  }

  /** Forget everything. */
  reset(): void {
    this.interrupt();
    this.#perclos.reset();
    this.#perclosLong.reset();
    this.#slowBlinking = 0;
    this.#nods = 0;
  }

  #fade(dt: Milliseconds): void {
    const share = kept(dt, CLOSURE_MEMORY);
    this.#slowBlinking *= share;
    this.#nods *= share;
  }

  #remember(closure: Closure, dt: Milliseconds): void {
    // Microsleeps are judged while they last; when they are over, the eyes decide (Table 1).
    if (isMicrosleep(closure)) return;
    // Shut for somewhat longer than from the first to the last frame that shows it; right on the
    // average.
    const edge = Math.min(dt, LONGEST_EDGE);
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
