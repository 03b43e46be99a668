import type { ErrorCode, Monitor, MonitorEvents, MountOptions } from '../api';
import {
  CommandSchema,
  CONNECT,
  FRAME_HEIGHT,
  FromFrameSchema,
  PROTOCOL_VERSION,
  read,
  TIMES_OPTION,
  type Command,
  type Connect,
} from '../protocol';
import { allowsFeature } from '../permissions';

/** For whoever keeps the course page. */
const ERRORS: Readonly<Record<ErrorCode, string>> = {
  'insecure-context': 'Serve this page over https: browsers give the camera to secure pages only.',
  'camera-blocked':
    'This page, or the frame it stands in, may not use the camera and cannot pass it on: allow it in Permissions-Policy and in allow="camera".',
  'no-answer':
    'The monitor did not answer. Check the address; that this origin is in its WAKEFUL_FRAME_ANCESTORS; that both come from one version; and that this page’s Content-Security-Policy allows the frame.',
  'bad-message':
    'The monitor said something unknown, which was dropped. Load wakeful-embed.js from where embed.html is.',
};

/** What the frame may use, if this page itself may. */
const FEATURES = 'camera; autoplay; picture-in-picture; screen-wake-lock; fullscreen';

/**
 * What the frame of another origin may do: no navigation of this page, no dialogs. Its forms are
 * handled in it and sent nowhere.
 */
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-storage-access-by-user-activation';

/** ms after which a frame that did not answer is given up: its program is some 100 kB. */
const ANSWER_WITHIN = 20_000;

/** ms without a word after which a session counts as silent: a state comes every second. */
const SILENT_AFTER = 5_000;

/** ms between two times of the lecture: the frame takes few messages. */
const TIME_EVERY = 1_000;

/** CSS pixels below which the frame's texts do not fit. */
const SMALLEST = { minWidth: '240px', minHeight: '160px' };

/**
 * CSS pixels high where the page gives the element no height: the consent is read without
 * scrolling. As a frame's own size, which counts only then. Never higher than the window: the
 * learner can agree only to what is all in sight.
 */
const OWN_SIZE = { contain: 'size', containIntrinsicSize: `320px min(${FRAME_HEIGHT}px, 95vh)` };

// Vite would take `new URL('…', import.meta.url)` for a file to be bundled.
const here = import.meta.url;

type Listeners = { [Type in keyof MonitorEvents]: Set<(event: MonitorEvents[Type]) => void> };

/**
 * Shows the monitor inside `element`, which decides its size. Nothing is told before the learner
 * agreed in the frame, and the camera is never started from here. What is wrong with the page is
 * told as `error`.
 */
export function mount(element: Element, options: MountOptions = {}): Monitor {
  const listeners: Listeners = {
    answered: new Set(),
    state: new Set(),
    alert: new Set(),
    availability: new Set(),
    error: new Set(),
  };
  // Not the location's: a page in a `srcdoc` has the origin of the page that holds it.
  const { origin } = window;
  const address = new URL(options.url ?? 'embed.html', options.url ? document.baseURI : here);
  address.searchParams.set('host', origin);
  for (const option of ['theme', 'lang', 'compact'] as const) {
    const value = options[option];
    if (value !== undefined) address.searchParams.set(option, String(value));
  }
  address.searchParams.set(TIMES_OPTION, 'true');

  const frame = document.createElement('iframe');
  frame.title = options.title ?? 'Wakeful';
  frame.allow = FEATURES;
  // Stricter, and browsers hide this page's origin from the frame, which then cannot check it.
  frame.referrerPolicy = 'strict-origin';
  // A sandbox does not hold back a frame of the page's own origin.
  if (address.origin !== origin) frame.setAttribute('sandbox', SANDBOX);
  const fills = { display: 'block', width: '100%', height: '100%', border: '0' };
  Object.assign(frame.style, fills, SMALLEST, OWN_SIZE);
  frame.src = address.href;

  const obstacle = obstacleOf(window);
  let port: MessagePort | null = null;
  /** Asked for before the frame was there. */
  let wish: Command | null = null;
  /** Date.now() when the frame was last told a time; null: it takes none. */
  let timeToldAt: number | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function tell<Type extends keyof MonitorEvents>(type: Type, event: MonitorEvents[Type]): void {
    for (const listener of listeners[type]) listener(event);
  }
  const fail = (code: ErrorCode): void => tell('error', { type: 'error', code, message: ERRORS[code] });

  /** A new document in the frame, be it the first or a reloaded one, gets a channel of its own. */
  function connect(): void {
    disconnect();
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port1.onmessage = ({ data }) => hear(data);
    const message: Connect = { type: CONNECT, version: PROTOCOL_VERSION };
    frame.contentWindow?.postMessage(message, address.origin, [port2]);
    expectAnswer();
    if (wish) port1.postMessage(wish);
    wish = null;
  }

  /** Not where it is known why none can come. */
  function expectAnswer(): void {
    if (!obstacle) patience = setTimeout(() => fail('no-answer'), ANSWER_WITHIN);
  }

  function disconnect(): void {
    clearTimeout(patience);
    clearTimeout(silence);
    port?.close();
    port = null;
    timeToldAt = null;
  }

  function hear(data: unknown): void {
    const message = read(FromFrameSchema, data);
    if (!message) {
      fail('bad-message');
      return;
    }
    clearTimeout(patience);
    if (message.type === 'welcome') {
      if (message.times) timeToldAt = 0;
      tell('answered', { type: 'answered' });
      return;
    }
    clearTimeout(silence);
    const isOff = message.type === 'availability' && message.availability === 'off';
    if (!isOff) silence = setTimeout(fallSilent, SILENT_AFTER);
    // Told apart only for the types: each event goes to its own listeners.
    if (message.type === 'state') tell('state', message);
    else if (message.type === 'alert') tell('alert', message);
    else tell('availability', message);
  }

  function fallSilent(): void {
    const t = Math.floor(Date.now() / 1000) * 1000;
    tell('availability', { type: 'availability', t, availability: 'silent' });
  }

  function ask(type: 'start' | 'pause' | 'stop'): void {
    if (port) port.postMessage({ type });
    else wish = { type };
  }

  frame.addEventListener('load', connect);
  element.append(frame);
  // Where the server hangs, nothing ever loads.
  expectAnswer();
  // The caller has yet to add its listeners.
  if (obstacle) queueMicrotask(() => fail(obstacle));

  return {
    frame,
    on(type, listener) {
      listeners[type].add(listener);
      return () => listeners[type].delete(listener);
    },
    start: () => ask('start'),
    pause: () => ask('pause'),
    stop: () => ask('stop'),
    time(seconds) {
      const message = read(CommandSchema, { type: 'time', seconds });
      if (!message || timeToldAt === null || Math.abs(Date.now() - timeToldAt) < TIME_EVERY) return;
      timeToldAt = Date.now();
      port?.postMessage(message);
    },
    destroy() {
      disconnect();
      frame.removeEventListener('load', connect);
      frame.remove();
      for (const set of Object.values(listeners)) set.clear();
    },
  };
}

/** What keeps this page from passing the camera on; null: nothing that can be seen from here. */
function obstacleOf(page: Window): ErrorCode | null {
  if (!page.isSecureContext) return 'insecure-context';
  return allowsFeature(page.document, 'camera') ? null : 'camera-blocked';
}
