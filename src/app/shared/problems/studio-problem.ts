import { WakefulError } from '../../../common/errors';
import { problems, type ProblemCode } from './strings';
import { studioProblems } from './studio-strings';

/** What went wrong in the studio, ready to be shown. */
export interface StudioProblem {
  readonly code: string;
  readonly title: string;
  readonly todo: string;
  readonly detail: string;
}

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

/**
 * The problem that an error stands for. The studio's files and workers have more codes than the page has words for; those
 * bring their own, which every WakefulError has.
 */
export function studioProblemOf(error: unknown): StudioProblem {
  const detail = error instanceof Error ? error.message : String(error);
  if (!isWakefulError(error)) return { code: 'internal', detail, ...problems.internal };
  const { code, message, remedy } = error;
  const own = studioProblems[code];
  if (own) return { code, detail, ...own };
  if (isProblemCode(code)) return { code, detail, ...problems[code] };
  return { code, detail: '', title: message, todo: remedy };
}

/** `instanceof` alone would leave the type of `code` open. */
function isWakefulError(error: unknown): error is WakefulError {
  return error instanceof WakefulError;
}

/** Whether work ended because somebody ended it. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
