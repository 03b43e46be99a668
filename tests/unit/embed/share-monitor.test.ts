// @vitest-environment jsdom
import '../app/realm';
import { IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { shareMonitor } from '../../../src/app/embed/host';
import { Outbox } from '../../../src/embed/frame/outbox';
import type { Shared } from '../../../src/embed/protocol';
import { INFO } from '../../support/scripted-engine';
import { openScriptedApp } from '../../support/scripted-app';
import { FakeTime } from './frame-window';
import { NOON, start } from './gate-at';

beforeEach(() => {
  vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  return () => vi.unstubAllGlobals();
});

/**
 * A session of Ada's that runs and is told on. `messages` is what left since it was last looked at.
 */
async function shared({ running = true } = {}) {
  const time = new FakeTime(NOON);
  const app = await openScriptedApp({ clock: time });
  const posted: Shared[] = [];
  const { engine } = app;
  const { monitor } = app.stores;
  if (running) {
    start(app);
    engine.tell({ type: 'ready', info: INFO });
    engine.tellState({ t: NOON, state: 'awake' });
  }
  const outbox = new Outbox({
    post: (message) => posted.push(message),
    now: () => time.now,
    later: time.later,
  });
  const end = shareMonitor(monitor, outbox);
  return {
    engine,
    monitor,
    end,
    /** Late enough for every type to be told again. */
    tick: () => time.pass(1000),
    now: () => time.now,
    messages: () => posted.splice(0),
  };
}

describe('what is shared of the monitor', () => {
  it('begins with what is the case: off', async () => {
    const { messages } = await shared({ running: false });
    expect(messages()).toEqual([{ type: 'availability', t: NOON, availability: 'off' }]);
  });

  it('is unknown for as long as the state is provisional', async () => {
    const { engine, messages, tick, now } = await shared();
    tick();
    messages();
    engine.tellState({ t: now(), state: 'awake', provisional: true });
    expect(messages()).toMatchObject([{ type: 'state', state: 'unknown' }]);
  });

  it('begins with what is the case: a session that runs', async () => {
    const { messages } = await shared();
    expect(messages()).toEqual([
      { type: 'availability', t: NOON, availability: 'monitoring' },
      { type: 'state', t: NOON, state: 'awake' },
    ]);
  });

  it('has whole seconds, and neither reason, cause nor confidence', async () => {
    const { engine, messages, tick, now } = await shared();
    messages();
    tick();
    engine.tellState({ t: now() + 437, state: 'unknown', reason: 'other-person' });
    engine.tellAlert({ t: now() + 438, level: 'strong', cause: 'asleep', loudness: 0.7, quietUntil: now() });
    expect(messages()).toEqual([
      { type: 'state', t: now(), state: 'unknown' },
      { type: 'alert', t: now(), level: 'strong' },
    ]);
  });

  it('is a heartbeat: the same state again every second', async () => {
    const { engine, messages, tick, now } = await shared();
    messages();
    for (let second = 0; second < 3; second++) {
      tick();
      engine.tellState({ t: now(), state: 'awake' });
    }
    expect(messages()).toHaveLength(3);
  });

  it('is an alert when its level changes, and not while it only grows louder', async () => {
    const { engine, messages, tick, now } = await shared();
    messages();
    for (const [level, loudness] of [
      ['strong', 0.2],
      ['strong', 0.9],
      [null, 0],
    ] as const) {
      tick();
      engine.tellAlert({ t: now(), level, loudness });
    }
    expect(messages().map((message) => message.type === 'alert' && message.level)).toEqual(['strong', null]);
  });

  it('is unknown and paused while paused', async () => {
    const { monitor, engine, messages, tick, now } = await shared();
    messages();
    tick();
    monitor.getState().pause();
    tick();
    engine.tellState({ t: now(), state: 'unknown', reason: 'paused' });
    expect(messages()).toMatchObject([
      { type: 'availability', availability: 'paused' },
      { type: 'state', state: 'unknown' },
    ]);
  });

  it('ends a session with unknown and off: no old state stands, no alert stands', async () => {
    const { monitor, engine, messages, tick, now } = await shared();
    tick();
    engine.tellAlert({ t: now(), level: 'strong' });
    messages();
    tick();
    await monitor.getState().stop();
    const last = messages();
    expect(last).toHaveLength(3);
    expect(last).toContainEqual(expect.objectContaining({ type: 'availability', availability: 'off' }));
    expect(last).toContainEqual(expect.objectContaining({ type: 'state', state: 'unknown' }));
    expect(last).toContainEqual(expect.objectContaining({ type: 'alert', level: null }));
  });

  it('is nothing once it has ended, not even what waited', async () => {
    const { monitor, engine, messages, tick, now, end } = await shared();
    engine.tellState({ t: now(), state: 'asleep' });
    messages();
    end();
    tick();
    engine.tellState({ t: now(), state: 'drowsy' });
    await monitor.getState().stop();
    tick();
    expect(messages()).toEqual([]);
  });
});
