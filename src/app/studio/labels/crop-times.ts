import type { FrameSignals } from '../../../footage/recording';

/** A kept face and when it was seen. */
export interface KeptCrop {
  /** Seconds from the start. */
  readonly time: number;
  readonly index: number;
}

/** In order of time. */
export const keptCrops = (signals: readonly FrameSignals[]): readonly KeptCrop[] =>
  signals.flatMap(({ time, crop }) => (crop === null ? [] : [{ time, index: crop }]));

/** Seconds for which a kept face stands for what is seen. */
const STANDS_FOR = 1.5;

/** Position in `crops` of the last one seen at `time`; −1: none near it. */
export function cropAt(crops: readonly KeptCrop[], time: number): number {
  let [low, high] = [0, crops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (crops[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  // The first face of a second may come shortly after its start.
  const at = low > 0 && time - crops[low - 1]!.time < STANDS_FOR ? low - 1 : low;
  const found = crops[at];
  return found && Math.abs(found.time - time) < STANDS_FOR ? at : -1;
}
