/** Labels of a clip's frames by how far the eyes are open, of the clip's own open level. */
import type { WakefulnessClass } from '../../common/classes';
import { quantile } from '../../common/statistics';

/** The clip's own open level: blinks and closures lie below, a stare above. */
const OPEN_QUANTILE = 0.85;

/** Openings of the classes, of the open level; what lies between them is not used. */
const AWAKE_ABOVE = 0.82;
const DROWSY = { from: 0.42, to: 0.66 } as const;
const ASLEEP_BELOW = 0.36;

export function labelOfOpening(opening: number, openLevel: number): WakefulnessClass | null {
  const fraction = opening / openLevel;
  if (fraction > AWAKE_ABOVE) return 'awake';
  if (fraction >= DROWSY.from && fraction <= DROWSY.to) return 'drowsy';
  return fraction < ASLEEP_BELOW ? 'asleep' : null;
}

export const openLevelOf = (openings: readonly number[]): number => quantile(openings, OPEN_QUANTILE);

/** At most `limit` of the items, evenly spread. */
export function spread<T>(items: readonly T[], limit: number): readonly T[] {
  if (items.length <= limit) return items;
  return Array.from({ length: limit }, (_, i) => items[Math.floor((i * items.length) / limit)]!);
}
