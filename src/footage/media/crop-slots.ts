/**
 * Chooses the frames whose crops are kept: the first one with a face in each slot of 1 /
 * `cropsPerSecond` seconds, so that crops lie evenly and a blink of the face detector costs none.
 */
export class CropSlots {
  readonly #cropsPerSecond: number;
  readonly #labelled: ReadonlySet<number> | null;
  #filled = -1;

  /** @param labelledSeconds crops are kept in these only; null: in all */
  constructor(cropsPerSecond: number, labelledSeconds: Iterable<number> | null) {
    this.#cropsPerSecond = cropsPerSecond;
    this.#labelled = labelledSeconds && new Set(labelledSeconds);
  }

  /** Whether a crop of the frame at `time` (seconds) is wanted. */
  wants(time: number): boolean {
    const counts = this.#labelled?.has(Math.floor(time)) ?? true;
    return counts && slotOf(time, this.#cropsPerSecond) > this.#filled;
  }

  /** A crop of that frame was kept. */
  fill(time: number): void {
    this.#filled = slotOf(time, this.#cropsPerSecond);
  }
}

/** Times are sums of frame durations: this much, in slots, is rounding. */
const ROUNDING = 1e-6;

export function slotOf(time: number, cropsPerSecond: number): number {
  return Math.floor(time * cropsPerSecond + ROUNDING);
}
