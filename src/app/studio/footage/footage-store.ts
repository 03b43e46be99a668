import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { freeName } from '../../../common/names';
import type { ExtractProgress, ExtractRequest, Studio } from '../../../engine/studio-api';
import type {
  ExportedNames,
  FootageLibrary,
  ImportReport,
  RecordingSummary,
  StorageUse,
} from '../../../footage/footage-library';
import type { Person, Recording } from '../../../footage/recording';
import { isAbort, toldWork, toProblem, type Problem } from '../../shared/problems/problem';

/** One video or folder on its way into the footage. */
export interface ExtractionJob {
  readonly key: string;
  readonly request: ExtractRequest;
  readonly progress: ExtractProgress | null;
  /** Why it failed: it stays in the list until it is dismissed. */
  readonly problem: Problem | null;
}

/** The engine reads one job after the other: the first that has not failed; the others wait. */
export const runningJob = (jobs: readonly ExtractionJob[]): ExtractionJob | undefined =>
  jobs.find(({ problem }) => problem === null);

/** A data set being read or written. */
export interface Transfer {
  readonly kind: 'export' | 'import';
  /** 0..1 */
  readonly fraction: number;
}

/** Whose session it is: unique on this device. */
export type Place = Pick<Recording, 'personId' | 'session'>;

const placeOf = ({ personId, session }: Place): string => JSON.stringify([personId, session]);

/** A name for a session that this person does not have yet: `clip`, `clip 2`, `clip 3`. */
export const freeSession = (wanted: string, personId: string, taken: readonly Place[]): string =>
  freeName(
    wanted,
    taken.filter((each) => each.personId === personId).map(({ session }) => session),
    ' ',
  );

const NOTHING_READ = {
  /** null until they were read. */
  people: null as readonly Person[] | null,
  recordings: null as readonly RecordingSummary[] | null,
  storage: null as StorageUse | null,
  jobs: [] as readonly ExtractionJob[],
  /** The recording that was finished last: its labels are the next step. */
  latest: null as string | null,
  transfer: null as Transfer | null,
  imported: null as ImportReport | null,
  problem: null as Problem | null,
};

/** Own footage on this device, and what is on its way there. */
export function createFootageStore(studio: Studio, library: FootageLibrary) {
  const stops = new Map<string, AbortController>();
  const files = new Map<string, ExtractRequest['files']>();
  let transfer = new AbortController();
  let jobs = 0;

  return createStore(
    combine(NOTHING_READ, (set, get) => {
      function tellError(error: unknown): void {
        if (!isAbort(error)) set({ problem: toProblem(error, 'studio') });
      }
      const { attempt, change } = toldWork(tellError, refresh);
      async function refresh(): Promise<void> {
        const [people, recordings, storage] = await Promise.all([
          attempt(library.people()),
          attempt(library.recordings()),
          attempt(library.storage()),
        ]);
        set({ people: people ?? [], recordings: recordings ?? [], storage: storage ?? null });
      }

      const alter = (key: string, changed: Partial<ExtractionJob>): void =>
        set({ jobs: get().jobs.map((job) => (job.key === key ? { ...job, ...changed } : job)) });
      function dismissJob(key: string): void {
        stops.delete(key);
        set({ jobs: get().jobs.filter((job) => job.key !== key) });
      }
      async function run({ key, request }: ExtractionJob, signal: AbortSignal): Promise<void> {
        try {
          const id = await studio.extract(request, (progress) => alter(key, { progress }), signal);
          set({ latest: id });
          dismissJob(key);
        } catch (error) {
          if (signal.aborted) dismissJob(key);
          else alter(key, { problem: toProblem(error, 'studio') });
        }
        await refresh();
      }
      /** Shows how far it is while `work` runs. */
      function follow(kind: Transfer['kind']): (fraction: number) => void {
        transfer = new AbortController();
        const onProgress = (fraction: number): void => set({ transfer: { kind, fraction } });
        onProgress(0);
        return onProgress;
      }

      return {
        refresh,
        /** null: it could not be kept, which is told. */
        addPerson: async (name: string) => (await change(library.addPerson(name))) ?? null,
        renamePerson: (id: string, name: string) => change(library.renamePerson(id, name)),
        deletePerson: (id: string) => change(library.deletePerson(id)),
        deleteRecording: (id: string) => change(library.deleteRecording(id)),
        /** Resolves when the last of these is done, was stopped or has failed. */
        extract: async (requests: readonly ExtractRequest[]): Promise<void> => {
          const added = requests.map((request): ExtractionJob => {
            files.set(placeOf(request), request.files);
            return { key: String(++jobs), request, progress: null, problem: null };
          });
          set({ jobs: [...get().jobs, ...added], latest: null });
          await Promise.all(
            added.map((job) => {
              const stop = new AbortController();
              stops.set(job.key, stop);
              return run(job, stop.signal);
            }),
          );
        },
        /** Stops a job. What it has extracted is kept and can be gone on with. */
        stop: (key: string): void => stops.get(key)?.abort(),
        dismissJob,
        dismissProblem: (): void => set({ problem: null }),
        tellError,
        /** The files of a recording, while this page has them. */
        filesOf: (recording: Place): ExtractRequest['files'] | null => files.get(placeOf(recording)) ?? null,
        /** Somebody picked a recording's file again. */
        handIn: (recording: Place, given: readonly File[]): void => {
          files.set(
            placeOf(recording),
            given.map((file) => ({ file, label: null })),
          );
        },
        exportDataset: async (names: ExportedNames): Promise<Blob | null> => {
          const onProgress = follow('export');
          const zip = await attempt(library.exportDataset(onProgress, transfer.signal, names));
          set({ transfer: null });
          return zip ?? null;
        },
        importDataset: async (file: Blob): Promise<void> => {
          set({ imported: null });
          const onProgress = follow('import');
          const imported = await change(library.importDataset(file, onProgress, transfer.signal));
          set({ transfer: null, imported: imported ?? null });
        },
        stopTransfer: (): void => transfer.abort(),
      };
    }),
  );
}
