import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { HistoryStore, Session } from '../../profile';
import type { EndedSession } from '../monitor/session-tape';

/** The sessions kept on this device. */
export function createHistory(kept: HistoryStore, onError: (error: unknown) => void) {
  /** null: not read yet. */
  const atFirst: { sessions: readonly Session[] | null } = { sessions: null };
  return createStore(
    combine(atFirst, (set) => {
      async function refresh(): Promise<void> {
        try {
          set({ sessions: await kept.list() });
        } catch (error) {
          set({ sessions: [] });
          onError(error);
        }
      }
      return {
        refresh,
        /** null: it is not here any more, or could not be read (which is told). */
        open: async (id: string): Promise<EndedSession | null> => {
          try {
            const session = (await kept.list()).find((each) => each.id === id);
            if (!session) return null;
            return { session, summary: session.summary, timeline: await kept.timeline(session) };
          } catch (error) {
            onError(error);
            return null;
          }
        },
        /** null: it is here already, or cannot be read, which is told. */
        import: async (file: File): Promise<Session | null> => {
          try {
            const session = await kept.import(await file.text());
            await refresh();
            return session;
          } catch (error) {
            onError(error);
            return null;
          }
        },
        delete: async (id: string): Promise<void> => {
          try {
            await kept.delete(id);
          } catch (error) {
            onError(error);
          }
          await refresh();
        },
      };
    }),
  );
}
