// @vitest-environment jsdom
/** What is said to be kept is kept, and what was deleted stays deleted. */
import './realm';
import { act, screen } from '@testing-library/react';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS, openStorage } from '../../../src/profile';
import { FakeTabs } from '../../support/fake-tabs';
import { enrolmentAt, INFO } from '../../support/scripted-engine';
import { openScriptedApp } from '../../support/scripted-app';
import { fillDisk } from '../../support/fill-disk';
import { click, goTo, NOON, openMonitoring, openPage, seconds, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

const keptAs = () => screen.getByTestId('summary-kept').dataset['kept'];

describe('with the disk full', () => {
  it('a session is not said to be kept before it is', async () => {
    const page = await openMonitoring();
    const free = fillDisk();
    await seconds(page, 20, 'awake');
    await click(screen.getByTestId('stop'));
    await vi.waitFor(() => expect(keptAs()).toBe('notYet'));
    expect(screen.getByRole('button', { name: 'Export JSON' })).toBeTruthy();
    const leaving = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(leaving);
    expect(leaving.defaultPrevented, 'leaving is asked about').toBe(true);

    free();
    await act(() => page.storage.retry());
    await vi.waitFor(() => expect(keptAs()).toBe('kept'));
    expect(document.querySelector('[data-code="storage-full"]')).toBeNull();
  });

  it('a new learner is here for now, marked, and can be exported', async () => {
    const { engine, storage, stores } = await openPage();
    const free = fillDisk();
    await act(() => stores.monitor.getState().start({ learner: null, name: 'Ada', measure: 'all' }));
    act(() => {
      engine.tell({ type: 'ready', info: INFO });
      engine.tell({ type: 'enrolled', enrolment: enrolmentAt(NOON) });
    });
    await vi.waitFor(() => expect(stores.learners.getState().learners).toHaveLength(1));
    await goTo('#/learners');
    expect(screen.getByTestId('learner').textContent).toContain('Not saved yet');
    expect(screen.getByRole('button', { name: 'Export' })).toBeTruthy();
    free();
    await act(() => storage.retry());
    await vi.waitFor(() => expect(screen.getByTestId('learner').textContent).not.toContain('Not saved yet'));
  });
});

it('where nothing can be kept, no session is said to be kept', async () => {
  const page = await openMonitoring({ keeps: false });
  await seconds(page, 5, 'awake');
  await click(screen.getByTestId('stop'));
  await vi.waitFor(() => expect(keptAs()).toBe('notYet'));
});

it('a session whose tab hears that everything was deleted ends, and none of it is left', async () => {
  const kept = new IDBFactory();
  const tabs = new FakeTabs();
  const page = await openMonitoring({ kept, tabs });
  await seconds(page, 20, 'awake');
  const other = await openStorage({
    onTrouble: vi.fn(),
    places: { indexedDB: kept, caches: null, webStorage: [] },
    otherTabs: tabs.open(),
  });
  await act(() => other.deleteEverything());
  expect(page.engine.asked('stop')).toHaveLength(1);
  await vi.waitFor(() => expect(document.querySelector('[data-code="storage-deleted"]')).not.toBeNull());
  await seconds(page, 20, 'awake');
  await vi.waitFor(() => expect(page.stores.monitor.getState().phase).toBe('idle'));
  expect(await other.history.list()).toEqual([]);
  expect(await other.learners.list()).toEqual([]);
});

it('a consent that is withdrawn in one tab stays withdrawn, whatever another tab changes', async () => {
  const kept = new IDBFactory();
  const tabs = new FakeTabs();
  const clock = { now: NOON };
  const a = await openScriptedApp({
    kept,
    tabs,
    clock,
    before: async ({ settings }) => settings.save({ ...DEFAULT_SETTINGS, keepMoments: true }),
  });
  const b = await openScriptedApp({ kept, tabs, clock });
  const of = ({ stores }: typeof a) => stores.settings.getState().settings;
  await vi.waitFor(() => expect([of(a).keepMoments, of(b).keepMoments]).toEqual([true, true]));

  a.stores.settings.getState().change({ keepMoments: false });
  await vi.waitFor(() => expect(of(b).keepMoments, 'the other tab has heard').toBe(false));
  b.stores.settings.getState().change({ theme: 'dark' });
  await vi.waitFor(() => expect(of(a).theme).toBe('dark'));
  for (const tab of [a, b]) expect(of(tab)).toMatchObject({ keepMoments: false, theme: 'dark' });
  expect(await a.storage.settings.load()).toMatchObject({ keepMoments: false, theme: 'dark' });
});
