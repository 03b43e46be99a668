import type { Session } from '../profile';
import { playerTimeAt } from '../profile/history/player-times';

/**
 * Where the lecture stood in a second of the session, in seconds; null: nobody knows. What the
 * page of the lecture told counts more than what the learner typed.
 */
export function lectureTime(
  { lectureStart, playerTimes = [] }: Pick<Session, 'lectureStart' | 'playerTimes'>,
  second: number,
): number | null {
  const typed = lectureStart === undefined ? null : lectureStart + second;
  return playerTimeAt(playerTimes, second) ?? typed;
}
