// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AlertNotification } from '../../../../../src/app/monitor/alerts/notification';
import { TitleAndIcon } from '../../../../../src/app/monitor/alerts/title-and-icon';
import { AlertVibration } from '../../../../../src/app/monitor/alerts/vibration';
import { ScreenWakeLock } from '../../../../../src/app/monitor/alerts/wake-lock';
import type { WakefulnessState } from '../../../../../src/wakefulness/state-event';

const gentle = { level: 'gentle', loudness: 0.25, cause: 'drowsy' } as const;
const strong = { level: 'strong', loudness: 0.5, cause: 'asleep' } as const;

class FakeNotification {
  static permission: NotificationPermission = 'granted';
  static answer: NotificationPermission = 'granted';
  static asked = 0;
  static throws = false;
  static all: FakeNotification[] = [];
  static requestPermission(): Promise<NotificationPermission> {
    FakeNotification.asked += 1;
    return Promise.resolve((FakeNotification.permission = FakeNotification.answer));
  }
  onclick: (() => void) | null = null;
  open = true;
  readonly title: string;
  readonly options: NotificationOptions;
  constructor(title: string, options: NotificationOptions) {
    this.title = title;
    this.options = options;
    if (FakeNotification.throws) throw new TypeError('Illegal constructor.');
    FakeNotification.all.push(this);
  }
  close(): void {
    this.open = false;
  }
  static get shown() {
    return FakeNotification.all.filter(({ open }) => open);
  }
}

describe('notifications', () => {
  const done = { acknowledgements: 0, focused: 0 };
  const create = (api: unknown = FakeNotification) =>
    new AlertNotification({
      wording: (level) => ({ title: `title ${level}`, body: `body ${level}` }),
      acknowledge: () => (done.acknowledgements += 1),
      focusPage: () => (done.focused += 1),
      api: api as typeof Notification | null,
    });

  beforeEach(() => {
    Object.assign(FakeNotification, {
      permission: 'granted',
      answer: 'granted',
      asked: 0,
      throws: false,
      all: [],
    });
    Object.assign(done, { acknowledgements: 0, focused: 0 });
  });

  it('say that monitoring has stopped, until it goes on', () => {
    const notification = create();
    notification.show(gentle);
    notification.fail();
    notification.fail();
    expect(FakeNotification.shown).toMatchObject([
      { title: 'title failure', options: { requireInteraction: true, silent: true } },
    ]);
    notification.clear();
    expect(FakeNotification.shown).toEqual([]);
  });

  it('show an alert once, however often it changes its loudness', () => {
    const notification = create();
    notification.show(strong);
    notification.show({ ...strong, loudness: 0.9 });
    expect(FakeNotification.all).toHaveLength(1);
    expect(FakeNotification.all[0]).toMatchObject({
      title: 'title strong',
      options: { body: 'body strong' },
    });
  });

  it('stay until answered when strong, and replace the gentle one', () => {
    const notification = create();
    notification.show(gentle);
    expect(FakeNotification.shown[0]?.options.requireInteraction).toBe(false);
    notification.show(strong);
    expect(FakeNotification.shown).toHaveLength(1);
    expect(FakeNotification.shown[0]?.options.requireInteraction).toBe(true);
    const [first, second] = FakeNotification.all;
    expect(second?.options.tag).toBe(first?.options.tag);
  });

  it('are closed when the alert ends', () => {
    const notification = create();
    notification.show(strong);
    notification.clear();
    expect(FakeNotification.shown).toEqual([]);
  });

  it('clicked, bring the page to the front and acknowledge', () => {
    create().show(strong);
    FakeNotification.all[0]?.onclick?.();
    expect(done).toEqual({ acknowledgements: 1, focused: 1 });
    expect(FakeNotification.shown).toEqual([]);
  });

  it('are not shown without permission, and show as soon as it is given', async () => {
    FakeNotification.permission = 'default';
    const notification = create();
    notification.show(gentle);
    expect(FakeNotification.all).toEqual([]);
    expect(await notification.requestPermission()).toBe('granted');
    notification.show(gentle);
    expect(FakeNotification.all).toHaveLength(1);
  });

  it('do not ask again once the learner has answered', async () => {
    FakeNotification.permission = 'denied';
    expect(await create().requestPermission()).toBe('denied');
    expect(FakeNotification.asked).toBe(0);
  });

  it('that the browser lacks, or only claims to have, hinder nothing', async () => {
    const none = create(null);
    none.show(strong);
    none.clear();
    expect(none.state).toBe('unavailable');
    expect(await none.requestPermission()).toBe('unavailable');

    FakeNotification.throws = true;
    const android = create();
    android.show(strong);
    android.clear();
    expect(android.state).toBe('unavailable');
  });
});

