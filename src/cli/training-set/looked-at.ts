/**
 * What somebody saw who looked through all eyes that landmarks or their source call closed or
 * half-closed. Landmarks take winks and frowns for half-closed eyes, and reflections on glasses for
 * lids; the eyes of people who laugh are narrow, not shut.
 */
import type { WakefulnessClass } from '../../common/classes';
import lookedAt from './looked-at.json';

/**
 * Photographs of Closed Eyes in the Wild whose eyes show between the lids, or of which nobody can
 * tell.
 */
export const NOT_CLOSED: ReadonlySet<string> = new Set(
  lookedAt.notClosed.map((number) => `cew${number}.jpg`),
);

interface Seen {
  /** Seconds of frames called half-closed whose eyes are shut. */
  readonly asleep: readonly number[];
  /** Seconds of frames whose eyes are not what they are called: another state, one eye, a blur. */
  readonly unclear: readonly number[];
}
const CLIPS: ReadonlyMap<string, Seen> = new Map(Object.entries(lookedAt.clips));

/** Seconds, less than a frame: another decoder may stamp the same frame a little otherwise. */
const NEAR = 0.02;

/**
 * The label of a clip's frame after a look at it; null: it is not to be used.
 * @param time seconds
 */
export function labelAfterLook(clip: string, time: number, label: WakefulnessClass): WakefulnessClass | null {
  const seen = CLIPS.get(clip);
  if (seen === undefined || label === 'awake') return label;
  const near = (times: readonly number[]): boolean => times.some((own) => Math.abs(own - time) <= NEAR);
  if (near(seen.unclear)) return null;
  return near(seen.asleep) ? 'asleep' : label;
}
