// @vitest-environment jsdom
/** A session that goes on after its end, one with a gap, and one whose learner is deleted. */
import './realm';
import { act, fireEvent, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { INFO } from '../../support/scripted-engine';
import { click, goTo, openMonitoring, seconds, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

type Page = Awaited<ReturnType<typeof openMonitoring>>;

async function ended(): Promise<void> {
  await click(screen.getByTestId('stop'));
  await screen.findByTestId('summary-alerts');
}

async function goOn(page: Page): Promise<void> {
  await click(screen.getByRole('button', { name: 'Go on with this session' }));
  await vi.waitFor(() => expect(page.engine.asked('start')).toHaveLength(2));
  act(() => page.engine.tell({ type: 'ready', info: INFO }));
}

it('a session that goes on keeps the note that was written on its summary', async () => {
  const page = await openMonitoring();
  await seconds(page, 15, 'awake');
  await ended();
  fireEvent.change(screen.getByRole('textbox', { name: 'Note' }), { target: { value: 'important' } });
  const note = async (): Promise<string | undefined> => (await page.storage.history.list())[0]!.note;
  await vi.waitFor(async () => expect(await note()).toBe('important'));
  await goOn(page);
  await seconds(page, 15, 'awake');
  await ended();
  expect(await note()).toBe('important');
});

it('the figures of a session that went on are read again', async () => {
  const page = await openMonitoring();
  await seconds(page, 15, 'awake');
  await ended();
  const { history } = page.stores;
  await act(() => history.getState().readFigures());
  await goOn(page);
  await seconds(page, 15, 'asleep');
  await ended();
  await act(() => history.getState().readFigures());
  expect([...history.getState().figures.values()]).toMatchObject([{ sleeps: 1 }]);
});

it('hours in which the computer was asleep were not watched, nor is drowsiness counted from before them', async () => {
  const page = await openMonitoring();
  await seconds(page, 60, 'awake');
  page.clock.now += 8 * 3_600_000;
  await seconds(page, 60, 'drowsy');
  await ended();
  const { history } = page.stores;
  await act(() => history.getState().readFigures());
  const [figures] = history.getState().figures.values();
  expect(figures!.seconds).toBeLessThan(130);
  expect(figures!.untilDrowsy).toBeLessThan(70);
});

it('a deleted learner takes their sessions and an open summary along', async () => {
  const page = await openMonitoring();
  await seconds(page, 15, 'awake');
  await ended();
  const [learner] = await page.storage.learners.list();
  await act(() => page.stores.learners.getState().delete(learner!.id));
  await vi.waitFor(() => expect(page.stores.history.getState().sessions).toEqual([]));
  expect(page.stores.monitor.getState().ended).toBeNull();
  await goTo('#/history');
  expect(screen.queryByRole('button', { name: 'Go on with this session' })).toBeNull();
});
