// @vitest-environment jsdom
import '../app/realm';
import { IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { obeyHost } from '../../../src/app/embed/host';
import { enrolmentAt, INFO } from '../../support/scripted-engine';
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
  return { app, command, onAsked, asked, view: () => monitor.getState() };
}

describe('a course page', () => {
  it('cannot start the monitor: the learner is asked', async () => {
    const { command, onAsked, asked } = await obeyed({ running: false });
    command({ type: 'start' });
    expect(onAsked).toHaveBeenCalledOnce();
    expect(asked('start')).toBe(0);
  });

  it('need not ask for what runs', async () => {
    const { command, onAsked } = await obeyed();
    command({ type: 'start' });
    expect(onAsked).not.toHaveBeenCalled();
  });

  it('may pause, and take its own pause back', async () => {
    const { command, asked, view } = await obeyed();
    command({ type: 'pause' });
    expect(view().paused).toBe(true);
    command({ type: 'pause' });
    expect(asked('pause')).toBe(1);
    command({ type: 'start' });
    expect(view().paused).toBe(false);
    expect(asked('resume')).toBe(1);
  });

  it('cannot take back a pause of the learner', async () => {
    const { command, view } = await obeyed();
    view().pause();
    command({ type: 'pause' });
    command({ type: 'start' });
    expect(view().paused).toBe(true);
  });

  it('cannot take back a pause of the learner that came after its own was over', async () => {
    const { command, view } = await obeyed();
    command({ type: 'pause' });
    view().resume();
    view().pause();
    command({ type: 'start' });
    expect(view().paused).toBe(true);
  });

  it('may stop what runs, once', async () => {
    const { command, asked } = await obeyed();
    command({ type: 'stop' });
    await vi.waitFor(() => expect(asked('stop')).toBe(1));
    command({ type: 'stop' });
    command({ type: 'pause' });
    expect(asked('stop')).toBe(1);
    expect(asked('pause')).toBe(0);
  });

  it('asks for nothing by a stop or a pause when nothing runs', async () => {
    const { command, asked, onAsked } = await obeyed({ running: false });
    command({ type: 'stop' });
    command({ type: 'pause' });
    expect([asked('stop'), asked('pause')]).toEqual([0, 0]);
    expect(onAsked).not.toHaveBeenCalled();
  });

  it('may tell where its lecture stands, which goes with what runs', async () => {
    const { command, app } = await obeyed();
    app.engine.tell({ type: 'enrolled', enrolment: enrolmentAt(NOON) });
    app.engine.tellState({ t: NOON, state: 'awake' });
    command({ type: 'time', seconds: 300.4 });
    app.engine.tellState({ t: NOON + 20_000, state: 'awake' });
    command({ type: 'time', seconds: 320 });
    await app.stores.monitor.getState().stop();
    command({ type: 'time', seconds: 999 });
    expect(app.stores.monitor.getState().ended?.playerTimes).toEqual([
      { second: 0, time: 300 },
      { second: 20, time: 320 },
    ]);
  });
});
