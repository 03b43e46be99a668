// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Monitor } from '../../../src/embed/api';
import { runAuto } from '../../../src/embed/host/auto';
import { mount } from '../../../src/embed/host/mount';
import { pausePage, REWIND_S, timeOfPage } from '../../../src/embed/host/players';

vi.mock('../../../src/embed/host/mount');

const heard = new Map<string, ((detail: object) => void)[]>();
const tell = (type: string, detail: object) => heard.get(type)?.forEach((listener) => listener(detail));

const nothing = (): undefined => undefined;

beforeEach(() => {
  heard.clear();
  vi.stubGlobal(
    'CSSStyleSheet',
    class {
      replaceSync = nothing;
    },
  );
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.mocked(mount)
    .mockReset()
    .mockImplementation(() => {
      const on = (type: string, listener: (detail: object) => void) =>
        heard.set(type, [...(heard.get(type) ?? []), listener]);
      return { on, destroy: nothing, time: nothing } as unknown as Monitor;
    });
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A video that plays, 100 s from its beginning. */
function film(): HTMLVideoElement {
  const video = document.createElement('video');
  let paused = false;
  Object.defineProperties(video, {
    paused: { get: () => paused },
    duration: { value: 1000 },
    currentTime: { value: 100, writable: true },
    currentSrc: { value: 'one.mp4', writable: true },
    pause: { value: () => (paused = true) },
    play: { value: () => (paused = false) },
  });
  document.body.append(video);
  return video;
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

const never = () => new Promise<never>(() => undefined);

it('pauses a film beside a broken address, a player that fails and one that never answers', async () => {
  vi.stubGlobal('Vimeo', {
    Player: class {
      constructor({ id }: HTMLIFrameElement) {
        if (id === 'fails') throw new Error('No Vimeo.');
      }
      getPaused = never;
    },
  });
  const frames = ['http://[', 'https://player.vimeo.com/video/1', 'https://player.vimeo.com/video/2'];
  frames.forEach((src, k) => {
    const frame = document.createElement('iframe');
    Object.defineProperty(frame, 'src', { value: src });
    frame.id = k === 1 ? 'fails' : 'silent';
    document.body.append(frame);
  });
  const video = film();
  const resume = pausePage(window);
  await settled();
  expect(video.paused).toBe(true);
  resume();
  await settled();
  expect([video.paused, video.currentTime]).toEqual([false, 100 - REWIND_S]);
  video.pause();
  expect(await timeOfPage(window)()).toBeNull();
});

it('leaves a film alone that took the place of the paused one in video.js', async () => {
  const element = document.createElement('div');
  document.body.append(element);
  let [paused, source] = [false, 'one.mp4'];
  const play = vi.fn();
  const player = {
    el: () => element,
    paused: () => paused,
    ended: () => false,
    pause: () => (paused = true),
    currentSrc: () => source,
    currentTime: () => 100,
    play,
  };
  vi.stubGlobal('videojs', { getPlayers: () => ({ player }) });
  const resume = pausePage(window);
  await settled();
  expect(paused).toBe(true);
  source = 'two.mp4';
  resume();
  await settled();
  expect(play).not.toHaveBeenCalled();
});

it.each([
  ['moved it back', 40, 'pauses'],
  ['moved it on', 400, 'pauses'],
  ['played on by hand', 130, 'plays'],
  ['played on by hand, and paused it', 130, 'pauses'],
])('leaves a film as it is where the learner %s', async (_, place, then) => {
  const video = film();
  const resume = pausePage(window);
  await settled();
  video.currentTime = place;
  if (then === 'plays') void video.play();
  resume();
  await settled();
  expect([video.paused, video.currentTime]).toEqual([then === 'pauses', place]);
});

it('finds a film in a component, and leaves the picture of the learner in the monitor alone', async () => {
  const component = document.createElement('div');
  document.body.append(component);
  const video = film();
  component.attachShadow({ mode: 'open' }).append(video);
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const camera = film();
  frame.contentDocument!.body.append(camera);
  Object.defineProperty(frame, 'src', { value: '/embed.html?host=https://course.example' });
  const resume = pausePage(window);
  await settled();
  expect([video.paused, camera.paused]).toEqual([true, false]);
  resume();
  await settled();
  expect(video.paused).toBe(false);
});

it('tells no time of a film that is gone', async () => {
  const video = film();
  const time = timeOfPage(window);
  expect(await time()).toBe(100);
  video.remove();
  video.pause();
  expect(await time()).toBeNull();
});

it('goes on where the player told its time late', async () => {
  const video = film();
  const resume = pausePage(window);
  await settled();
  video.currentTime += 1;
  resume();
  await settled();
  expect([video.paused, video.currentTime]).toEqual([false, 100 - REWIND_S]);
});

/** Another one each time: the script runs once a page. */
const page = () =>
  ({
    document,
    CustomEvent,
    CSSStyleSheet,
    MutationObserver: class {
      observe = nothing;
    },
    setInterval: nothing,
  }) as unknown as Window & typeof globalThis;

function start(attributes: Record<string, string> = {}, places = 1): void {
  for (let k = 0; k < places; k++) {
    const place = document.createElement('div');
    place.className = 'wakeful';
    document.body.append(place);
  }
  const script = document.createElement('script');
  Object.assign(script.dataset, attributes);
  runAuto(page(), script);
}

async function fallAsleep(): Promise<void> {
  tell('state', { state: 'asleep' });
  tell('alert', { level: 'strong' });
  await settled();
}

it('waits for the learner where the alert ends while nobody is seen', async () => {
  const video = film();
  start();
  await fallAsleep();
  tell('availability', { availability: 'silent' });
  tell('state', { state: 'unknown' });
  tell('alert', { level: null });
  await settled();
  expect(video.paused).toBe(true);
  tell('state', { state: 'awake' });
  await settled();
  expect(video.paused).toBe(false);
});

it('pauses again what the learner started by hand, and sleeps before', async () => {
  const video = film();
  start();
  await fallAsleep();
  tell('state', { state: 'unknown' });
  tell('alert', { level: null });
  await video.play();
  video.currentTime = 160;
  await fallAsleep();
  expect([video.paused, video.currentTime]).toEqual([true, 160]);
  tell('state', { state: 'awake' });
  tell('alert', { level: null });
  await settled();
  expect([video.paused, video.currentTime]).toEqual([false, 160 - REWIND_S]);
});

it('leaves full screen, where the alert could not be seen', async () => {
  const video = film();
  const leave = vi.fn(() => Promise.reject(new Error('it was left already')));
  const screen = {
    fullscreenElement: { value: video, configurable: true },
    exitFullscreen: { value: leave, configurable: true },
  };
  Object.defineProperties(document, screen);
  start();
  tell('alert', { level: 'gentle' });
  expect(leave).not.toHaveBeenCalled();
  tell('alert', { level: 'strong' });
  await settled();
  expect(leave).toHaveBeenCalledOnce();
  for (const key of Object.keys(screen)) Reflect.deleteProperty(document, key);
});

it('takes back that the monitor did not answer when it does', () => {
  start();
  const { shadowRoot } = document.querySelector('.wakeful')!;
  const said = () => shadowRoot!.textContent;
  for (let k = 0; k < 2; k++) tell('error', { code: 'no-answer', message: 'No answer.' });
  expect(said()).toBe('Wakeful: No answer.');
  tell('answered', {});
  expect(said()).toBe('');
  tell('error', { code: 'camera-blocked', message: 'No camera.' });
  expect(said()).toBe('Wakeful: No camera.');
});

it.each(['off', 'paused'])('does not play on after a session that is %s', async (availability) => {
  const video = film();
  start();
  await fallAsleep();
  tell('availability', { availability });
  tell('alert', { level: null });
  tell('state', { state: 'awake' });
  await settled();
  expect(video.paused).toBe(true);
});

it.each(['', '#['])('fills nothing, and says so once, where data-within is "%s"', (within) => {
  start({ within });
  expect(mount).not.toHaveBeenCalled();
  expect(console.error).toHaveBeenCalledOnce();
});

it('says that it does not find its own element', () => {
  runAuto(page(), null);
  expect(console.error).toHaveBeenCalledOnce();
});

it('fills another place where one cannot be filled', () => {
  vi.mocked(mount).mockImplementationOnce(() => {
    throw new Error('Not here.');
  });
  start({}, 2);
  expect(mount).toHaveBeenCalledTimes(2);
});
