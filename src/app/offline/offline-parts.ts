import * as v from 'valibot';
import type { Milliseconds } from '../../common/clock';
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

/** https://wicg.github.io/netinfo/: Chromium alone tells. */
const Connection = v.object({ saveData: v.optional(v.boolean()), type: v.optional(v.string()) });

/** Whether data may cost the person something, as far as the browser tells: then nothing large is fetched unasked. */
export function isMetered(navigator: object): boolean {
  const { success, output } = v.safeParse(Connection, Reflect.get(navigator, 'connection'));
  return success && (output.saveData === true || output.type === 'cellular');
}
