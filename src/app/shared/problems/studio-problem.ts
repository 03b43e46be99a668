// Names of yesterday, for the studio, until its files say toProblem(error, 'studio') and Problem.
import { toProblem, type Problem } from './problem';
export { isAbort } from './problem';
export type StudioProblem = Problem;
export const studioProblemOf = (error: unknown): Problem => toProblem(error, 'studio');
