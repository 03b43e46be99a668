import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Studio, Verdict } from '../../../engine/studio-api';
import type { CheckpointLibrary, StoredCheckpoint } from '../../../profile/checkpoints/stored-checkpoint';
import { studioProblemOf, type StudioProblem } from '../../shared/problems/studio-problem';

export interface ModelsState {
  /** Fine-tuned here or imported, the latest first; null until they were read. */
  readonly models: readonly StoredCheckpoint[] | null;
  /** The one that judges in the monitor; null: the one that Wakeful ships with. */
  readonly adopted: string | null;
  readonly canRollBack: boolean;
  readonly problem: StudioProblem | null;

  readonly refresh: () => Promise<void>;
  readonly adopt: (id: string | null) => Promise<void>;
  readonly rollBack: () => Promise<void>;
  readonly rename: (id: string, name: string) => Promise<void>;
  readonly delete: (id: string) => Promise<void>;
  /** null: it could not be read, which is told. */
  readonly file: (id: string) => Promise<Blob | null>;
  /** The imported model; null: the file was refused, which is told. */
  readonly import: (file: File) => Promise<StoredCheckpoint | null>;
  /** undefined: it could not be read, which is told; null: none was made here. */
  readonly verdict: (id: string) => Promise<Verdict | null | undefined>;
  readonly dismissProblem: () => void;
}

export type ModelsStore = StoreApi<ModelsState>;

/** Name of a model after its file: `evenings.safetensors` → `evenings`. */
const nameOf = (file: File): string => file.name.replace(/\.[^.]*$/, '') || file.name;

/** The fine-tuned networks of this device, and which one judges. */
export function createModelsStore(studio: Studio, library: CheckpointLibrary): ModelsStore {
  return createStore<ModelsState>()((set, get) => {
    async function attempt<T>(work: Promise<T>): Promise<T | undefined> {
      try {
        return await work;
      } catch (error) {
        set({ problem: studioProblemOf(error) });
        return undefined;
      }
    }
    /** Does something to the models, and reads them anew. */
    async function change<T>(work: Promise<T>): Promise<T | undefined> {
      const result = await attempt(work);
      await get().refresh();
      return result;
    }

    return {
      models: null,
      adopted: null,
      canRollBack: false,
      problem: null,

      async refresh() {
        const [models, adopted, canRollBack] = await Promise.all([
          attempt(library.list()),
          attempt(library.adopted()),
          attempt(library.canRollBack()),
        ]);
        const sorted = [...(models ?? [])].sort((a, b) => b.createdAt - a.createdAt);
        set({ models: sorted, adopted: adopted ?? null, canRollBack: canRollBack ?? false });
      },
      async adopt(id) {
        await change(library.adopt(id));
      },
      async rollBack() {
        await change(library.rollBack());
      },
      async rename(id, name) {
        await change(library.rename(id, name));
      },
      async delete(id) {
        await change(library.delete(id));
      },
      async file(id) {
        const file = await attempt(library.file(id));
        return file === undefined ? null : new Blob([file], { type: 'application/octet-stream' });
      },
      async import(file) {
        const added = file.arrayBuffer().then((content) => studio.importCheckpoint(content, nameOf(file)));
        return (await change(added)) ?? null;
      },
      verdict: (id) => attempt(studio.verdict(id)),
      dismissProblem: () => set({ problem: null }),
    };
  });
}
