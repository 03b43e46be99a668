import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { EndedSession, HistoryStore, Session, SessionNotes } from '../../profile';
import { figuresOf, type SessionFigures } from '../../insights/trends';

/** The sessions kept on this device. */
export function createHistory(kept: HistoryStore, onError: (error: unknown) => void) {
  /** null: not read yet. */
  const atFirst: {
    sessions: readonly Session[] | null;
    /** Of sessions that have ended, by their ids, as far as they were read. */
    figures: ReadonlyMap<string, SessionFigures>;
  } = { sessions: null, figures: new Map() };
  return createStore(
    combine(atFirst, (set, get) => {
      /** Notes are written one after the other. */
      let writing = Promise.resolve();
      /** Seconds of each session when its figures were read. */
      const lengths = new Map<string, number>();
      async function refresh(): Promise<void> {
        await writing;
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
        /** Reads the seconds of those sessions whose figures are not known. */
        readFigures: async (): Promise<void> => {
          const { sessions, figures: known } = get();
          const figures = new Map<string, SessionFigures>();
          try {
            for (const session of sessions ?? []) {
              const { id, endedAt } = session;
              if (endedAt === null) continue;
              // A session that went on after its end has more to tell.
              const isKnown = known.has(id) && lengths.get(id) === session.seconds;
              figures.set(id, isKnown ? known.get(id)! : figuresOf(session, await kept.timeline(session)));
              lengths.set(id, session.seconds);
            }
          } catch (error) {
            onError(error);
          }
          set({ figures });
        },
        annotate: (id: string, notes: SessionNotes): Promise<void> => {
          const sessions = get().sessions?.map((each) => (each.id === id ? { ...each, ...notes } : each));
          set({ sessions: sessions ?? null });
          writing = writing.then(() => kept.annotate(id, notes)).catch(onError);
          return writing;
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
