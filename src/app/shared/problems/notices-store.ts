import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { toProblem, withoutProblem, withProblem, type Problem } from './problem';

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
