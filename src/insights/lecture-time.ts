import type { Session } from '../profile';

/**
 * Where the lecture stood in a second of the session, in seconds; null: nobody knows. What the
 * page of the lecture told counts more than what the learner typed. Between two times of its
 * player the lecture ran on, but not past the later one: it was paused.
 */
export function lectureTime(
  { lectureStart, playerTimes = [] }: Pick<Session, 'lectureStart' | 'playerTimes'>,
  second: number,
): number | null {
  const last = playerTimes.findLastIndex((told) => told.second <= second);
  const told = playerTimes[last];
  if (!told) return lectureStart === undefined ? null : lectureStart + second;
  const time = told.time + second - told.second;
  const next = playerTimes[last + 1];
  return next && next.time >= told.time ? Math.min(time, next.time) : time;
}
