import type { Milliseconds } from '../../common/clock';
import { isMetered } from './connection';
import { webInUse } from './in-use';
import type { OfflineParts } from './offline-store';

/** ms after which the models are fetched even when the page never rests. */
const IDLE_TIMEOUT: Milliseconds = 5_000;

/** What a browser gives to the offline store. */
export function browserOfflineParts(
  page: Window,
): Pick<OfflineParts, 'inUse' | 'mayFetch' | 'whenIdle' | 'pause' | 'reloadPage'> {
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
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    reloadPage: () => page.location.reload(),
  };
}
