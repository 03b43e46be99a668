import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { BackupErrorCode } from '../../../backup/backup-error';
import { messageOf, WakefulError } from '../../../common/errors';
import type { TroubleCode } from '../../../engine/protocol';
import type { LearnerFileErrorCode, StorageErrorCode } from '../../../profile';
import { problems } from '../../messages/texts';

/** A heading and what the learner can do about it. */
interface Advice {
  readonly title: string;
  readonly todo: string;
}

/** What is said of a problem, and what the studio says otherwise. */
interface ProblemWords extends Advice {
  readonly inStudio?: Partial<Advice>;
}

type ToldElsewhere = TroubleCode | StorageErrorCode | LearnerFileErrorCode | BackupErrorCode;

/** Whatever can go wrong. Errors with codes that are not here bring their own words. */
const wordsOf = problems satisfies Readonly<
  Record<ToldElsewhere, ProblemWords> & Record<string, ProblemWords>
>;

type ProblemCode = keyof typeof wordsOf;

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
  const { inStudio, ...words }: ProblemWords = wordsOf[code];
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

const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(wordsOf, code);

/**
 * Work on what is kept. What fails is told, and its result is undefined.
 * @param refresh reads anew what is kept
 */
export function toldWork(tell: (error: unknown) => void, refresh: () => Promise<void>) {
  const attempt = <T>(work: Promise<T>): Promise<T | undefined> =>
    work.catch((error: unknown) => {
      tell(error);
      return undefined;
    });
  return {
    attempt,
    change: async <T>(work: Promise<T>): Promise<T | undefined> => {
      const result = await attempt(work);
      await refresh();
      return result;
    },
  };
}

/** Whether work ended because somebody ended it. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

export const withoutProblem = (problems: readonly Problem[], code: string): readonly Problem[] =>
  problems.filter((problem) => problem.code !== code);

/** One of each code, the latest last. */
export const withProblem = (problems: readonly Problem[], problem: Problem): readonly Problem[] => [
  ...withoutProblem(problems, problem.code),
  problem,
];

/** What the page tells once, outside of monitoring. */
export function createNoticesStore() {
  const atFirst: { notices: readonly Problem[] } = { notices: [] };
  return createStore(
    combine(atFirst, (set, get) => {
      const tell = (notice: Problem): void => set({ notices: withProblem(get().notices, notice) });
      return {
        tell,
        /** Tells of whatever was thrown. */
        tellError: (error: unknown): void => tell(toProblem(error)),
        dismiss: (code: string): void => set({ notices: withoutProblem(get().notices, code) }),
      };
    }),
  );
}

export type NoticesStore = ReturnType<typeof createNoticesStore>;
