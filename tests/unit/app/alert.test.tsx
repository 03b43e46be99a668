// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { click, goTo, openMonitoring, standInForTheBrowser, type Page } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

const raise = ({ engine, clock }: Page, level: 'gentle' | 'strong'): void =>
  act(() => engine.tellAlert({ t: clock.now, level, cause: level === 'strong' ? 'asleep' : 'drowsy' }));

describe('an alert', () => {
  it('is gentle first: a band, and the page stays in reach', async () => {
    const page = await openMonitoring();
    raise(page, 'gentle');
    expect(screen.getByTestId('alert').dataset).toMatchObject({ level: 'gentle', covers: 'false' });
    expect(document.querySelector('.shell')!.hasAttribute('inert')).toBe(false);
  });

  it('covers the page when it is strong', async () => {
    const page = await openMonitoring();
    raise(page, 'strong');
    expect(screen.getByTestId('alert').dataset).toMatchObject({ level: 'strong', covers: 'true' });
    expect(document.querySelector('.shell')!.hasAttribute('inert')).toBe(true);
  });

  it('does not cover the page when visual alerts are off, and can be answered all the same', async () => {
    const page = await openMonitoring();
    act(() => page.stores.settings.getState().choose('visual', false));
    raise(page, 'strong');
    expect(screen.getByTestId('alert').dataset['covers']).toBe('false');
    await click(screen.getByTestId('acknowledge'));
    expect(page.engine.asked('acknowledge')).toHaveLength(1);
  });

  it.each([' ', 'Enter', 'Escape'])('is answered by the key %j, once', async (key) => {
    const page = await openMonitoring();
    raise(page, 'strong');
    const pressed = fireEvent.keyDown(document.body, { key });
    expect(pressed).toBe(false); // the key does nothing else
    fireEvent.keyDown(document.body, { key, repeat: true });
    expect(page.engine.asked('acknowledge')).toHaveLength(1);
  });

  it('is not answered by other keys, nor by any key while none stands', async () => {
    const page = await openMonitoring();
    expect(fireEvent.keyDown(document.body, { key: ' ' })).toBe(true);
    raise(page, 'gentle');
    fireEvent.keyDown(document.body, { key: 'a' });
    fireEvent.keyDown(document.body, { key: 'Enter', ctrlKey: true });
    expect(page.engine.asked('acknowledge')).toHaveLength(0);
  });

  it('is answered by Escape alone while somebody types', async () => {
    const page = await openMonitoring();
    await goTo('#/learners');
    await click(screen.getByRole('button', { name: 'Rename' }));
    raise(page, 'gentle');
    const input = screen.getByLabelText('New name');
    fireEvent.keyDown(input, { key: ' ' });
    expect(page.engine.asked('acknowledge')).toHaveLength(0);
    fireEvent.keyDown(input, { key: 'Escape' });
    expect(page.engine.asked('acknowledge')).toHaveLength(1);
  });

  it('leaves the keys to its own buttons', async () => {
    const page = await openMonitoring();
    raise(page, 'strong');
    const wrong = screen.getByRole('button', { name: 'I wasn’t asleep' });
    expect(fireEvent.keyDown(wrong, { key: 'Enter' })).toBe(true); // the browser clicks it
    expect(page.engine.asked('acknowledge')).toHaveLength(0);
    fireEvent.keyDown(wrong, { key: 'Escape' });
    expect(page.engine.asked('acknowledge')).toHaveLength(1);
  });

  it('can be snoozed for as long as the settings say', async () => {
    const page = await openMonitoring();
    act(() => page.stores.settings.getState().change({ snoozeMinutes: 30 }));
    raise(page, 'gentle');
    await click(within(screen.getByTestId('alert')).getByRole('button', { name: 'Snooze 30 min' }));
    expect(page.engine.asked('snooze')).toEqual([{ name: 'snooze', duration: 1_800_000 }]);
  });
});

describe('the small window', () => {
  function pictureInPicture() {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const small = frame.contentWindow!;
    for (const page of [document, small.document]) Object.assign(page, { adoptedStyleSheets: [] });
    const close = vi.fn(() => small.dispatchEvent(new Event('pagehide')));
    Object.assign(small, { close });
    vi.stubGlobal('documentPictureInPicture', { window: null, requestWindow: () => Promise.resolve(small) });
    return { inner: small.document, close };
  }

  it('shows the state and answers alerts, by button and by key', async () => {
    const { inner } = pictureInPicture();
    const page = await openMonitoring();
    await click(screen.getByRole('button', { name: 'Small window' }));
    const shown = within(inner.body);
    expect((await shown.findByTestId('state')).dataset['state']).toBe('awake');
    expect(shown.getByTestId('state').getAttribute('role')).toBeNull(); // one live region is enough

    await click(shown.getByRole('button', { name: 'Pause' }));
    expect(page.engine.asked('pause')).toHaveLength(1);
    await click(shown.getByRole('button', { name: 'Snooze 10 min' }));
    expect(page.engine.asked('snooze')).toEqual([{ name: 'snooze', duration: 600_000 }]);
    raise(page, 'strong');
    await click(shown.getByRole('button', { name: 'I’m awake' }));
    fireEvent.keyDown(inner.body, { key: 'Enter' });
    expect(page.engine.asked('acknowledge').length).toBeGreaterThan(0);
  });

  it('stays while the pages change, and closes with the session', async () => {
    const { close } = pictureInPicture();
    await openMonitoring();
    await click(screen.getByRole('button', { name: 'Small window' }));
    await goTo('#/history');
    expect(close).not.toHaveBeenCalled();
    await goTo('#/');
    await click(screen.getByTestId('stop'));
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
  });

  it('is not offered where the browser has none', async () => {
    await openMonitoring();
    expect(screen.queryByRole('button', { name: 'Small window' })).toBeNull();
  });
});
