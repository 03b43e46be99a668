import { createGate, type GateStore } from '../../../src/app/embed/gate-store';
import { keptConsents } from '../../../src/embed/frame/consent';
import { pageSessionLocks } from '../../../src/profile/history/history-store';
import type { OwnPlaces } from '../../../src/profile/own-profile';
import { openScriptedApp, type ScriptedApp } from '../../support/scripted-app';
import { COURSE, FakeFrame, FakePort, FakeTime, type Said } from './frame-window';

/** Epoch ms. */
export const NOON = Date.UTC(2026, 10, 24, 12);

/** The learner's own profile, as the browser hands it over. */
export const OWN: OwnPlaces = {
  places: { indexedDB: null, caches: null, webStorage: [] },
  locks: pageSessionLocks(),
};

export interface GateOptions {
  readonly frame?: FakeFrame;
  /** false: this browser keeps nothing. */
  readonly keeps?: boolean;
  /** The app, or a part of it, does not arrive. */
  readonly arrives?: boolean;
  /** What the browser says when it is asked for the learner's own profile. */
  readonly ownProfile?: 'granted' | 'refused';
  /** What the tab keeps; null: the browser blocks it. */
  readonly tab?: Storage | null;
}

export interface GateAt {
  readonly gate: GateStore;
  readonly time: FakeTime;
  /** Where each app that was opened keeps things. */
  readonly opened: readonly (OwnPlaces | null)[];
  /** How often the browser was asked for the learner's own profile. */
  readonly asked: () => number;
  readonly app: () => ScriptedApp;
  /** The handshake, good but for what is said otherwise. @returns the page's side of the port */
  readonly say: (page?: FakePort, said?: Said) => FakePort;
}

/** The gate of a frame in a course page, with everything around it made up. */
export function gateAt({
  frame = new FakeFrame(),
  keeps = true,
  arrives = true,
  ownProfile = 'refused',
  tab = null,
}: GateOptions = {}): GateAt {
  const time = new FakeTime(NOON);
  const opened: (OwnPlaces | null)[] = [];
  let asked = 0;
  let app: ScriptedApp | null = null;
  const gate = createGate({
    page: frame.window,
    sources: [COURSE],
    async openApp(places) {
      opened.push(places);
      if (!arrives) throw new Error('a file did not arrive');
      return (app = await openScriptedApp({ clock: time, keeps }));
    },
    openOwnProfile() {
      asked++;
      return Promise.resolve(ownProfile === 'granted' ? OWN : null);
    },
    consents: keptConsents(() => {
      if (tab === null) throw new DOMException('Blocked.', 'SecurityError');
      return tab;
    }),
    now: () => time.now,
    later: time.later,
  });
  return {
    gate,
    time,
    opened,
    asked: () => asked,
    app() {
      if (app === null) throw new Error('No app was opened.');
      return app;
    },
    say(page = new FakePort(), said = {}) {
      frame.say({ ports: [page.port], ...said });
      return page;
    },
  };
}

/** The learner presses Start. */
export function start({ stores }: ScriptedApp): void {
  void stores.monitor.getState().start({ learner: null, name: 'Ada', measure: 'all' });
}
