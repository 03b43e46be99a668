import type { HiddenReason, SessionStory } from './story';

/** One thing to do differently, from what happened. */
export type Tip =
  /** The eyes could not be seen, most often for this reason. */
  | { readonly kind: 'be-seen'; readonly reason: HiddenReason }
  | { readonly kind: 'sleep-more'; readonly hours: number }
  | { readonly kind: 'start-rested' }
  /** A break before it usually begins. */
  | { readonly kind: 'break-before'; readonly minutes: number }
  | { readonly kind: 'break-hourly' };

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds. A shorter session teaches nothing. Chosen. */
const LEAST_SESSION = 5 * MINUTE;
/** Fraction of a session with the eyes hidden from which that comes first. Chosen. */
const MOSTLY_HIDDEN = 0.25;
/** Hours that adults need at least (consensus of AASM and SRS, 2015). */
const ENOUGH_SLEEP = 7;
/** Seconds. Whoever is drowsy earlier began tired. Chosen. */
const FROM_THE_START = 15 * MINUTE;
/** Minutes: breaks are told in steps of so many, and one step before drowsiness began. Chosen. */
const STEP = 5;

/** null: there is nothing to improve, or too little to say so. */
export function tipFor(story: SessionStory, hoursSlept: number | undefined): Tip | null {
  const { recorded, untilDrowsy, hidden } = story;
  if (recorded < LEAST_SESSION) return null;
  const [worst] = [...hidden].sort((a, b) => b[1] - a[1]);
  const unseen = [...hidden.values()].reduce((sum, count) => sum + count, 0);
  if (worst && unseen / recorded >= MOSTLY_HIDDEN) return { kind: 'be-seen', reason: worst[0] };
  if (untilDrowsy === null) return recorded >= HOUR ? { kind: 'break-hourly' } : null;
  if (hoursSlept !== undefined && hoursSlept < ENOUGH_SLEEP) return { kind: 'sleep-more', hours: hoursSlept };
  if (untilDrowsy < FROM_THE_START) return { kind: 'start-rested' };
  const minutes = STEP * (Math.floor(untilDrowsy / MINUTE / STEP) - 1);
  return { kind: 'break-before', minutes };
}
