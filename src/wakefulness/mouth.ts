import type { Milliseconds } from '../common/clock';
import {
  CLOSED_WEIGHT_MOUTH_MOVING,
  CLOSED_WEIGHT_MOUTH_OPEN,
  MOUTH_MEMORY,
  MOUTH_MOVES,
  MOUTH_OPEN,
  YAWN_BEGINS_ABOVE,
  YAWN_ENDS_BELOW,
  YAWN_LASTS,
} from './constants';
import { MovingSpread } from './moving-spread';
import { ramp } from './ramp';

/**
 * Follows the mouth aspect ratio: talking and laughing narrow eyes that are awake, and a yawn is a
 * sign of its own.
 */
export class MouthTracker {
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
