// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { EmbedApp } from '../../../src/app/embed/EmbedApp';
import type { Refusal } from '../../../src/app/embed/refusal';
import { embedText as text, refusals } from '../../../src/app/embed/strings';
import { standInForTheBrowser } from '../app/page';
import { gateAt, type GateOptions } from './gate-at';
import { COURSE } from './frame-window';

vi.mock('../../../src/app/shared/ui/plot', () => ({
  createPlot: () => ({ show: vi.fn(), resize: vi.fn(), redraw: vi.fn(), destroy: vi.fn() }),
}));

standInForTheBrowser();

function show(options: GateOptions & { readonly canOpenOwnProfile?: boolean } = {}) {
  const at = gateAt(options);
  render(<EmbedApp gate={at.gate} canOpenOwnProfile={options.canOpenOwnProfile ?? false} />);
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

describe('the consent', () => {
  it('says who asks, what leaves and what never does', () => {
    const { say } = show();
    act(() => void say());
    expect(screen.getByTestId('host').textContent).toBe(COURSE);
    const { textContent } = screen.getByTestId('consent');
    expect(textContent).toContain(text.leavesList);
    expect(textContent).toContain(text.neverList);
    expect(screen.queryByRole('checkbox'), 'no profile is offered that cannot be had').toBeNull();
  });

  it('asks for the learner’s own profile only when it is ticked', async () => {
    const { say, asked } = show({ canOpenOwnProfile: true });
    act(() => void say());
    act(() => screen.getByRole<HTMLInputElement>('checkbox').click());
    await click(text.agree);
    expect(asked()).toBe(1);
    expect(await screen.findByText(text.profileRefused)).toBeDefined();
  });
});
