import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BURST, openInbox, PATIENCE, PER_SECOND } from '../../../src/embed/frame/inbox';
import { Outbox, type Untold } from '../../../src/embed/frame/outbox';
import type { Shared } from '../../../src/embed/protocol';
import { delivered } from './frame-window';

const state = (of: 'awake' | 'drowsy' | 'asleep'): Untold => ({ type: 'state', state: of });
const alert = (level: 'gentle' | 'strong' | null): Untold => ({ type: 'alert', level });

function outbox() {
  const posted: { readonly at: number; readonly message: Shared }[] = [];
  const clock = { now: 0 };
  const tasks = new Map<() => void, number>();
  const box = new Outbox({
    post: (message) => posted.push({ at: clock.now, message }),
    now: () => clock.now,
    later(task, after) {
      tasks.set(task, clock.now + after);
      return () => tasks.delete(task);
    },
  });
  /** Time passes; `stalled`: as in a hidden page, no timer fires. */
  function to(now: number, stalled = false): void {
    clock.now = now;
    for (const [task, at] of [...tasks])
      if (!stalled && at <= now) {
        tasks.delete(task);
        task();
      }
  }
  return { box, posted, to, tasks, messages: () => posted.map(({ message }) => message) };
}

describe('what leaves the frame', () => {
  it('is at most one state a second, the newest', () => {
    const { box, posted, to } = outbox();
    for (let now = 0; now <= 10_000; now += 100) {
      to(now);
      box.offer(state(now % 200 === 0 ? 'awake' : 'drowsy'));
    }
    to(11_000);
    expect(posted.length).toBeLessThanOrEqual(12);
    for (const [k, { at, message }] of posted.entries()) {
      expect(message.t).toBe(Math.floor(at / 1000) * 1000);
      if (k > 0) expect(at - posted[k - 1]!.at).toBeGreaterThanOrEqual(1000);
    }
    expect(posted.at(-1)!.message).toMatchObject(state('awake'));
  });

  it('is never told twice for one second, whenever in it something happens', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 60 }), (waits) => {
        const { box, to, messages } = outbox();
        let now = 0;
        for (const wait of waits) {
          to((now += wait));
          box.offer(state('awake'));
        }
        const seconds = messages().map(({ t }) => t);
        expect(new Set(seconds).size).toBe(seconds.length);
      }),
    );
  });

  it('is an alert at once, whatever was told before', () => {
    const { box, to, messages } = outbox();
    box.offer(state('asleep'));
    to(10);
    box.offer(alert('strong'));
    expect(messages()).toEqual([
      { ...state('asleep'), t: 0 },
      { ...alert('strong'), t: 0 },
    ]);
  });

  it('is no storm of alerts', () => {
    const { box, to, messages } = outbox();
    for (let now = 0; now < 1000; now += 10) {
      to(now);
      box.offer(alert(now % 20 === 0 ? 'gentle' : null));
    }
    to(1000);
    expect(messages()).toEqual([
      { ...alert('gentle'), t: 0 },
      { ...alert(null), t: 1000 },
    ]);
  });

  it('needs no timer: the next message sends what is due', () => {
    const { box, to, messages } = outbox();
    box.offer(state('awake'));
    to(500);
    box.offer(state('asleep'));
    to(1500, true);
    box.offer(state('asleep'));
    expect(messages()).toEqual([
      { ...state('awake'), t: 0 },
      { ...state('asleep'), t: 1000 },
    ]);
  });

  it('is not held up by a clock that is set back', () => {
    const { box, to, messages } = outbox();
    to(100_000);
    box.offer(state('awake'));
    to(5_000);
    box.offer(state('asleep'));
    expect(messages()).toHaveLength(2);
  });

  it('is nothing after it was closed, not even what waited', () => {
    const { box, to, messages, tasks } = outbox();
    box.offer(state('awake'));
    to(100);
    box.offer(state('asleep'));
    box.close();
    expect(tasks.size).toBe(0);
    to(60_000);
    expect(messages()).toEqual([{ ...state('awake'), t: 0 }]);
  });
});

describe('what the course page says', () => {
  const open: MessagePort[] = [];
  afterEach(() => open.splice(0).forEach((port) => port.close()));

  function inbox() {
    const { port1, port2 } = new MessageChannel();
    open.push(port1, port2);
    const clock = { now: 0 };
    const onCommand = vi.fn();
    const onFlood = vi.fn();
    openInbox(port2, { now: () => clock.now, onCommand, onFlood });
    return { port: port1, clock, onCommand, onFlood };
  }

  it('is heard when it is a command', async () => {
    const { port, onCommand } = inbox();
    port.postMessage({ type: 'pause' });
    await vi.waitFor(() => expect(onCommand).toHaveBeenCalledExactlyOnceWith({ type: 'pause' }));
  });

  it('is dropped when it is anything else', async () => {
    const { port, onCommand, onFlood } = inbox();
    const junk = [
      'start',
      42,
      null,
      { type: 'start', force: true },
      { type: 'toString' },
      { type: 'time', seconds: -1 },
      { type: 'time', seconds: 1e300 },
      { type: 'time', seconds: 'x'.repeat(5_000_000) },
      { type: 'start', pad: 'x'.repeat(5_000_000) },
      Array.from({ length: 100_000 }, (_, k) => k),
    ];
    for (const data of junk) port.postMessage(data);
    await delivered();
    expect(onCommand).not.toHaveBeenCalled();
    expect(onFlood).not.toHaveBeenCalled();
  });

  it('is heard at a bounded rate', async () => {
    const { port, clock, onCommand, onFlood } = inbox();
    for (let k = 0; k < BURST + 20; k++) port.postMessage({ type: 'pause' });
    await delivered();
    expect(onCommand).toHaveBeenCalledTimes(BURST);
    clock.now += 3000;
    for (let k = 0; k < 20; k++) port.postMessage({ type: 'start' });
    await delivered();
    expect(onCommand).toHaveBeenCalledTimes(BURST + 3 * PER_SECOND);
    expect(onFlood).not.toHaveBeenCalled();
  });

  it('is not heard any more after a flood', async () => {
    const { port, clock, onCommand, onFlood } = inbox();
    for (let k = 0; k < BURST + PATIENCE + 500; k++) port.postMessage({ type: 'pause' });
    await vi.waitFor(() => expect(onFlood).toHaveBeenCalledOnce());
    clock.now += 60_000;
    port.postMessage({ type: 'start' });
    await delivered();
    expect(onCommand).not.toHaveBeenCalledWith({ type: 'start' });
    expect(onFlood).toHaveBeenCalledOnce();
  });
});
