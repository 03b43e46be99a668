import { createStore, type StoreApi } from 'zustand/vanilla';
import { WakefulError } from '../../../common/errors';
import { problems, type ProblemCode } from './strings';

/** Something that the page tells once, outside of monitoring. */
export interface Notice {
  readonly code: ProblemCode;
  /** Technical detail, shown on demand. */
  readonly detail: string;
}

export interface NoticesState {
  /** One of each code, the latest last. */
  readonly notices: readonly Notice[];
  readonly tell: (notice: Notice) => void;
  /** Tells of whatever was thrown. */
  readonly tellError: (error: unknown) => void;
  readonly dismiss: (code: ProblemCode) => void;
}

const isProblemCode = (code: unknown): code is ProblemCode =>
  typeof code === 'string' && Object.hasOwn(problems, code);

/** The problem that an error stands for; one that nobody foresaw is `internal`. */
export function problemOf(error: unknown): Notice {
  const detail = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof WakefulError ? error.code : null;
  return { code: isProblemCode(code) ? code : 'internal', detail };
}

export type NoticesStore = StoreApi<NoticesState>;

export function createNoticesStore(): NoticesStore {
  return createStore<NoticesState>()((set, get) => ({
    notices: [],
    tell(notice) {
      const others = get().notices.filter(({ code }) => code !== notice.code);
      set({ notices: [...others, notice] });
    },
    tellError: (error) => get().tell(problemOf(error)),
    dismiss: (code) => set({ notices: get().notices.filter((notice) => notice.code !== code) }),
  }));
}
