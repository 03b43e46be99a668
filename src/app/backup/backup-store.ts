import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { Restoration, RestorePlan } from '../../backup/restore';
import type { Clock } from '../../common/clock';
import type { ProfileStorage } from '../../profile';
import { askToPersist } from '../../storage/persist';
import { storageError } from '../../storage/storage-error';
import { fileStamp } from '../shared/format';
import { isAbort } from '../shared/problems/problem';

export interface BackupData {
  /** What is being done, and how far it is, 0..1. */
  readonly work: { readonly kind: 'export' | 'read' | 'restore'; readonly fraction: number } | null;
  /** A file that was found good, and waits for the answer. */
  readonly asked: Restoration | null;
  /** What was done last; of an export the number of damaged records that are not in it. */
  readonly done: { readonly left: number } | { readonly plan: RestorePlan } | null;
}

export interface BackupParts {
  readonly storage: ProfileStorage;
  readonly now: Clock;
  readonly offer: (name: string, content: Blob) => void;
  /** Other things are kept now than the page has read. */
  readonly onRestored: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Everything that this device keeps as one file, and back. */
export function createBackup({ storage, now, offer, onRestored, onError }: BackupParts) {
  const atFirst: BackupData = { work: null, asked: null, done: null };
  let running: AbortController | null = null;

  return createStore(
    combine(atFirst, (set) => {
      /** One at a time; a failure is told, unless it was wanted. */
      async function run(
        kind: NonNullable<BackupData['work']>['kind'],
        work: (onProgress: (fraction: number) => void, signal: AbortSignal) => Promise<Partial<BackupData>>,
      ): Promise<void> {
        if (running) return;
        running = new AbortController();
        const tell = (fraction: number): void => set({ work: { kind, fraction } });
        set({ work: { kind, fraction: 0 }, asked: null, done: null });
        try {
          set(await work(tell, running.signal));
        } catch (error) {
          if (!isAbort(error)) onError(error);
        }
        running = null;
        set({ work: null });
      }
      return {
        export: () =>
          run('export', async (onProgress, signal) => {
            const { exportBackup } = await import('../../backup/export');
            const { file, left } = await exportBackup(storage.stores, now(), onProgress, signal);
            offer(`wakeful-backup-${fileStamp(now())}.zip`, file);
            return { done: { left } };
          }),
        /** Looks through the file, and asks. */
        read: (file: Blob) =>
          run('read', async (onProgress, signal) => {
            const { readBackup } = await import('../../backup/restore');
            const { stores, database, blocked, holdRestore: hold } = storage;
            if (!database) throw blocked ?? storageError('storage-blocked', 'Nothing can be kept here.');
            return { asked: await readBackup(file, stores, { database, hold }, onProgress, signal) };
          }),
        restore: (asked: Restoration) =>
          run('restore', async (onProgress, signal) => {
            askToPersist();
            await asked.apply(onProgress, signal);
            await onRestored();
            return { done: { plan: asked.plan } };
          }),
        /** Ends what is being done, or leaves the question without an answer. */
        cancel: (): void => {
          running?.abort();
          set({ asked: null });
        },
      };
    }),
  );
}
