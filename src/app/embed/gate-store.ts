import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { Clock, Milliseconds } from '../../common/clock';
import type { KeptConsents } from '../../embed/frame/consent';
import { awaitHandshake, type HandshakeWindow } from '../../embed/frame/handshake';
import { openInbox } from '../../embed/frame/inbox';
import { Outbox, type OutboxOptions } from '../../embed/frame/outbox';
import { admit, type FrameWindow, type Refusal } from '../../embed/frame/refusal';
import { PROTOCOL_VERSION, TIMES_OPTION, type FromFrame } from '../../embed/protocol';
import type { OwnPlaces } from '../../profile/own-profile';
import type { OpenedApp } from '../open-app';
import { obeyHost, shareMonitor } from './host';

/** ms for the course page to introduce itself, which its script does once the frame has loaded. */
export const HANDSHAKE_WITHIN: Milliseconds = 10_000;

/**
 * refused: no monitor here, and why. waiting: for the course page's handshake. asking: the learner
 * is asked. opening: what this device keeps is being read. open: the monitor is there; whether
 * anything is shared is another question.
 */
type GateStep = 'refused' | 'waiting' | 'asking' | 'opening' | 'open';

interface Answer {
  readonly share: boolean;
  /** The profile of this browser is to be used, not one of this course page. */
  readonly ownProfile: boolean;
  /** Not to be asked again by this course page until the tab is closed. */
  readonly keep?: boolean;
}

export interface GateData {
  readonly step: GateStep;
  readonly refusal: Refusal | null;
  /** Origin of the course page; null when refused. */
  readonly host: string | null;
  /** The course page is connected, and could be told something. */
  readonly isConnected: boolean;
  /** The learner agreed, and has not taken it back. */
  readonly isSharing: boolean;
  /** The course page asks the learner to start. */
  readonly isAsked: boolean;
  /** The course page sent too much and was cut off. */
  readonly isFlooded: boolean;
  /** The learner wanted their own profile, and the browser did not give it. */
  readonly isProfileRefused: boolean;
  /** The learner did not want to be asked again, and the browser does not keep that. */
  readonly isKeepRefused: boolean;
  readonly app: OpenedApp | null;
}

interface GateParts {
  readonly page: FrameWindow & HandshakeWindow;
  /** The deployer's list of course pages, in the form of CSP's frame-ancestors. */
  readonly sources: readonly string[];
  readonly openApp: (places: OwnPlaces | null) => Promise<OpenedApp>;
  /** Asks the browser for the learner's own profile. */
  readonly openOwnProfile: () => Promise<OwnPlaces | null>;
  readonly consents: KeptConsents;
  readonly now: Clock;
  readonly later: OutboxOptions['later'];
}

export type GateStore = ReturnType<typeof createGate>;

/** Between course page and monitor: who asks, whether the learner agreed, what then leaves. */
export function createGate(parts: GateParts) {
  const { page, sources, openApp, openOwnProfile, consents, now, later } = parts;
  const admission = admit(page, sources);
  const search = new URLSearchParams(page.location.search);
  const host = 'host' in admission ? admission.host : null;
  let port: MessagePort | null = null;
  let endSharing: (() => void) | null = null;
  let obey: ReturnType<typeof obeyHost> | null = null;
  /** The learner agreed, and then was told that nothing can be kept here. */
  let sharesWhenOpen = false;

  const atFirst: GateData = {
    step: host === null ? 'refused' : 'waiting',
    refusal: 'refusal' in admission ? admission.refusal : null,
    host,
    isConnected: false,
    isSharing: false,
    isAsked: false,
    isFlooded: false,
    isProfileRefused: false,
    isKeepRefused: false,
    app: null,
  };

  const store = createStore(
    combine(atFirst, (set, get) => ({
      /** The learner's answer: in their click, or the one that was kept. */
      enter: async ({ share, ownProfile, keep = false }: Answer): Promise<void> => {
        const before = get();
        if (before.step === 'opening' || before.host === null) return;
        if (!keep) consents.forget(before.host);
        const isKept = keep && consents.keep(before.host, { ownProfile });
        set({ step: 'opening', isKeepRefused: keep && !isKept });
        let app = before.app;
        if (app === null) {
          try {
            const places = ownProfile ? await openOwnProfile() : null;
            set({ isProfileRefused: ownProfile && places === null });
            app = await openApp(places);
          } catch (error) {
            set({ step: 'refused', refusal: 'not-opened' });
            throw error;
          }
          follow(app);
          const { blocked } = app.services.storage;
          if (blocked) {
            sharesWhenOpen = share;
            // Said by the refusal, at the moment when the learner can choose.
            app.stores.notices.getState().dismiss(blocked.code);
            const refusal = blocked.code === 'storage-newer' ? 'storage-newer' : 'storage-blocked';
            set({ step: 'refused', refusal, app });
            return;
          }
        }
        open(app, share);
      },
      /** The learner wants the monitor although nothing can be kept here. */
      goOn: (): void => {
        const { step, app } = get();
        if (step === 'refused' && app !== null) open(app, sharesWhenOpen);
      },
      /** Silence from now on. */
      withdraw: (): void => {
        endSharing?.();
        endSharing = null;
        if (host !== null) consents.forget(host);
        set({ isSharing: false, isAsked: false });
      },
      /** Asks the learner again, from a running monitor. */
      askAgain: (): void => {
        if (get().step === 'open' && get().isConnected) set({ step: 'asking' });
      },
    })),
  );
  const { getState: get, setState: set } = store;

  function follow({ stores: { monitor } }: OpenedApp): void {
    obey = obeyHost(monitor, () => set({ isAsked: true }));
    monitor.subscribe(({ phase }) => {
      if (phase !== 'idle' && get().isAsked) set({ isAsked: false });
    });
  }

  function open(app: OpenedApp, share: boolean): void {
    set({ step: 'open', refusal: null, app });
    if (share) agree(app);
  }

  function post(message: FromFrame): void {
    port?.postMessage(message);
  }

  function agree({ stores }: OpenedApp): void {
    if (port === null || endSharing !== null) return;
    endSharing = shareMonitor(stores.monitor, new Outbox({ post, now, later }));
    set({ isSharing: true });
  }

  function connect(handed: MessagePort): void {
    port = handed;
    openInbox(handed, {
      now,
      // A page that is told nothing has nothing to say either.
      onCommand: (command) => get().isSharing && obey?.(command),
      onFlood() {
        get().withdraw();
        port = null;
        set({ isConnected: false, isFlooded: true });
      },
    });
    const asksForTimes = search.has(TIMES_OPTION);
    post({ type: 'welcome', version: PROTOCOL_VERSION, ...(asksForTimes && { times: true }) });
    set({ isConnected: true });
    // Late, but before the learner went on without it.
    if (get().app !== null || get().step === 'opening') return;
    const kept = host === null ? null : consents.find(host);
    if (kept) void get().enter({ share: true, ...kept, keep: true });
    else set({ step: 'asking', refusal: null });
  }

  if (host !== null && search.get('alone') === 'true') {
    // The page wants to be told nothing: there is nothing to ask.
    void get().enter({ share: false, ownProfile: false });
  } else if (host !== null) {
    awaitHandshake(page, host, connect);
    later(() => {
      if (get().step === 'waiting') set({ step: 'refused', refusal: 'no-handshake' });
    }, HANDSHAKE_WITHIN);
  }
  return store;
}
