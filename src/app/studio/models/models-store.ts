import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { Studio } from '../../../engine/studio-api';
import type { CheckpointLibrary, StoredCheckpoint } from '../../../profile/checkpoints/stored-checkpoint';
import { toldWork, toProblem, type Problem } from '../../shared/problems/problem';

/** Name of a model after its file: `evenings.safetensors` → `evenings`. */
const nameOf = (file: File): string => file.name.replace(/\.[^.]*$/, '') || file.name;

const NOTHING_READ = {
  /** Fine-tuned here or imported, the latest first; null until they were read. */
  models: null as readonly StoredCheckpoint[] | null,
  /** The one that the monitor uses; null: the one that Wakeful ships with. */
  adopted: null as string | null,
  canRollBack: false,
  /** The one that is tried on a face, to be adopted; null: none. */
  trying: null as string | null,
  /** Models that were adopted once, or turned down: nobody is asked about them again. */
  decided: [] as readonly string[],
  problem: null as Problem | null,
};

/** The fine-tuned networks of this device, and which one the monitor uses. */
export function createModelsStore(studio: Studio, library: CheckpointLibrary) {
  return createStore(
    combine(NOTHING_READ, (set) => {
      const tellError = (error: unknown): void => set({ problem: toProblem(error, 'studio') });
      const { attempt, change } = toldWork(tellError, refresh);
      async function refresh(): Promise<void> {
        const [models, adopted, canRollBack, decided] = await Promise.all([
          attempt(library.list()),
          attempt(library.adopted()),
          attempt(library.canRollBack()),
          attempt(library.decided()),
        ]);
        const sorted = [...(models ?? [])].sort((a, b) => b.createdAt - a.createdAt);
        set({
          models: sorted,
          adopted: adopted ?? null,
          canRollBack: canRollBack ?? false,
          decided: decided ?? [],
        });
      }

      return {
        refresh,
        adopt: async (id: string | null): Promise<void> => {
          set({ trying: id });
          await change((id === null ? Promise.resolve() : studio.rehearse(id)).then(() => library.adopt(id)));
          set({ trying: null });
        },
        /** The new one was looked at, and is not wanted for now. */
        keepOld: (id: string) => change(library.decide(id)),
        rollBack: () => change(library.rollBack()),
        rename: (id: string, name: string) => change(library.rename(id, name)),
        delete: (id: string) => change(library.delete(id)),
        /** null: it could not be read, which is told. */
        file: async (id: string): Promise<Blob | null> => {
          const file = await attempt(library.file(id));
          return file === undefined ? null : new Blob([file], { type: 'application/octet-stream' });
        },
        /** The imported model; null: the file was refused, which is told. */
        import: async (file: File): Promise<StoredCheckpoint | null> => {
          const added = file.arrayBuffer().then((content) => studio.importCheckpoint(content, nameOf(file)));
          return (await change(added)) ?? null;
        },
        /** undefined: it could not be read, which is told; null: none was made here. */
        verdict: (id: string) => attempt(studio.verdict(id)),
        dismissProblem: (): void => set({ problem: null }),
      };
    }),
  );
}
