// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { ScriptedEngine } from '../../support/scripted-engine';
import { click, goTo, openMonitoring, openPage, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

describe('the announcement of a new version', () => {
  it('waits for the end of the session, whatever interrupts it', async () => {
    const { stores, engine } = await openMonitoring();
    act(() => stores.offline.setState({ update: 'waiting' }));
    expect(screen.queryByTestId('update')).toBeNull();
    act(() =>
      engine.tell({ type: 'trouble', trouble: { code: 'camera-unplugged', detail: '', fatal: true } }),
    );
    expect(screen.queryByTestId('update')).toBeNull();
    await act(() => stores.monitor.getState().stop());
    expect(screen.getByTestId('update').textContent).toContain('An update is ready');
  });

  it('can be put off', async () => {
    const { stores } = await openPage();
    act(() => stores.offline.setState({ update: 'waiting' }));
    await click(screen.getByRole('button', { name: 'Later' }));
    expect(screen.queryByTestId('update')).toBeNull();
  });
});

describe('the settings', () => {
  it('say what is missing for working offline, bring it, and say that it is ready', async () => {
    const engine = new ScriptedEngine();
    engine.missingBytes = 20_400_000;
    let arrive = (): void => undefined;
    engine.onKeepModels = () => new Promise((resolve) => (arrive = resolve));
    const { stores } = await openPage({ engine });
    await act(() => stores.offline.getState().look());
    const program = { files: 61, missing: 0, isDone: true };
    act(() => stores.offline.setState({ programKept: true, program }));
    await goTo('#/settings');
    await click(screen.getByRole('button', { name: 'Download the models (20.4\u00a0MB)' }));
    act(() =>
      engine.tell({ type: 'download', progress: { file: 'faceres', loaded: 10_200_000, total: 20_400_000 } }),
    );
    expect(screen.getByRole('progressbar', { name: 'Models downloaded' })).toHaveProperty('position', 0.5);
    engine.missingBytes = 0;
    await act(async () => {
      arrive();
      await Promise.resolve();
    });
    await screen.findByText('Ready to work offline');
  });

  it('do not claim to be ready when files of the program are gone', async () => {
    const { stores } = await openPage();
    await goTo('#/settings');
    const program = { files: 61, missing: 49, isDone: false };
    act(() => stores.offline.setState({ programKept: true, program }));
    await screen.findByText(/^Getting ready to work offline/);
    act(() => stores.offline.setState({ program: { ...program, isDone: true } }));
    await screen.findByText(/^Not ready: files of the program are missing/);
    screen.getByRole('button', { name: 'Try again' });
  });
});
