import type { PlayerTime } from './session';

/** Lectures are played faster than this by nobody; what goes on faster was sought. */
const FASTEST = 4;

/** s between two kept times at most, or slow changes of the speed would add up unseen. */
const KEEP_EVERY = 30;

/** s by which a time may be off that is worked out from those beside it. */
const TOLERANCE = 1;

/** Times kept of a session: hours of a lecture that is stopped every few seconds. */
export const PLAYER_TIMES_LIMIT = 2000;

/**
 * Where the lecture stood in a second of the session, seconds, as its player told; null: before
 * that. Between two times the lecture ran on, but not past the later one: it was paused.
 */
export function playerTimeAt(times: readonly PlayerTime[], second: number): number | null {
  const last = times.findLastIndex((told) => told.second <= second);
  const told = times[last];
  if (!told) return null;
  const next = times[last + 1];
  const speed = next ? (next.time - told.time) / (next.second - told.second) : 1;
  const isFast = speed > 1 && speed <= FASTEST;
  const time = told.time + (second - told.second) * (isFast ? speed : 1);
  return next && next.time >= told.time ? Math.min(time, next.time) : time;
}

/** Adds a time, and takes out the one before it where it is worked out as well. */
export function addPlayerTime(times: PlayerTime[], told: PlayerTime): void {
  const last = times.at(-1);
  const before = times.at(-2);
  if (last && (last.second === told.second || (before && isBetween(before, last, told)))) times.pop();
  times.push(told);
  if (times.length > PLAYER_TIMES_LIMIT) times.shift();
}

function isBetween(before: PlayerTime, time: PlayerTime, after: PlayerTime): boolean {
  if (after.second - before.second > KEEP_EVERY) return false;
  const worked = playerTimeAt([before, after], time.second) ?? NaN;
  return Math.abs(worked - time.time) <= TOLERANCE;
}
