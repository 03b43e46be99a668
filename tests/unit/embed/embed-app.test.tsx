// @vitest-environment jsdom
import { act, fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { EmbedApp } from '../../../src/app/embed/EmbedApp';
import { frameOptionsOf } from '../../../src/embed/frame/frame-options';
import { embedText as text, monitor as monitorText, refusals } from '../../../src/app/messages/texts';
import type { Refusal } from '../../../src/embed/frame/refusal';
import { enrolmentAt, INFO } from '../../support/scripted-engine';
import { standInForTheBrowser } from '../app/page';
import { gateAt, type GateOptions } from './gate-at';
import { COURSE } from './frame-window';

vi.mock('uplot', () => import('../../support/no-plot'));

standInForTheBrowser();

interface Shown extends GateOptions {
  readonly canOpenOwnProfile?: boolean;
  /** Of the frame's address. */
  readonly search?: string;
}

function show({ canOpenOwnProfile = false, search = '', ...options }: Shown = {}) {
  const at = gateAt(options);
  const wanted = frameOptionsOf(search);
  render(<EmbedApp gate={at.gate} options={wanted} canOpenOwnProfile={canOpenOwnProfile} />);
  return at;
}

const click = (name: string): Promise<void> =>
  act(async () => {
    screen.getByRole('button', { name }).click();
    await Promise.resolve();
  });

describe('a refusal', () => {
  it.each(Object.keys(refusals) as Refusal[])('says what to change, and the way out: %s', (refusal) => {
    const { gate } = show();
    act(() => gate.setState({ step: 'refused', refusal }));
    const { title, todo } = refusals[refusal];
    expect(screen.getByTestId('refusal').dataset['refusal']).toBe(refusal);
    expect(screen.getByRole('heading', { name: title })).toBeDefined();
    expect(screen.getByRole('alert').textContent).toContain(todo);
    const way = screen.getByRole('link', { name: text.openInTab });
    expect([way.getAttribute('href'), way.getAttribute('target')]).toEqual(['./index.html', '_blank']);
  });

  it('of a frame that keeps nothing can be passed for one visit, and what that means stays in sight', async () => {
    const { say } = show({ keeps: false });
    act(() => void say());
    await click(text.agree);
    await screen.findByRole('heading', { name: refusals['storage-blocked'].title });
    await click(text.once);
    expect(await screen.findByText(text.keepsNothing)).toBeDefined();
    expect(screen.getByTestId('sharing').dataset['sharing']).toBe('true');
  });
});

const OWN_PROFILE = { name: new RegExp(text.ownProfile) };

describe('the consent', () => {
  it('says who asks, what leaves and what never does', () => {
    const { say } = show();
    act(() => void say());
    expect(screen.getByTestId('host').textContent).toBe(COURSE);
    const { textContent } = screen.getByTestId('consent');
    expect(textContent).toContain(text.leavesList);
    expect(textContent).toContain(text.neverList);
    expect(
      screen.queryByRole('checkbox', OWN_PROFILE),
      'no profile is offered that cannot be had',
    ).toBeNull();
  });

  it('asks for the learner’s own profile only when it is ticked', async () => {
    const { say, asked } = show({ canOpenOwnProfile: true });
    act(() => void say());
    act(() => screen.getByRole('checkbox', OWN_PROFILE).click());
    await click(text.agree);
    expect(asked()).toBe(1);
    expect(await screen.findByText(text.profileRefused)).toBeDefined();
  });
});

describe('an answer that is kept', () => {
  it('is kept when the learner ticked that; where the browser does not, that is said', async () => {
    const { say } = show();
    act(() => void say());
    act(() => screen.getByTestId('keep').click());
    await click(text.agree);
    expect(await screen.findByText(text.keepRefused)).toBeDefined();
  });
});

/** A session that runs in the frame. */
async function run(options: Shown) {
  const at = show(options);
  act(() => void at.say());
  await click(text.agree);
  await screen.findByTestId('start');
  const { stores, engine } = at.app();
  await act(async () => {
    await stores.monitor.getState().start({ learner: null, name: 'Ada', measure: 'all' });
    engine.tell({ type: 'ready', info: INFO });
    engine.tell({ type: 'enrolled', enrolment: enrolmentAt(at.time.now) });
    engine.tellState({ t: at.time.now, state: 'awake' });
  });
  return at;
}

describe('the compact view', () => {
  it('has the state, one button and the rest behind a menu', async () => {
    await run({ search: '?compact=true' });
    const names = () =>
      screen.getAllByRole('button').map((button) => button.getAttribute('aria-label') ?? button.textContent);
    expect(screen.getByTestId('state').dataset['state']).toBe('awake');
    expect(names()).toEqual([monitorText.pause, text.more, text.withdraw]);
    await click(text.more);
    expect(screen.getByTestId('stop')).toBeDefined();
    expect(screen.getByTestId('more').getAttribute('aria-expanded')).toBe('true');
    act(() => {
      fireEvent.keyDown(screen.getByTestId('more'), { key: 'Escape' });
    });
    expect(names()).toEqual([monitorText.pause, text.more, text.withdraw]);
    await click(monitorText.pause);
    expect(screen.getByRole('button', { name: monitorText.resume })).toBeDefined();
  });

  it('is not there in a frame that is large enough, unless it is asked for', async () => {
    await run({});
    expect(screen.queryByTestId('more')).toBeNull();
    expect(screen.getByTestId('stop')).toBeDefined();
  });
});

describe('after a session', () => {
  it('there is a way to begin again, and the page’s wish for that is shown', async () => {
    const { app, gate } = await run({});
    expect(screen.queryByTestId('again')).toBeNull();
    await act(() => app().stores.monitor.getState().stop());
    act(() => gate.setState({ isAsked: true }));
    expect(await screen.findByText(text.asked)).toBeDefined();
    act(() => screen.getByTestId('again').click());
    expect(await screen.findByTestId('start')).toBeDefined();
  });
});

describe('what the course page wishes', () => {
  it.each([
    ['', { theme: 'system', compact: null, lti: false }],
    ['?theme=dark&compact=true', { theme: 'dark', compact: true, lti: false }],
    ['?theme=light&compact=false', { theme: 'light', compact: false, lti: false }],
    ['?lti=true', { theme: 'system', compact: null, lti: true }],
    ['?theme=url(x)&compact=1', { theme: 'system', compact: null, lti: false }],
  ])('is taken where it is known: %s', (search, options) => {
    expect(frameOptionsOf(search)).toEqual(options);
  });
});
