import * as v from 'valibot';
import type { Milliseconds } from '../../common/clock';
import { ifFree } from '../../storage/web-locks';
import type { Program } from './program';

/** What the offline store stands on. */
export interface OfflineParts {
  /** null: not to be installed (development). */
  readonly program: Program | null;
  readonly inUse: InUse;
  readonly missingModelBytes: () => Promise<number>;
  readonly keepModels: (signal: AbortSignal) => Promise<void>;
  /** Whether large files may be fetched unasked. */
  readonly mayFetch: () => boolean;
  /** Resolves when the page has nothing better to do. */
  readonly whenIdle: () => Promise<void>;
  /** Calls whenever something may have been lost, or may now be had. */
  readonly nowAndThen: (look: () => void) => void;
  /** Whether a reload would break what this tab does. */
  readonly isBusy: () => boolean;
  readonly pause: (ms: Milliseconds) => Promise<void>;
  readonly reloadPage: () => void;
}

/** ms after which the models are fetched even when the page never rests. */
const IDLE_TIMEOUT: Milliseconds = 5_000;

/** ms between two looks at what is kept. */
const LOOK_EVERY: Milliseconds = 3_600_000;

/** What a browser gives to the offline store. */
export function browserOfflineParts(
  page: Window,
): Pick<OfflineParts, 'inUse' | 'mayFetch' | 'whenIdle' | 'nowAndThen' | 'pause' | 'reloadPage'> {
  const { navigator } = page;
  return {
    // Typed as always there, but browsers leave them out on pages without HTTPS.
    inUse: webInUse((navigator as { locks?: LockManager }).locks),
    mayFetch: () => navigator.onLine && !isMetered(navigator),
    whenIdle: () =>
      new Promise((resolve) => {
        // Safari has no idle callbacks.
        if ('requestIdleCallback' in page)
          page.requestIdleCallback(() => resolve(), { timeout: IDLE_TIMEOUT });
        else setTimeout(resolve, IDLE_TIMEOUT);
      }),
    nowAndThen(look) {
      page.addEventListener('online', look);
      setInterval(look, LOOK_EVERY);
    },
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    reloadPage: () => page.location.reload(),
  };
}

/** https://wicg.github.io/netinfo/: Chromium alone tells. */
const Connection = v.object({ saveData: v.optional(v.boolean()), type: v.optional(v.string()) });

/** Whether data may cost something, as far as the browser tells: then nothing large is fetched. */
export function isMetered(navigator: object): boolean {
  const { success, output } = v.safeParse(Connection, Reflect.get(navigator, 'connection'));
  return success && (output.saveData === true || output.type === 'cellular');
}

/** Whether any tab of this browser is in use, in a way that a reload would break. */
export interface InUse {
  /** This tab is, until the returned function is called, or the page goes away, however it goes. */
  hold(): Promise<() => void>;
  /** Does the work while nobody is, and keeps others from beginning; false: somebody is. */
  ifFree(work: () => Promise<void>): Promise<boolean>;
}

const NAME = 'wakeful-in-use';

/**
 * By the browser's Web Locks: tabs in use share the lock, and whoever changes the program needs it
 * alone. Where the browser has none or refuses them, only this tab's own use is known, to this tab.
 */
export function webInUse(locks: LockManager | undefined): InUse {
  const release = (): void => undefined;
  return {
    hold: () =>
      new Promise((resolve) => {
        if (!locks) resolve(release);
        else
          locks
            .request(NAME, { mode: 'shared' }, () => new Promise<void>((end) => resolve(end)))
            .catch(() => resolve(release));
      }),
    ifFree: (work) =>
      ifFree(
        locks,
        NAME,
        () => work().then(() => true),
        () => false,
      ),
  };
}
