/**
 * Serves the program from this device. It answers for nothing but the files of its own build
 * (build/offline-plugin.ts lists them): every other request, other pages and model files included,
 * passes as if there were no service worker. There is no navigation fallback, because pages are
 * named by their hash.
 */
import { cacheNames, clientsClaim, setCacheNameDetails } from 'workbox-core';
import {
  cleanupOutdatedCaches,
  getCacheKeyForURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import type { Milliseconds } from '../common/clock';
import { ACTIVATE, CHECK, SHELL_CACHE_PREFIX, type ShellReport } from '../common/shell-cache';
import { checkShell } from './shell-check';

declare const self: ServiceWorkerGlobalScope;

/** Put in by the build. */
declare const WAKEFUL_SHELL: readonly Required<PrecacheEntry>[];
/** Each mention of the other is the whole list once more. */
const shell = WAKEFUL_SHELL;

/** ms until the files are checked though no page asked: a damaged one may keep it from asking. */
const CHECK_AFTER: Milliseconds = 10_000;

setCacheNameDetails({ prefix: SHELL_CACHE_PREFIX });
cleanupOutdatedCaches();
// The pages read their queries themselves (?backend=).
precacheAndRoute([...shell], { ignoreURLParametersMatching: [/./] });
// The very first page gets its workers and runtimes from the shell at once; later versions take
// over when told to.
clientsClaim();

self.addEventListener('message', (event) => {
  // Never by itself: a page whose files vanish in the middle of a session would break.
  if (event.data === ACTIVATE) void self.skipWaiting();
  const [port] = event.ports;
  if (event.data === CHECK && port) event.waitUntil(check((report) => port.postMessage(report)));
});

self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return;
  const later = new Promise((resolve) => setTimeout(resolve, CHECK_AFTER));
  event.waitUntil(later.then(() => check(() => undefined)));
});

let checking = Promise.resolve();

/** One after the other: what the first one fetches, the next one finds. */
function check(tell: (report: ShellReport) => void): Promise<void> {
  const files = shell.map(({ url, integrity }) => {
    const key = getCacheKeyForURL(url) ?? url;
    return { url, key, integrity };
  });
  // Not out of the browser's own cache, which may hold what is damaged.
  const anew = (url: string): Promise<Response> => fetch(url, { cache: 'reload' });
  return (checking = checking.then(async () => {
    await checkShell(files, await caches.open(cacheNames.precache), anew, tell);
  }));
}
