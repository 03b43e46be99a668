export type Zoom = 'all' | 'five' | 'one';

/** Seconds shown at once. */
const ZOOMS: Readonly<Record<Exclude<Zoom, 'all'>, number>> = { five: 300, one: 60 };

/** The seconds that are shown: `from` up to `to`. */
export interface Shown {
  readonly from: number;
  readonly to: number;
}

/** The page of the timeline that a second is on: pages do not move under the pointer while something is painted. */
export function shownOf(zoom: Zoom, second: number, count: number): Shown {
  if (zoom === 'all') return { from: 0, to: Math.max(1, count) };
  const length = ZOOMS[zoom];
  const from = Math.floor(second / length) * length;
  return { from, to: Math.min(from + length, Math.max(from + 1, count)) };
}
