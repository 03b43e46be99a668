import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { Enrolment } from '../../engine/protocol';
import type { Learner, ProfileStorage, QuarantinedRecord } from '../../profile';
import { toldWork } from '../shared/problems/problem';

export interface LearnersData {
  /** null: not read yet. */
  readonly learners: readonly Learner[] | null;
  /** The one who learned here last, or was chosen; null: nobody. */
  readonly activeId: string | null;
  /** Records that could not be read. */
  readonly setAside: readonly QuarantinedRecord[];
}

/** The learners of this device. Errors go to `onError`; the list then shows what is there. */
export function createLearners(
  storage: ProfileStorage,
  onError: (error: unknown) => void,
  /** Told of a learner who was deleted with all their sessions. */
  onDeleted: (id: string) => void,
) {
  const { learners, quarantine } = storage;
  const atFirst: LearnersData = { learners: null, activeId: null, setAside: [] };

  return createStore(
    combine(atFirst, (set) => {
      const { attempt, change } = toldWork(onError, refresh);
      async function refresh(): Promise<void> {
        const list = await attempt(learners.list());
        const active = await attempt(learners.active());
        const records = await attempt(quarantine.list());
        set({ learners: list ?? [], activeId: active?.id ?? null, setAside: records ?? [] });
      }
      return {
        refresh,
        choose: async (id: string | null): Promise<void> => {
          set({ activeId: id });
          await attempt(learners.activate(id));
        },
        /** Keeps an enrolment: of a new learner of this name, or of the one with `id`. */
        keep: (enrolment: Enrolment, { id, name }: { readonly id: string | null; readonly name: string }) =>
          change(id === null ? learners.add(enrolment, name) : learners.update(id, enrolment)),
        rename: async (id: string, name: string): Promise<void> => {
          await change(learners.rename(id, name));
        },
        delete: async (id: string): Promise<void> => {
          await change(storage.deleteLearner(id));
          onDeleted(id);
        },
        /** The text of a learner's file. */
        export: (id: string) => attempt(learners.export(id)),
        import: (text: string) => change(learners.import(text)),
        exportSetAside: () => attempt(quarantine.export()),
        deleteSetAside: async (id: string): Promise<void> => {
          await change(quarantine.delete(id));
        },
      };
    }),
  );
}
