import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Enrolment } from '../../engine/protocol';
import type { Learner, ProfileStorage, QuarantinedRecord } from '../../profile';

export interface LearnersState {
  /** null until they were read. */
  readonly learners: readonly Learner[] | null;
  /** The one who learned here last, or was chosen; null: nobody. */
  readonly activeId: string | null;
  /** Records that could not be read. */
  readonly setAside: readonly QuarantinedRecord[];
  readonly refresh: () => Promise<void>;
  readonly choose: (id: string | null) => Promise<void>;
  /** Keeps what an enrolment found: of a new learner of this name, or of the one with `id`. null: it could not be kept. */
  readonly keep: (
    enrolment: Enrolment,
    who: { readonly id: string | null; readonly name: string },
  ) => Promise<Learner | null>;
  readonly rename: (id: string, name: string) => Promise<void>;
  readonly delete: (id: string) => Promise<void>;
  /** The text of a learner's file; null: it could not be read. */
  readonly export: (id: string) => Promise<string | null>;
  /** The imported learner; null: the file was refused, which is told. */
  readonly import: (text: string) => Promise<Learner | null>;
  readonly exportSetAside: () => Promise<string | null>;
  readonly deleteSetAside: (id: string) => Promise<void>;
}

export type LearnersStore = StoreApi<LearnersState>;

/** The learners of this device. What goes wrong is told to `onError`; the list then shows what is there. */
export function createLearnersStore(
  storage: ProfileStorage,
  onError: (error: unknown) => void,
): LearnersStore {
  const { learners, quarantine } = storage;
  const attempt = <T>(work: Promise<T>): Promise<T | null> =>
    work.catch((error: unknown) => {
      onError(error);
      return null;
    });

  return createStore<LearnersState>()((set, get) => {
    /** Does something to the list, and reads it anew. */
    async function change<T>(work: Promise<T>): Promise<T | null> {
      const result = await attempt(work);
      await get().refresh();
      return result;
    }
    return {
      learners: null,
      activeId: null,
      setAside: [],
      async refresh() {
        const list = await attempt(learners.list());
        const active = await attempt(learners.active());
        const records = await attempt(quarantine.list());
        set({ learners: list ?? [], activeId: active?.id ?? null, setAside: records ?? [] });
      },
      async choose(id) {
        set({ activeId: id });
        await attempt(learners.activate(id));
      },
      keep: (enrolment, { id, name }) =>
        change(id === null ? learners.add(enrolment, name) : learners.update(id, enrolment)),
      async rename(id, name) {
        await change(learners.rename(id, name));
      },
      async delete(id) {
        await change(storage.deleteLearner(id));
      },
      export: (id) => attempt(learners.export(id)),
      import: (text) => change(learners.import(text)),
      exportSetAside: () => attempt(quarantine.export()),
      async deleteSetAside(id) {
        await change(quarantine.delete(id));
      },
    };
  });
}
