// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { problems } from '../../../src/app/messages/texts';
import { WakefulError } from '../../../src/common/errors';
import { TROUBLE_CODES } from '../../../src/engine/protocol';
import { ScriptedEngine } from '../../support/scripted-engine';
import { click, openMonitoring, openPage, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

async function startWith(engine: ScriptedEngine) {
  const page = await openPage({ engine });
  await click(screen.getByTestId('start'));
  return page;
}

describe('a start that fails', () => {
  it.each(TROUBLE_CODES)('%s is said plainly, with a way on', async (code) => {
    const engine = new ScriptedEngine();
    engine.onStart = () => Promise.reject(new WakefulError(code, 'the detail', 'the remedy'));
    const { state } = await startWith(engine);
    const told = await screen.findByTestId('trouble');
    expect(told.dataset['code']).toBe(code);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(problems[code].title);
    expect(told.textContent).toContain(problems[code].todo);
    expect(told.textContent).toContain('the detail');
    expect(told.closest('[role="alert"]')).not.toBeNull();
    expect(state().dataset['state']).toBe('unknown');

    engine.onStart = () => Promise.resolve();
    await click(screen.getByRole('button', { name: 'Try again' }));
    expect(engine.asked('start')).toHaveLength(2);
    expect(screen.queryByTestId('trouble')).toBeNull();
  });

  it('what nobody foresaw is an internal fault, and is not hidden', async () => {
    const engine = new ScriptedEngine();
    engine.onStart = () => Promise.reject(new TypeError('x is not a function'));
    await startWith(engine);
    const told = await screen.findByTestId('trouble');
    expect(told.dataset['code']).toBe('internal');
    expect(told.textContent).toContain('x is not a function');
  });

  it('a start that was cancelled says nothing', async () => {
    const engine = new ScriptedEngine();
    let refuse: (error: unknown) => void = () => undefined;
    engine.onStart = () => new Promise((_, reject) => (refuse = reject));
    await startWith(engine);
    await click(screen.getByRole('button', { name: 'Cancel' }));
    await act(async () => {
      refuse(new DOMException('The start was given up.', 'AbortError'));
      await Promise.resolve();
    });
    expect(screen.queryByTestId('trouble')).toBeNull();
    expect(screen.getByTestId('start')).toBeTruthy();
  });

  it('another camera can be chosen where that may help', async () => {
    const engine = new ScriptedEngine();
    engine.cameras = [{ deviceId: 'two', label: 'The other camera' }];
    engine.onStart = () => Promise.reject(new WakefulError('camera-busy', '', ''));
    const { storage } = await startWith(engine);
    const select = await screen.findByLabelText('Camera');
    await screen.findByRole('option', { name: 'The other camera' });
    fireEvent.change(select, { target: { value: 'two' } });
    await click(screen.getByRole('button', { name: 'Try again' }));
    expect(engine.asked('start')[1]!.options.camera.deviceId).toBe('two');
    await vi.waitFor(async () => expect((await storage.settings.load()).camera.deviceId).toBe('two'));
  });
});

describe('a trouble while monitoring goes on', () => {
  it.each(TROUBLE_CODES)('%s is shown once, and can be dismissed', async (code) => {
    const { engine, state } = await openMonitoring();
    const trouble = { type: 'trouble', trouble: { code, detail: '', fatal: false } } as const;
    act(() => engine.tell(trouble, trouble));
    expect(screen.getAllByTestId('trouble')).toHaveLength(1);
    expect(screen.getByTestId('trouble').textContent).toContain(problems[code].title);
    // A monitor that is silent sees nothing: nothing is claimed until another has taken over.
    expect(state().dataset['state']).toBe(code === 'worker-silent' ? 'unknown' : 'awake');
    await click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('trouble')).toBeNull();
  });

  it('goes away when the engine says that it is over', async () => {
    const { engine } = await openMonitoring();
    act(() => engine.tell({ type: 'trouble', trouble: { code: 'device-lost', detail: '', fatal: false } }));
    expect(screen.getByTestId('trouble').dataset['code']).toBe('device-lost');
    act(() => engine.tell({ type: 'trouble-cleared', code: 'device-lost' }));
    expect(screen.queryByTestId('trouble')).toBeNull();
  });
});

it('storage that is blocked is told at once, and everything else works', async () => {
  const page = await openPage({ keeps: false });
  expect(screen.getByTestId('trouble').dataset['code']).toBe('storage-blocked');
  await click(screen.getByTestId('start'));
  expect(page.engine.asked('start')).toHaveLength(1);
});
