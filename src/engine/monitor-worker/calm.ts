import type { ClassProbabilities } from '../../common/classes';
import type { Milliseconds } from '../../common/clock';
import type { EyeCalibration, EyePair } from '../../wakefulness/observation';
import { lowerOpening } from '../../wakefulness/openness';

/**
 * Opening of each eye, 0 closed to 1 open, over which nothing begins: a blink or a sinking lid
 * passes through here before it means anything. Chosen.
 */
const OPEN = 0.7;

/** The network's probability of awake over which it has nothing to object. Chosen. */
const SURE = 0.8;

/** ms for which nothing must have happened. Chosen: some frames, so that a blink surely is over. */
const CALM_AFTER: Milliseconds = 200;

/** ms after which eyes that are not to be seen are not expected back at once. Chosen. */
const ABSENT_AFTER: Milliseconds = 3_000;

/** What one frame and the monitor say together. */
export interface Moment {
  readonly t: Milliseconds;
  /** Eye aspect ratios; null: no eyes in view. */
  readonly ear: EyePair | null;
  /** Awake, as published, without an alert, and the network has nothing to object. */
  readonly settled: boolean;
}

/** Whether the network's newest word leaves an awake learner awake. */
export const agrees = (posterior: ClassProbabilities | null): boolean =>
  posterior === null || posterior.awake >= SURE;

/**
 * Whether the next second is likely to be like the last one, so that fewer looks tell as much:
 * eyes wide open for a while, or none to be seen. Any doubt ends it on the frame that raises it.
 */
export class Calm {
  #since: Milliseconds | null = null;
  #absent = false;
  #now = false;

  get now(): boolean {
    return this.#now;
  }

  see({ t, ear, settled }: Moment, calibration: EyeCalibration): void {
    const absent = ear === null;
    const quiet = absent || (settled && lowerOpening(ear, calibration) >= OPEN);
    if (!quiet) this.#since = null;
    else if (this.#since === null || absent !== this.#absent || t < this.#since) this.#since = t;
    this.#absent = absent;
    this.#now = this.#since !== null && t - this.#since >= (absent ? ABSENT_AFTER : CALM_AFTER);
  }

  end(): void {
    this.#since = null;
    this.#now = false;
  }
}
