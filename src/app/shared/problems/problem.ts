import { messageOf, WakefulError } from '../../../common/errors';
import type { Advice } from '../strings';
import { problems, type ProblemCode, type ProblemWords } from './strings';

/** What went wrong, ready to be shown. */
export interface Problem extends Advice {
  /** `internal` where nobody foresaw it. */
  readonly code: string;
  /** Technical detail, shown on demand. */
  readonly detail: string;
}

/** Where it is told: the studio gives other advice for some problems. */
type Place = 'page' | 'studio';

export function problemWith(code: ProblemCode, detail: string, place: Place = 'page'): Problem {
  const { inStudio, ...words }: ProblemWords = problems[code];
  return { code, detail, ...words, ...(place === 'studio' && inStudio) };
}

/** The problem that an error stands for. A code without words here has those of the error. */
export function toProblem(error: unknown, place?: Place): Problem {
  const detail = messageOf(error);
  if (!isWakefulError(error)) return problemWith('internal', detail);
  const { code, message, remedy } = error;
  if (isProblemCode(code)) return problemWith(code, detail, place);
  return { code, detail: '', title: message, todo: remedy };
}

/** `instanceof` alone would leave the type of `code` open. */
const isWakefulError = (error: unknown): error is WakefulError => error instanceof WakefulError;

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

/** Whether work ended because somebody ended it. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

export const withoutProblem = (problems: readonly Problem[], code: string): readonly Problem[] =>
  problems.filter((problem) => problem.code !== code);

/** One of each code, the latest last. */
export const withProblem = (problems: readonly Problem[], problem: Problem): readonly Problem[] => [
  ...withoutProblem(problems, problem.code),
  problem,
];
