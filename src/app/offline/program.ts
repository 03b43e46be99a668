import * as v from 'valibot';
import type { Clock, Milliseconds } from '../../common/clock';
import { ACTIVATE, CHECK, type ShellReport } from '../../common/shell-cache';
import { count } from '../../common/ranges';

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
  /**
   * Has the kept files checked, and fetched where they are gone or damaged; resolves at the last
   * report, with null where none came. Never rejects.
   */
  check(tell: (report: ShellReport) => void): Promise<ShellReport | null>;
  /** Puts the waiting version in charge; onReplaced follows. */
  activate(): void;
}

/** ms between two looks for a newer version, made when the page comes to the front. */
export const CHECK_EVERY: Milliseconds = 3_600_000;

/** ms that a check may take for one file, or for looking at all of them. */
export const REPORT_TIMEOUT: Milliseconds = 60_000;

const SERVICE_WORKER = './sw.js';

const reportSchema = v.object({
  files: count,
  missing: count,
  isDone: v.boolean(),
}) satisfies v.GenericSchema<unknown, ShellReport>;

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
    async check(tell) {
      const last = await reported(registration?.active ?? null, tell);
      // What the server has no more may belong to a version that is no more.
      if (last && last.missing > 0) registration?.update().catch(() => undefined);
      return last;
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

function reported(
  worker: ServiceWorker | null,
  tell: (report: ShellReport) => void,
): Promise<ShellReport | null> {
  if (!worker) return Promise.resolve(null);
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function end(last: ShellReport | null): void {
      clearTimeout(timer);
      port1.close();
      resolve(last);
    }
    function wait(): void {
      clearTimeout(timer);
      timer = setTimeout(() => end(null), REPORT_TIMEOUT);
    }
    port1.onmessage = ({ data }) => {
      const report = v.safeParse(reportSchema, data);
      if (!report.success) return;
      tell(report.output);
      if (report.output.isDone) end(report.output);
      else wait();
    };
    wait();
    worker.postMessage(CHECK, [port2]);
  });
}
