import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HistoryStore as KeptHistory, Session } from '../../profile';
import type { Recording } from '../monitor/session-tape';

export interface HistoryState {
  /** null until they were read. */
  readonly sessions: readonly Session[] | null;
  readonly refresh: () => Promise<void>;
  /** null: it is not here any more, or could not be read (which is told). */
  readonly open: (id: string) => Promise<(Recording & { readonly session: Session }) | null>;
  readonly delete: (id: string) => Promise<void>;
}

export type HistoryStore = StoreApi<HistoryState>;

/** The sessions kept on this device. */
export function createHistoryStore(kept: KeptHistory, onError: (error: unknown) => void): HistoryStore {
  return createStore<HistoryState>()((set, get) => ({
    sessions: null,
    async refresh() {
      try {
        set({ sessions: await kept.list() });
      } catch (error) {
        set({ sessions: [] });
        onError(error);
      }
    },
    async open(id) {
      try {
        const session = (await kept.list()).find((each) => each.id === id);
        if (!session) return null;
        return { session, summary: session.summary, timeline: await kept.timeline(session) };
      } catch (error) {
        onError(error);
        return null;
      }
    },
    async delete(id) {
      try {
        await kept.delete(id);
      } catch (error) {
        onError(error);
      }
      await get().refresh();
    },
  }));
}
