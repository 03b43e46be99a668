// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Monitor, MonitorEvents } from '../../../src/embed/api';
import { mount } from '../../../src/embed/host/mount';
import { delivered, WAKEFUL } from './frame-window';

const URL_OF_FRAME = `${WAKEFUL}/app/embed.html`;
/** Epoch ms, whole seconds. */
const T = 1_764_000_000_000;

beforeEach(() => {
  vi.stubGlobal('isSecureContext', true);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

const mounted: Monitor[] = [];
afterEach(() => {
  for (const monitor of mounted.splice(0)) monitor.destroy();
  document.body.replaceChildren();
  Reflect.deleteProperty(document, 'featurePolicy');
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** The monitor in this page, and everything that it tells. */
function put(options: Parameters<typeof mount>[1] = { url: URL_OF_FRAME }) {
  const element = document.createElement('div');
  document.body.append(element);
  const monitor = mount(element, options);
  mounted.push(monitor);
  const heard: MonitorEvents[keyof MonitorEvents][] = [];
  for (const type of ['state', 'alert', 'availability', 'error'] as const)
    monitor.on(type, (event) => heard.push(event));
  return { element, monitor, heard };
}

/** The document in the frame has loaded. @returns what it was handed */
function load({ frame }: Monitor): {
  readonly data: unknown;
  readonly target: unknown;
  readonly port: MessagePort;
  readonly commands: unknown[];
} {
  const post = vi.spyOn(frame.contentWindow!, 'postMessage').mockImplementation(() => undefined);
  frame.dispatchEvent(new Event('load'));
  const [data, target, transfer] = post.mock.calls.at(-1)! as unknown as [unknown, unknown, [MessagePort]];
  post.mockRestore();
  const commands: unknown[] = [];
  const [port] = transfer;
  port.onmessage = (event) => commands.push(event.data);
  return { data, target, port, commands };
}

describe('the frame', () => {
  it('is told who holds it, and may use what it needs', () => {
    const { element, monitor } = put({ url: URL_OF_FRAME, title: 'How awake you are' });
    const { frame } = monitor;
    expect(element.firstChild).toBe(frame);
    expect(frame.src).toBe(`${URL_OF_FRAME}?host=${encodeURIComponent(location.origin)}&times=true`);
    expect(frame.allow).toBe('camera; autoplay; picture-in-picture; screen-wake-lock; fullscreen');
    expect(frame.title).toBe('How awake you are');
    const sandbox = frame.getAttribute('sandbox')!.split(' ');
    expect(sandbox).toContain('allow-scripts');
    expect(sandbox).not.toContain('allow-top-navigation');
    expect(sandbox).not.toContain('allow-modals');
    expect([frame.style.minWidth, frame.style.minHeight]).toEqual(['240px', '160px']);
  });

  it('hands on what the page wishes, and nothing else', () => {
    const { monitor } = put({ url: URL_OF_FRAME, theme: 'dark', lang: 'de', compact: false });
    expect(new URL(monitor.frame.src).search).toBe(
      `?host=${encodeURIComponent(location.origin)}&theme=dark&lang=de&compact=false&times=true`,
    );
  });

  it('has no sandbox on the page’s own origin, where it would hold nothing back', () => {
    const { monitor } = put({ url: '/embed.html' });
    expect(monitor.frame.hasAttribute('sandbox')).toBe(false);
    expect(new URL(monitor.frame.src).pathname).toBe('/embed.html');
  });

  it('names the origin that this page has, also where its address has none', () => {
    vi.stubGlobal('origin', 'https://course.example');
    const { monitor } = put();
    expect(new URL(monitor.frame.src).searchParams.get('host')).toBe('https://course.example');
  });

  it('is handed its port when it has loaded, for its own origin alone', () => {
    const { monitor } = put();
    const { data, target, port } = load(monitor);
    expect(data).toEqual({ type: 'wakeful:connect', version: 1 });
    expect(target).toBe(WAKEFUL);
    expect(port).toBeInstanceOf(MessagePort);
  });

  it('is handed another one when it was reloaded; the old one is closed', async () => {
    const { monitor, heard } = put();
    const first = load(monitor);
    const second = load(monitor);
    first.port.postMessage({ type: 'state', t: T, state: 'awake' });
    second.port.postMessage({ type: 'state', t: T, state: 'asleep' });
    await delivered();
    expect(heard).toEqual([{ type: 'state', t: T, state: 'asleep' }]);
  });
});

describe('what the page is told', () => {
  it('is each message of the frame, by its type', async () => {
    const { monitor, heard } = put();
    const { port } = load(monitor);
    const messages = [
      { type: 'availability', t: T, availability: 'monitoring' },
      { type: 'state', t: T, state: 'drowsy' },
      { type: 'alert', t: T, level: 'gentle' },
    ];
    for (const message of [{ type: 'welcome', version: 1 }, ...messages]) port.postMessage(message);
    await delivered();
    expect(heard).toEqual(messages);
  });

  it('is nothing that is not exactly a message, but that something was dropped', async () => {
    const { monitor, heard } = put();
    const { port } = load(monitor);
    const strange = [
      'state',
      null,
      { type: 'state', t: T, state: 'attentive' },
      { type: 'state', t: T, state: 'awake', image: new Uint8Array(4) },
      { type: 'state', t: T + 1, state: 'awake' },
      { type: 'welcome', version: 2 },
    ];
    for (const message of strange) port.postMessage(message);
    await delivered();
    expect(heard.map((event) => event.type === 'error' && event.code)).toEqual(
      strange.map(() => 'bad-message'),
    );
  });

  it('is nothing to a listener that was taken back', async () => {
    const { monitor } = put();
    const listener = vi.fn();
    const end = monitor.on('state', listener);
    const { port } = load(monitor);
    end();
    port.postMessage({ type: 'state', t: T, state: 'awake' });
    await delivered();
    expect(listener).not.toHaveBeenCalled();
  });

  it('is silence, when for five seconds nothing came of a session', async () => {
    const { monitor, heard } = put();
    const { port } = load(monitor);
    port.postMessage({ type: 'state', t: T, state: 'awake' });
    await delivered();
    vi.advanceTimersByTime(5_000);
    expect(heard.slice(1)).toMatchObject([{ type: 'availability', availability: 'silent' }]);
    vi.advanceTimersByTime(60_000);
    expect(heard, 'once').toHaveLength(2);
  });

  it('is no silence when no session runs', async () => {
    const { monitor, heard } = put();
    const { port } = load(monitor);
    port.postMessage({ type: 'availability', t: T, availability: 'off' });
    await delivered();
    vi.advanceTimersByTime(60_000);
    expect(heard).toHaveLength(1);
  });
});

describe('what is wrong', () => {
  it('is a frame that does not answer, after twenty seconds', () => {
    const { monitor, heard } = put();
    load(monitor);
    vi.advanceTimersByTime(20_000);
    expect(heard).toMatchObject([{ type: 'error', code: 'no-answer' }]);
  });

  it('is no frame that answers', async () => {
    const { monitor, heard } = put();
    load(monitor).port.postMessage({ type: 'welcome', version: 1 });
    await delivered();
    vi.advanceTimersByTime(20_000);
    expect(heard).toEqual([]);
  });

  it('is a frame that never loads, and is over once one answers', async () => {
    const { monitor, heard } = put();
    const answered = vi.fn();
    monitor.on('answered', answered);
    vi.advanceTimersByTime(20_000);
    expect(heard).toMatchObject([{ code: 'no-answer' }]);
    const { port } = load(monitor);
    vi.advanceTimersByTime(20_000);
    expect(heard).toMatchObject([{ code: 'no-answer' }, { code: 'no-answer' }]);
    expect(answered).not.toHaveBeenCalled();
    port.postMessage({ type: 'welcome', version: 1 });
    await delivered();
    expect(answered).toHaveBeenCalledExactlyOnceWith({ type: 'answered' });
    vi.advanceTimersByTime(60_000);
    expect(heard).toHaveLength(2);
  });

  it('is one thing: what the page itself blocks is no missing answer besides', async () => {
    Object.assign(document, { featurePolicy: { allowsFeature: () => false } });
    const { monitor, heard } = put();
    load(monitor);
    await Promise.resolve();
    vi.advanceTimersByTime(60_000);
    expect(heard).toMatchObject([{ code: 'camera-blocked' }]);
  });

  it('is a page that is not secure', async () => {
    vi.stubGlobal('isSecureContext', false);
    const { heard } = put();
    await Promise.resolve();
    expect(heard).toMatchObject([{ code: 'insecure-context' }]);
  });

  it('is a page that may not pass the camera on', async () => {
    Object.assign(document, { featurePolicy: { allowsFeature: () => false } });
    const { heard } = put();
    await Promise.resolve();
    expect(heard).toMatchObject([{ code: 'camera-blocked' }]);
    expect(heard[0]).toHaveProperty('message', expect.stringContaining('Permissions-Policy'));
  });
});

describe('what the page asks for', () => {
  it('is said over the port', async () => {
    const { monitor } = put();
    const { commands } = load(monitor);
    monitor.start();
    monitor.pause();
    monitor.stop();
    await delivered();
    expect(commands).toEqual([{ type: 'start' }, { type: 'pause' }, { type: 'stop' }]);
  });

  it('waits for the frame; the last word counts', async () => {
    const { monitor } = put();
    monitor.start();
    monitor.pause();
    const { commands } = load(monitor);
    await delivered();
    expect(commands).toEqual([{ type: 'pause' }]);
  });

  it('is where its lecture stands, once a second at most, to a frame that takes it', async () => {
    const { monitor } = put();
    const { port, commands } = load(monitor);
    monitor.time(1);
    port.postMessage({ type: 'welcome', version: 1, times: true });
    await delivered();
    for (const seconds of [NaN, -1, 1.7e9, 300, 300.25]) monitor.time(seconds);
    vi.advanceTimersByTime(1000);
    monitor.time(301);
    await delivered();
    expect(commands).toEqual([
      { type: 'time', seconds: 300 },
      { type: 'time', seconds: 301 },
    ]);
  });

  it('is no time to a frame of an earlier version, nor to one that has not answered', async () => {
    const { monitor } = put();
    const { port, commands } = load(monitor);
    port.postMessage({ type: 'welcome', version: 1 });
    await delivered();
    monitor.time(300);
    await delivered();
    expect(commands).toEqual([]);
  });

  it('is nothing after the frame was taken out, and nothing is told any more', async () => {
    const { element, monitor, heard } = put();
    const { port, commands } = load(monitor);
    monitor.destroy();
    monitor.start();
    port.postMessage({ type: 'state', t: T, state: 'awake' });
    await delivered();
    vi.advanceTimersByTime(60_000);
    expect(element.childElementCount).toBe(0);
    expect(commands).toEqual([]);
    expect(heard).toEqual([]);
  });
});
