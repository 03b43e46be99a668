// @vitest-environment jsdom
import '../app/realm';
import { IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { obeyHost } from '../../../src/app/embed/host';
import { INFO } from '../../support/scripted-engine';
import { openScriptedApp } from '../../support/scripted-app';
import { NOON, start } from './gate-at';

beforeEach(() => {
  vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  return () => vi.unstubAllGlobals();
});

async function obeyed({ running = true } = {}) {
  const app = await openScriptedApp({ clock: { now: NOON } });
  const onAsked = vi.fn();
  const { monitor } = app.stores;
  const command = obeyHost(monitor, onAsked);
  if (running) {
    start(app);
    app.engine.tell({ type: 'ready', info: INFO });
  }
  const asked = (name: 'start' | 'stop' | 'pause' | 'resume') => app.engine.asked(name).length;
  return { command, onAsked, asked, view: () => monitor.getState() };
}

describe('a course page', () => {
  it('cannot start the monitor: the learner is asked', async () => {
    const { command, onAsked, asked } = await obeyed({ running: false });
    command('start');
    expect(onAsked).toHaveBeenCalledOnce();
    expect(asked('start')).toBe(0);
  });

  it('need not ask for what runs', async () => {
    const { command, onAsked } = await obeyed();
    command('start');
    expect(onAsked).not.toHaveBeenCalled();
  });

  it('may pause, and take its own pause back', async () => {
    const { command, asked, view } = await obeyed();
    command('pause');
    expect(view().paused).toBe(true);
    command('pause');
    expect(asked('pause')).toBe(1);
    command('start');
    expect(view().paused).toBe(false);
    expect(asked('resume')).toBe(1);
  });

  it('cannot take back a pause of the learner', async () => {
    const { command, view } = await obeyed();
    view().pause();
    command('pause');
    command('start');
    expect(view().paused).toBe(true);
  });

  it('cannot take back a pause of the learner that came after its own was over', async () => {
    const { command, view } = await obeyed();
    command('pause');
    view().resume();
    view().pause();
    command('start');
    expect(view().paused).toBe(true);
  });

  it('may stop what runs, once', async () => {
    const { command, asked } = await obeyed();
    command('stop');
    await vi.waitFor(() => expect(asked('stop')).toBe(1));
    command('stop');
    command('pause');
    expect(asked('stop')).toBe(1);
    expect(asked('pause')).toBe(0);
  });

  it('asks for nothing by a stop or a pause when nothing runs', async () => {
    const { command, asked, onAsked } = await obeyed({ running: false });
    command('stop');
    command('pause');
    expect([asked('stop'), asked('pause')]).toEqual([0, 0]);
    expect(onAsked).not.toHaveBeenCalled();
  });
});
