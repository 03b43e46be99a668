import './realm';
import { act, cleanup, configure, render, screen } from '@testing-library/react';
import { IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, vi } from 'vitest';
import { once } from '../../../src/common/once';
import { Root } from '../../../src/app/App';
import type { AppStores } from '../../../src/app/app-stores';
import type { AppServices } from '../../../src/app/services';
import type { ProfileStorage } from '../../../src/profile';
import type { StudioServices } from '../../../src/app/studio/context';
import type { BackendName } from '../../../src/engine/protocol';
import type { FakeTabs } from '../../support/fake-tabs';
import { openScriptedApp } from '../../support/scripted-app';
import { enrolmentAt, INFO, type ScriptedEngine } from '../../support/scripted-engine';

/** ms. Parts of the page are loaded when they are first shown; a busy machine takes its time. */
configure({ asyncUtilTimeout: 15_000 });

/** Tuesday noon. */
export const NOON = Date.UTC(2026, 10, 24, 12);

/** What jsdom lacks, and the page needs. To be called once in a test file. */
export function standInForTheBrowser(): void {
  beforeEach(() => {
    vi.stubGlobal('IDBKeyRange', IDBKeyRange);
    vi.stubGlobal('matchMedia', () => ({
      matches: false,
      addEventListener: vi.fn(),
      removeEventListener: vi.fn(),
    }));
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe = vi.fn();
        disconnect = vi.fn();
      },
    );
    vi.stubGlobal('scrollTo', vi.fn());
    Element.prototype.scrollIntoView = vi.fn();
    location.hash = '';
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    delete document.documentElement.dataset['theme'];
  });
}

export interface Page {
  readonly engine: ScriptedEngine;
  readonly storage: ProfileStorage;
  readonly stores: AppStores;
  /** The page's clock, epoch ms. */
  readonly clock: { now: number };
  /** The element that shows the state. */
  readonly state: () => HTMLElement;
}

export interface PageOptions {
  readonly engine?: ScriptedEngine;
  readonly backend?: BackendName;
  /** false: this browser keeps nothing. */
  readonly keeps?: boolean;
  /** What this browser has kept; by default nothing yet. */
  readonly kept?: IDBFactory;
  readonly tabs?: FakeTabs;
  /** By default nothing is kept for the studio, and that is not offered. */
  readonly keepMoment?: NonNullable<AppServices['keepMoment']>;
  /** What the studio stands on; by default it never opens. */
  readonly studio?: StudioServices;
  /** Fills the storage before the page opens it. */
  readonly before?: (storage: ProfileStorage, clock: { now: number }) => Promise<void>;
}

/** The whole page on a scripted engine and a database of its own. */
export async function openPage({ studio, ...options }: PageOptions = {}) {
  const clock = { now: NOON };
  const openStudio = once(async () => {
    if (!studio) throw new Error('There is no studio here.');
    // As in the app: tests without the studio have no canvas for its charts.
    const { createStudio } = await import('../../../src/app/studio/studio');
    return createStudio(studio);
  });
  const { engine, storage, services, stores } = await openScriptedApp({ ...options, clock, openStudio });
  render(<Root services={services} stores={stores} />);
  await vi.waitFor(() => {
    if (stores.learners.getState().learners === null) throw new Error('not read yet');
  });
  await act(async () => {
    await Promise.resolve();
  });
  return { engine, storage, stores, clock, state: () => screen.getByTestId('state') } satisfies Page;
}

/** A page with Ada enrolled, monitored, her session's record open. */
export async function openMonitoring(options: PageOptions = {}): Promise<Page> {
  const page = await openPage({
    ...options,
    before: async (storage, clock) => {
      await storage.learners.add(enrolmentAt(NOON), 'Ada');
      await options.before?.(storage, clock);
    },
  });
  await act(async () => {
    screen.getByTestId('start').click();
    await Promise.resolve();
  });
  tell(page, () => page.engine.tell({ type: 'ready', info: INFO }));
  await seconds(page, 1, 'awake');
  await vi.waitFor(() => {
    page.engine.tellState({ t: page.clock.now, state: 'awake' });
    if (page.stores.monitor.getState().recording === null) throw new Error('not open yet');
  });
  await act(async () => {
    await Promise.resolve();
  });
  return page;
}

export function tell(_page: Page, telling: () => void): void {
  act(telling);
}

/** Heartbeats of one state, a second apart. */
export async function seconds(
  page: Page,
  count: number,
  state: 'awake' | 'drowsy' | 'asleep',
  more: { readonly closureMs?: number } = {},
): Promise<void> {
  await act(async () => {
    for (let second = 0; second < count; second++) {
      page.clock.now += 1000;
      page.engine.tellState({ t: page.clock.now, state, ...more });
      await Promise.resolve();
    }
  });
}

export async function click(element: HTMLElement): Promise<void> {
  await act(async () => {
    element.click();
    await Promise.resolve();
  });
}

/** Goes to a page by its hash, as a link does. */
export async function goTo(hash: string): Promise<void> {
  await act(async () => {
    location.hash = hash;
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    await Promise.resolve();
  });
}
