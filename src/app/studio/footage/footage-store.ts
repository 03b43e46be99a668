import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ExtractProgress, ExtractRequest, Studio } from '../../../engine/studio-api';
import type {
  FootageLibrary,
  ImportReport,
  RecordingSummary,
  StorageUse,
} from '../../../footage/footage-library';
import type { Person, Recording } from '../../../footage/recording';
import { isAbort, studioProblemOf, type StudioProblem } from '../../shared/problems/studio-problem';

/** One video or folder on its way into the footage. */
export interface ExtractionJob {
  readonly key: string;
  readonly request: ExtractRequest;
  readonly status: 'waiting' | 'running' | 'failed';
  readonly progress: ExtractProgress | null;
  readonly problem: StudioProblem | null;
}

/** A data set being read or written. */
export interface Transfer {
  readonly kind: 'export' | 'import';
  /** 0..1 */
  readonly share: number;
}

export interface FootageState {
  /** null until they were read. */
  readonly people: readonly Person[] | null;
  readonly recordings: readonly RecordingSummary[] | null;
  readonly storage: StorageUse | null;
  readonly jobs: readonly ExtractionJob[];
  /** The recording that was finished last: its labels are the next step. */
  readonly latest: string | null;
  readonly transfer: Transfer | null;
  readonly imported: ImportReport | null;
  readonly problem: StudioProblem | null;

  readonly refresh: () => Promise<void>;
  /** null: it could not be kept, which is told. */
  readonly addPerson: (name: string) => Promise<Person | null>;
  readonly renamePerson: (id: string, name: string) => Promise<void>;
  readonly deletePerson: (id: string) => Promise<void>;
  readonly deleteRecording: (id: string) => Promise<void>;
  /** Extracts these, one after the other. Resolves when the last of them is done, stopped or has failed. */
  readonly extract: (requests: readonly ExtractRequest[]) => Promise<void>;
  /** Stops a job. What it has extracted is kept and can be gone on with. */
  readonly stop: (key: string) => void;
  readonly dismissJob: (key: string) => void;
  readonly dismissProblem: () => void;
  readonly tellError: (error: unknown) => void;
  /** The files of a recording, while this page has them. */
  readonly filesOf: (recording: Place) => ExtractRequest['files'] | null;
  /** The person picked a recording's file again. */
  readonly handIn: (recording: Place, files: readonly File[]) => void;
  readonly exportDataset: () => Promise<Blob | null>;
  readonly importDataset: (file: Blob) => Promise<void>;
  readonly stopTransfer: () => void;
}

/** Whose session it is: unique on this device. */
export type Place = Pick<Recording, 'personId' | 'session'>;

export type FootageStore = StoreApi<FootageState>;

const placeOf = ({ personId, session }: Place): string => JSON.stringify([personId, session]);

/** A name for a session that this person does not have yet: `clip`, `clip 2`, `clip 3`. */
export function freeSession(wanted: string, personId: string, taken: readonly Place[]): string {
  const names = new Set(taken.filter((each) => each.personId === personId).map(({ session }) => session));
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted} ${n}`;
    if (!names.has(name)) return name;
  }
}

/** Own footage on this device, and what is on its way there. */
export function createFootageStore(studio: Studio, library: FootageLibrary): FootageStore {
  const stops = new Map<string, AbortController>();
  const files = new Map<string, ExtractRequest['files']>();
  let transfer = new AbortController();
  let queue: Promise<void> = Promise.resolve();
  let jobs = 0;

  return createStore<FootageState>()((set, get) => {
    const tellError = (error: unknown): void => {
      if (!isAbort(error)) set({ problem: studioProblemOf(error) });
    };
    const attempt = <T>(work: Promise<T>): Promise<T | null> =>
      work.catch((error: unknown) => {
        tellError(error);
        return null;
      });
    /** Does something to the footage, and reads it anew. */
    async function change<T>(work: Promise<T>): Promise<T | null> {
      const result = await attempt(work);
      await get().refresh();
      return result;
    }
    const alter = (key: string, changed: Partial<ExtractionJob>): void =>
      set({ jobs: get().jobs.map((job) => (job.key === key ? { ...job, ...changed } : job)) });

    async function run({ key, request }: ExtractionJob, signal: AbortSignal): Promise<void> {
      try {
        signal.throwIfAborted();
        alter(key, { status: 'running' });
        const id = await studio.extract(request, (progress) => alter(key, { progress }), signal);
        set({ latest: id });
        get().dismissJob(key);
      } catch (error) {
        if (signal.aborted) get().dismissJob(key);
        else alter(key, { status: 'failed', problem: studioProblemOf(error) });
      }
      await get().refresh();
    }

    return {
      people: null,
      recordings: null,
      storage: null,
      jobs: [],
      latest: null,
      transfer: null,
      imported: null,
      problem: null,

      async refresh() {
        const [people, recordings, storage] = await Promise.all([
          attempt(library.people()),
          attempt(library.recordings()),
          attempt(library.storage()),
        ]);
        set({ people: people ?? [], recordings: recordings ?? [], storage });
      },
      addPerson: (name) => change(library.addPerson(name)),
      async renamePerson(id, name) {
        await change(library.renamePerson(id, name));
      },
      async deletePerson(id) {
        await change(library.deletePerson(id));
      },
      async deleteRecording(id) {
        await change(library.deleteRecording(id));
      },
      async extract(requests) {
        const added = requests.map((request): ExtractionJob => {
          const key = String(++jobs);
          stops.set(key, new AbortController());
          files.set(placeOf(request), request.files);
          return { key, request, status: 'waiting', progress: null, problem: null };
        });
        set({ jobs: [...get().jobs, ...added], latest: null });
        for (const job of added) {
          const { signal } = stops.get(job.key)!;
          queue = queue.then(() => run(job, signal));
        }
        await queue;
      },
      stop: (key) => stops.get(key)?.abort(),
      dismissJob(key) {
        stops.delete(key);
        set({ jobs: get().jobs.filter((job) => job.key !== key) });
      },
      dismissProblem: () => set({ problem: null }),
      tellError,
      filesOf: (recording) => files.get(placeOf(recording)) ?? null,
      handIn(recording, given) {
        files.set(
          placeOf(recording),
          given.map((file) => ({ file, label: null })),
        );
      },
      async exportDataset() {
        transfer = new AbortController();
        set({ transfer: { kind: 'export', share: 0 } });
        const onProgress = (share: number): void => set({ transfer: { kind: 'export', share } });
        const zip = await attempt(library.exportDataset(onProgress, transfer.signal));
        set({ transfer: null });
        return zip;
      },
      async importDataset(file) {
        transfer = new AbortController();
        set({ transfer: { kind: 'import', share: 0 }, imported: null });
        const onProgress = (share: number): void => set({ transfer: { kind: 'import', share } });
        const imported = await change(library.importDataset(file, onProgress, transfer.signal));
        set({ transfer: null, imported });
      },
      stopTransfer: () => transfer.abort(),
    };
  });
}