describe('vibration', () => {
  const start = () => {
    const calls: (number | number[])[] = [];
    const vibration = new AlertVibration((pattern) => calls.push(pattern) > 0);
    return { vibration, calls };
  };

  it('comes once for a gentle alert', () => {
    const { vibration, calls } = start();
    vibration.show(gentle);
    vibration.show(gentle);
    for (let t = 0; t < 60_000; t += 1000) vibration.beat(t);
    expect(calls).toHaveLength(1);
  });

  it('is repeated for a strong one, never before the pattern has ended', () => {
    const { vibration, calls } = start();
    vibration.show(strong);
    const pattern = calls[0] as number[];
    const at: number[] = [];
    for (let t = 0; t <= 30_000; t += 1000) {
      const before = calls.length;
      vibration.beat(t);
      if (calls.length > before) at.push(t);
    }
    expect(at).toEqual([3, 6, 9, 12, 15, 18, 21, 24, 27, 30].map((s) => s * 1000));
    expect(pattern.reduce((a, b) => a + b)).toBeLessThan(3000);
  });

  it('ends at once', () => {
    const { vibration, calls } = start();
    vibration.clear();
    expect(calls).toEqual([]);
    vibration.show(strong);
    vibration.clear();
    expect(calls.at(-1)).toBe(0);
    vibration.beat(100_000);
    expect(calls.at(-1)).toBe(0);
  });
});

describe('title and icon', () => {
  const wording = ({ shown }: { shown: string }, alert: string | null) => `${alert ?? shown} – Wakeful`;
  const tab = (state: WakefulnessState) => ({ state, shown: state });
  const href = () => document.querySelector('link[rel~="icon"]')?.getAttribute('href') ?? null;
  const icon = () => decodeURIComponent(href() ?? '');

  beforeEach(() => {
    document.head.innerHTML = '<title>Wakeful</title><link rel="icon" href="/icon.png" type="image/png">';
  });

  it('follow the state, give way to an alert, and come back', () => {
    const channel = new TitleAndIcon(document, wording);
    channel.setState(tab('awake'));
    const awake = href();
    expect(document.title).toBe('awake – Wakeful');
    channel.show(strong);
    expect(document.title).toBe('strong – Wakeful');
    const alarm = href();
    channel.setState(tab('asleep'));
    expect([document.title, href()]).toEqual(['strong – Wakeful', alarm]);
    channel.clear();
    expect(document.title).toBe('asleep – Wakeful');
    expect(new Set([awake, alarm, href()]).size).toBe(3);
  });

  it('are as they were when nothing is monitored any more', () => {
    const channel = new TitleAndIcon(document, wording);
    channel.setState(tab('drowsy'));
    channel.show(gentle);
    channel.clear();
    channel.setState(null);
    expect(document.title).toBe('Wakeful');
    expect(document.head.innerHTML).toBe(
      '<title>Wakeful</title><link rel="icon" href="/icon.png" type="image/png">',
    );
  });

  it('need no icon in the page', () => {
    document.head.innerHTML = '<title>Wakeful</title>';
    const channel = new TitleAndIcon(document, wording);
    channel.setState(tab('unknown'));
    expect(href()).toMatch(/^data:image\/svg\+xml,/);
    channel.setState(null);
    expect(href()).toBeNull();
  });

  it('are well-formed pictures', () => {
    const channel = new TitleAndIcon(document, wording);
    for (const state of ['awake', 'drowsy', 'asleep', 'unknown'] as const) {
      channel.setState(tab(state));
      const svg = icon().slice('data:image/svg+xml,'.length);
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      expect(parsed.querySelector('parsererror')).toBeNull();
      expect(parsed.documentElement.tagName).toBe('svg');
    }
  });
});

describe('the wake lock', () => {
  class Sentinel {
    released = false;
    release(): Promise<void> {
      this.released = true;
      return Promise.resolve();
    }
  }
  const start = () => {
    const sentinels: Sentinel[] = [];
    const browser = { refuses: false };
    const request = vi.fn(() => {
      if (browser.refuses) return Promise.reject(new DOMException('battery', 'NotAllowedError'));
      const sentinel = new Sentinel();
      sentinels.push(sentinel);
      return Promise.resolve(sentinel as unknown as WakeLockSentinel);
    });
    const lock = new ScreenWakeLock(document, { request });
    return {
      lock,
      browser,
      request,
      held: () => sentinels.filter(({ released }) => !released).length,
      sentinels,
    };
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const show = async (visible: boolean) => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visible ? 'visible' : 'hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await settle();
  };
  beforeEach(() => show(true));

  it('is held while monitoring, once', async () => {
    const { lock, held } = start();
    lock.enable();
    lock.enable();
    await settle();
    expect([lock.held, held()]).toEqual([true, 1]);
    lock.disable();
    expect([lock.held, held()]).toEqual([false, 0]);
  });

  it('is taken again when the page comes back', async () => {
    const { lock, held, sentinels } = start();
    lock.enable();
    await settle();
    await show(false);
    sentinels[0]!.released = true; // as browsers do
    expect(lock.held).toBe(false);
    await show(true);
    expect([lock.held, held()]).toEqual([true, 1]);
    lock.disable();
    await show(true);
    expect(held()).toBe(0);
  });

  it('that arrives after monitoring has ended is let go', async () => {
    const { lock, held } = start();
    lock.enable();
    lock.disable();
    await settle();
    expect(held()).toBe(0);
  });

  it('that is refused is tried again later', async () => {
    const { lock, browser } = start();
    browser.refuses = true;
    lock.enable();
    await settle();
    expect(lock.held).toBe(false);
    browser.refuses = false;
    await show(true);
    expect(lock.held).toBe(true);
  });

  it('that the browser lacks hinders nothing', () => {
    const lock = new ScreenWakeLock(document, null);
    lock.enable();
    lock.disable();
    expect(lock.held).toBe(false);
  });
});
