/**
 * Serves the program from this device. It answers for nothing but the files of its own build
 * (build/offline-plugin.ts lists them): every other request, other pages and model files included,
 * passes as if there were no service worker. There is no navigation fallback, because pages are
 * named by their hash.
 */
import { clientsClaim, setCacheNameDetails } from 'workbox-core';
import { cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { ACTIVATE, SHELL_CACHE_PREFIX } from '../common/shell-cache';

declare const self: ServiceWorkerGlobalScope;

/** Put in by the build. */
declare const WAKEFUL_SHELL: readonly PrecacheEntry[];

setCacheNameDetails({ prefix: SHELL_CACHE_PREFIX });
cleanupOutdatedCaches();
// The pages read their queries themselves (?backend=).
precacheAndRoute([...WAKEFUL_SHELL], { ignoreURLParametersMatching: [/./] });
// The very first page gets its workers and runtimes from the shell at once; later versions take
// over when told to.
clientsClaim();

self.addEventListener('message', ({ data }) => {
  // Never by itself: a page whose files vanish in the middle of a session would break.
  if (data === ACTIVATE) void self.skipWaiting();
});
