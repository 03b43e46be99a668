import type { Milliseconds } from '../common/clock';
import {
  CLOSED_WEIGHT_CHIN_DOWN,
  CLOSED_WEIGHT_HEAD_TURNING,
  HEAD_DROP,
  HEAD_MEMORY,
  HEAD_TURNS,
  LOOKS_DOWN,
  NOD_DEPTH,
} from './constants';
import { MovingSpread } from './moving-spread';
import { ramp } from './ramp';

/**
 * Follows the head: one that turns or looks down explains narrow eyes, one that sinks during a
 * closure is a nod.
 */
export class HeadTracker {
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
