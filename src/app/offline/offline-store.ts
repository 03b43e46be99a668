import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { Milliseconds } from '../../common/clock';
import type { ShellReport } from '../../common/shell-cache';
import type { OfflineParts } from './offline-parts';

/**
 * none: nothing new. waiting: a newer version is here. elsewhere: it was asked for while another
 * tab is in use. reloading: it is being put in charge.
 */
export type ProgramUpdate = 'none' | 'waiting' | 'elsewhere' | 'reloading';

export interface OfflineData {
  /** Whether the program's own files are kept; null: not known yet. */
  readonly programKept: boolean | null;
  /** How many they are, and how many of them are gone or damaged; null: not known yet. */
  readonly program: ShellReport | null;
  /** Bytes of models that are not kept; null: not known yet. */
  readonly missingBytes: number | null;
  readonly isFetching: boolean;
  /** The last try to fetch them failed, or the browser did not keep them. */
  readonly hasFailed: boolean;
  readonly update: ProgramUpdate;
}

/** ms to wait for a new version to take charge; the page is then loaded anew in any case. */
export const TAKEOVER_TIMEOUT: Milliseconds = 10_000;

/** What of Wakeful is on this device, and which version of it is next. */
export function createOfflineStore(parts: OfflineParts) {
  const { program, inUse } = parts;
  let fetching: AbortController | null = null;
  /** Another version is in charge already: nothing has to be activated any more. */
  let replaced = false;
  let tookOver = (): void => undefined;
  const atFirst: OfflineData = {
    programKept: program === null ? false : null,
    program: null,
    missingBytes: null,
    isFetching: false,
    hasFailed: false,
    update: 'none',
  };

  return createStore(
    combine(atFirst, (set, get) => {
      /** Looks again for what is kept, and completes the program. */
      async function look(): Promise<void> {
        const checked = program?.check((report) => set({ program: report }));
        set({ missingBytes: await parts.missingModelBytes() });
        if (checked) set({ program: await checked });
      }
      /** Looks, and completes the models too unless that may cost something. */
      async function complete(): Promise<void> {
        await look();
        const { programKept, missingBytes } = get();
        if (programKept !== true || missingBytes === 0 || !parts.mayFetch()) return;
        await parts.whenIdle();
        await fetchModels();
      }
      async function fetchModels(): Promise<void> {
        if (fetching) return;
        const attempt = (fetching = new AbortController());
        set({ isFetching: true, hasFailed: false });
        // It was not asked for, or its outcome is seen: whoever presses Start is told more.
        const failed = await parts.keepModels(attempt.signal).then(
          () => false,
          () => true,
        );
        fetching = null;
        await look();
        const isCancelled = attempt.signal.aborted;
        set({ isFetching: false, hasFailed: !isCancelled && (failed || get().missingBytes !== 0) });
      }
      return {
        /** Installs the program, then brings what is missing, now and whenever it may be. */
        begin: async (): Promise<void> => {
          const kept = await program?.install({
            onWaiting: () => set({ update: 'waiting' }),
            onReplaced() {
              replaced = true;
              if (get().update === 'reloading') tookOver();
              // Another tab's choice; this one's files are not kept any more.
              else if (parts.isBusy()) set({ update: 'waiting' });
              else parts.reloadPage();
            },
          });
          set({ programKept: kept ?? false });
          parts.nowAndThen(() => {
            if (!parts.isBusy()) void complete();
          });
          await complete();
        },
        look,
        fetchModels,
        cancel: (): void => fetching?.abort(),
        /** Goes over to the newer version, unless this tab or another one is in use. */
        reload: async (): Promise<void> => {
          if (parts.isBusy() || get().update === 'reloading') return;
          const isFree = await inUse.ifFree(async () => {
            set({ update: 'reloading' });
            if (!replaced) {
              const takeover = new Promise<void>((resolve) => (tookOver = resolve));
              program?.activate();
              await Promise.race([takeover, parts.pause(TAKEOVER_TIMEOUT)]);
            }
            parts.reloadPage();
          });
          if (!isFree) set({ update: 'elsewhere' });
        },
        /** Hides the announcement until the page is loaded again. */
        later: (): void => set({ update: 'none' }),
      };
    }),
  );
}

/**
 * Whether Wakeful works here without a network, in one word. repairing, incomplete: the program;
 * missing, fetching, failed: the models.
 */
export type Readiness =
  'unknown' | 'impossible' | 'repairing' | 'incomplete' | 'missing' | 'fetching' | 'failed' | 'ready';

export function readiness({
  programKept,
  program,
  missingBytes,
  isFetching,
  hasFailed,
}: Omit<OfflineData, 'update'>): Readiness {
  if (programKept === false) return 'impossible';
  if (programKept === null || program === null) return 'unknown';
  if (program.missing > 0) return program.isDone ? 'incomplete' : 'repairing';
  if (!program.isDone || missingBytes === null) return 'unknown';
  if (isFetching) return 'fetching';
  if (missingBytes === 0) return 'ready';
  return hasFailed ? 'failed' : 'missing';
}
