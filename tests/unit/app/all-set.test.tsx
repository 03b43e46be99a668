// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { AlertSound } from '../../../src/app/monitor/alerts/sound';
import { enrolmentAt, INFO } from '../../support/scripted-engine';
import { click, NOON, openPage, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

/** A browser with notifications whose person gives this answer. */
function notifications(answer: NotificationPermission) {
  const api = { permission: 'default' as NotificationPermission, requestPermission: vi.fn() };
  api.requestPermission.mockImplementation(() => {
    api.permission = answer;
    return Promise.resolve(answer);
  });
  vi.stubGlobal('Notification', api);
  return api;
}

/** Somebody who has just been calibrated for the first time. */
async function calibrated() {
  const page = await openPage();
  await click(screen.getByTestId('start'));
  act(() => page.engine.tell({ type: 'ready', info: INFO }));
  act(() => page.engine.tell({ type: 'enrolled', enrolment: enrolmentAt(NOON) }));
  return page;
}

/** They have chosen notifications, and the browser's question waits for `answer`. */
async function chosenUnanswered() {
  const api = notifications('granted');
  let answered = (): void => undefined;
  const promise = new Promise<void>((resolve) => (answered = resolve));
  api.requestPermission.mockReturnValue(promise);
  const { stores } = await calibrated();
  await click(screen.getByRole('radio', { name: 'Notification' }));
  const answer = (): Promise<void> => {
    answered();
    return promise;
  };
  return { api, stores, answer };
}

const isChosen = (name: string): boolean => screen.getByRole<HTMLInputElement>('radio', { name }).checked;

describe('after calibration', () => {
  it('asks how to be reached, and the browser in the same click', async () => {
    const api = notifications('granted');
    const { stores } = await calibrated();
    expect(isChosen('Sound')).toBe(true);
    expect(api.requestPermission).not.toHaveBeenCalled();
    await click(screen.getByRole('radio', { name: 'Both' }));
    expect(api.requestPermission).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(isChosen('Both')).toBe(true));
    expect(stores.settings.getState().settings.channels).toMatchObject({ sound: true, notification: true });
    await click(screen.getByRole('button', { name: 'Got it' }));
    expect(screen.queryByTestId('all-set')).toBeNull();
    expect(stores.settings.getState().settings.reachChosen).toBe(true);
  });

  it('keeps the sound where the browser blocks notifications, and says so', async () => {
    notifications('denied');
    const { stores } = await calibrated();
    await click(screen.getByRole('radio', { name: 'Notification' }));
    await screen.findByText(/Your browser blocks notifications for this page, so Wakeful uses sound/);
    expect(isChosen('Sound')).toBe(true);
    expect(stores.settings.getState().settings.channels.sound).toBe(true);
  });
});

describe('somebody who chose notifications', () => {
  it.each([
    ['heard once the browser blocks them', 'denied', 1],
    ['not heard where the browser would ask again: the sound is off by choice', 'default', 0],
  ] as const)('is %s', async (_, permission, times) => {
    const api = notifications('granted');
    const { stores, engine, clock } = await calibrated();
    const heard = vi.spyOn(AlertSound.prototype, 'show').mockReturnValue();
    await click(screen.getByRole('radio', { name: 'Notification' }));
    await vi.waitFor(() => expect(isChosen('Notification')).toBe(true));
    expect(stores.settings.getState().settings.channels.sound).toBe(false);
    // Withdrawn in the browser, which tells nobody.
    api.permission = permission;
    act(() => engine.tellAlert({ t: clock.now, level: 'strong', cause: 'asleep' }));
    expect(heard).toHaveBeenCalledTimes(times);
  });

  it('keeps the sound until the browser has its answer', async () => {
    const { api, answer, stores } = await chosenUnanswered();
    expect(isChosen('Sound')).toBe(true);
    expect(stores.settings.getState().settings.channels).toMatchObject({ sound: true, notification: true });
    api.permission = 'granted';
    await act(answer);
    expect(isChosen('Notification')).toBe(true);
    expect(stores.settings.getState().settings.channels).toMatchObject({ sound: false, notification: true });
  });

  it('keeps the sound when they have chosen it before the answer', async () => {
    const { api, answer, stores } = await chosenUnanswered();
    act(() => stores.settings.getState().choose('notification', false));
    api.permission = 'granted';
    await act(answer);
    expect(isChosen('Sound')).toBe(true);
    expect(stores.settings.getState().settings.channels).toMatchObject({ sound: true, notification: false });
  });

  it('is shown as what happens: sound where blocked, nothing where both are off', async () => {
    notifications('granted').permission = 'denied';
    const { stores, engine, clock } = await calibrated();
    const heard = vi.spyOn(AlertSound.prototype, 'show').mockReturnValue();
    act(() => stores.settings.getState().choose('sound', false));
    expect(isChosen('Sound')).toBe(true);
    act(() => stores.settings.getState().choose('notification', false));
    expect(['Sound', 'Notification', 'Both'].filter(isChosen)).toEqual([]);
    act(() => engine.tellAlert({ t: clock.now, level: 'gentle', cause: 'drowsy' }));
    expect(heard).not.toHaveBeenCalled();
    act(() => stores.settings.getState().choose('notification', true));
    expect(heard).toHaveBeenCalled();
  });
});

describe('a calibration that does not move on', () => {
  it('shows the whole picture, what helps, and the choice of camera', async () => {
    const { engine } = await openPage();
    await click(screen.getByTestId('start'));
    act(() => {
      engine.tell({ type: 'ready', info: INFO });
      engine.tell({ type: 'enrolment', progress: { fraction: 0, hint: 'uncover-the-camera', stuck: false } });
    });
    expect(screen.queryByTestId('enrolment-help')).toBeNull();
    act(() =>
      engine.tell({ type: 'enrolment', progress: { fraction: 0, hint: 'uncover-the-camera', stuck: true } }),
    );
    expect(screen.getByTestId('enrolment-help').textContent).toContain('Calibration is not moving on');
    expect(screen.getByLabelText('Camera')).toBeTruthy();
    // One hint, and no reason beside it that might say something else.
    act(() => engine.tellState({ t: NOON, state: 'unknown', reason: 'no-face' }));
    expect(screen.getByTestId('enrolment-hint').textContent).toBe('Uncover the camera, or open its shutter');
    expect(screen.queryByText('Nobody in view')).toBeNull();
  });

  it('ends with its cause, and the choice of camera', async () => {
    const { engine } = await openPage();
    await click(screen.getByTestId('start'));
    const trouble = { code: 'enrolment-timeout', detail: '', fatal: true, hint: 'more-light' } as const;
    act(() => engine.tell({ type: 'trouble', trouble }));
    expect(screen.getByTestId('trouble').textContent).toContain('Turn on a light in front of you');
    expect(screen.getByLabelText('Camera')).toBeTruthy();
  });
});
