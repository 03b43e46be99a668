import type { Clock, Milliseconds } from '../../common/clock';
import { ACTIVATE } from '../../common/shell-cache';

export interface ProgramListeners {
  /** A newer version is on this device and waits to be put in charge. */
  readonly onWaiting: () => void;
  /** Another version than this page's was put in charge, by this tab or another one. */
  readonly onReplaced: () => void;
}

/** The program's own files on this device. */
export interface Program {
  /** Keeps them; resolves when they are kept, with false where that cannot be. Never rejects. */
  install(listeners: ProgramListeners): Promise<boolean>;
  /** Puts the waiting version in charge; onReplaced follows. */
  activate(): void;
}

/** ms between two looks for a newer version, made when the page comes to the front. */
export const CHECK_EVERY: Milliseconds = 3_600_000;

const SERVICE_WORKER = './sw.js';

/** By a service worker. @param now monotonic or epoch ms */
export function serviceWorkerProgram(page: Window, now: Clock): Program {
  let registration: ServiceWorkerRegistration | null = null;

  return {
    async install({ onWaiting, onReplaced }) {
      // Typed as always there, but browsers leave it out on pages without HTTPS.
      const container = (page.navigator as { serviceWorker?: ServiceWorkerContainer }).serviceWorker;
      if (!container) return false;
      try {
        // Hosts that let browsers keep sw.js for long would delay updates.
        registration = await container.register(SERVICE_WORKER, { updateViaCache: 'none' });
      } catch {
        return false; // refused by the person's settings, or never heard of the server
      }
      const registered = registration;

      // The version that this page is of; null until the very first one is in charge.
      let mine = registered.active;
      container.addEventListener('controllerchange', () => {
        const { controller } = container;
        if (mine !== null && controller !== mine) onReplaced();
        mine ??= controller;
      });

      const look = (): void => {
        if (registered.waiting && registered.active) onWaiting();
      };
      const follow = (): void => registered.installing?.addEventListener('statechange', look);
      registered.addEventListener('updatefound', follow);
      follow();
      look();

      let checkedAt = now();
      page.document.addEventListener('visibilitychange', () => {
        if (page.document.hidden || !page.navigator.onLine || now() - checkedAt < CHECK_EVERY) return;
        checkedAt = now();
        // Fails without a network; the next look may not.
        registered.update().catch(() => undefined);
      });
      return activated(registered);
    },
    activate: () => registration?.waiting?.postMessage(ACTIVATE),
  };
}

/** Whether a version is in charge, or the first one comes to be. */
function activated({ active, waiting, installing }: ServiceWorkerRegistration): Promise<boolean> {
  const first = waiting ?? installing;
  if (active) return Promise.resolve(true);
  if (!first) return Promise.resolve(false);
  return new Promise((resolve) => {
    const look = (): void => {
      if (first.state === 'activated') resolve(true);
      else if (first.state === 'redundant') resolve(false);
    };
    first.addEventListener('statechange', look);
    look();
  });
}
