import { IDBFactory } from 'fake-indexeddb';
import { createAlertOutputs } from '../../src/app/monitor/alerts/alert-outputs';
import type { OpenedApp } from '../../src/app/open-app';
import type { AppServices } from '../../src/app/services';
import { createStores } from '../../src/app/app-stores';
import { createNoticesStore } from '../../src/app/shared/problems/problem';
import { openStorage, type ProfileStorage } from '../../src/profile';
import { FakeTabs } from './fake-tabs';
import { ScriptedEngine } from './scripted-engine';

export interface ScriptedAppOptions extends Partial<
  Pick<AppServices, 'backend' | 'openStudio' | 'keepMoment'>
> {
  readonly engine?: ScriptedEngine;
  /** The page's clock, epoch ms. */
  readonly clock: { now: number };
  /** false: this browser keeps nothing. */
  readonly keeps?: boolean;
  /** What this browser has kept; by default nothing yet. */
  readonly kept?: IDBFactory;
  /** The tabs of this browser; by default there is no other one. */
  readonly tabs?: FakeTabs;
  /** Fills the storage before the page opens it. */
  readonly before?: (storage: ProfileStorage, clock: { now: number }) => Promise<void>;
}

export interface ScriptedApp extends OpenedApp {
  readonly engine: ScriptedEngine;
  readonly storage: ProfileStorage;
}

/** What the pages stand on, with a scripted engine and a database of its own. */
export async function openScriptedApp({
  engine = new ScriptedEngine(),
  clock,
  keeps = true,
  kept = new IDBFactory(),
  tabs = new FakeTabs(),
  backend = null,
  openStudio = () => Promise.reject(new Error('There is no studio here.')),
  before,
  keepMoment,
}: ScriptedAppOptions): Promise<ScriptedApp> {
  const now = () => clock.now;
  const notices = createNoticesStore();
  const indexedDB = keeps ? kept : null;
  const storage = await openStorage({
    onTrouble: notices.getState().tellError,
    clock: now,
    places: { indexedDB, caches: null, webStorage: [] },
    otherTabs: tabs.open(),
  });
  await before?.(storage, clock);
  const alerts = createAlertOutputs(window);
  const services = {
    engine,
    storage,
    alerts,
    now,
    backend,
    openStudio,
    openedStudio: () => null,
    ...(keepMoment ? { keepMoment } : {}),
  };
  return { engine, storage, services, stores: createStores(services, notices) };
}
