import { createStore, type StoreApi } from 'zustand/vanilla';
import { toProblem, withoutProblem, withProblem, type Problem } from './problem';

export interface NoticesState {
  /** One of each code, the latest last. */
  readonly notices: readonly Problem[];
  readonly tell: (notice: Problem) => void;
  /** Tells of whatever was thrown. */
  readonly tellError: (error: unknown) => void;
  readonly dismiss: (code: string) => void;
}

export type NoticesStore = StoreApi<NoticesState>;

/** What the page tells once, outside of monitoring. */
export function createNoticesStore(): NoticesStore {
  return createStore<NoticesState>()((set, get) => ({
    notices: [],
    tell: (notice) => set({ notices: withProblem(get().notices, notice) }),
    tellError: (error) => get().tell(toProblem(error)),
    dismiss: (code) => set({ notices: withoutProblem(get().notices, code) }),
  }));
}
