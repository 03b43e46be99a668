import type { Monitor, MountOptions, SharedState } from '../api';
import { mount } from './mount';
import { pausePage, timeOfPage } from './players';

const MARKER = ['div', 'p', 'section', 'span'].map((tag) => `${tag}.wakeful`).join();

/** Where a person writes: what is put in there would be saved with their text. */
const EDITABLE = '[contenteditable]:not([contenteditable="false" i]), textarea';

/** Once a page, also where two builds of this script are in it. */
const RUNNING = Symbol.for('wakeful-auto');

/** ms between two looks at where the lecture stands. */
const TIME_EVERY = 2_000;

/** A marker that stands in the page now, and the monitor in it. */
interface Filled {
  readonly place: Element;
  readonly monitor: Monitor;
}

/**
 * Fills the page's `<div class="wakeful">` with the monitor and pauses the page's media while the
 * learner sleeps. The settings are attributes of the script's own element; a marker only says
 * where, because whoever may write a text on the page can write one.
 */
export function runAuto(page: Window & typeof globalThis, script: HTMLElement | null): void {
  if (RUNNING in page) return;
  Object.defineProperty(page, RUNNING, { value: true });
  const { document } = page;
  if (!script) {
    console.error('Wakeful: the script element of wakeful-auto.js is not in the page: nothing is shown.');
    return;
  }
  const { pause, within } = script.dataset;
  if (within !== undefined && !isSelector(within, document)) {
    console.error(`Wakeful: data-within="${within}" is no CSS selector: nothing is shown.`);
    return;
  }
  const options = optionsOf(script.dataset);
  const time = timeOfPage(page);
  let filled: Filled | null = null;
  /** Places that cannot be filled; each is reported once. */
  const failed = new WeakSet<Element>();

  const isFree = (place: Element): boolean =>
    !place.closest(EDITABLE) &&
    document.designMode !== 'on' &&
    (within === undefined || place.closest(within) !== null);

  /** One frame a page: the first place that is free; another one when that is gone. */
  function look(): void {
    if (filled?.place.isConnected) return;
    filled?.monitor.destroy();
    filled = null;
    for (const place of document.querySelectorAll<HTMLElement>(MARKER)) {
      if (!isFree(place)) continue;
      try {
        filled = { place, monitor: fill(place) };
        return;
      } catch (error) {
        // Another place may do.
        if (!failed.has(place)) console.error('Wakeful: this place cannot be filled.', place, error);
        failed.add(place);
      }
    }
  }

  /** In a shadow tree, so that an editor which saves the page's text does not save the frame. */
  function fill(place: HTMLElement): Monitor {
    const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
    const style = new page.CSSStyleSheet();
    // A size that the page gives outranks this one.
    style.replaceSync(':host { display: block; max-width: 24rem }');
    root.adoptedStyleSheets = [style];
    const box = document.createElement('div');
    box.style.height = '100%';
    root.replaceChildren(box);
    const monitor = mount(box, options);
    for (const type of ['answered', 'state', 'alert', 'availability', 'error'] as const)
      monitor.on(type, (detail) => {
        place.dispatchEvent(new page.CustomEvent('wakeful', { detail, bubbles: true }));
      });
    const said = document.createElement('p');
    monitor.on('error', ({ code, message }) => {
      if (code === 'bad-message') return;
      said.textContent = `Wakeful: ${message}`;
      root.prepend(said);
    });
    monitor.on('answered', () => said.remove());
    if (pause !== 'off') pauseWhileAsleep(monitor, page);
    return monitor;
  }

  new page.MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['contenteditable', 'class'],
  });
  look();
  page.setInterval(() => {
    time().then(
      (seconds) => seconds !== null && filled?.monitor.time(seconds),
      () => undefined, // A player that fails tells no time.
    );
  }, TIME_EVERY);
}

function isSelector(text: string, document: Document): boolean {
  try {
    document.querySelector(text);
    return true;
  } catch {
    return false;
  }
}

/** The frame takes no value that it does not know. */
function optionsOf({ theme, lang, compact }: DOMStringMap): MountOptions {
  return {
    ...((theme === 'light' || theme === 'dark') && { theme }),
    ...(lang !== undefined && { lang }),
    ...(compact !== undefined && { compact: compact !== 'off' }),
  };
}

/**
 * The media stop at the strong alert, and go on when the learner answers or is awake again. An
 * alert that ends while nobody is seen was not answered: then they wait for the learner.
 */
function pauseWhileAsleep(monitor: Monitor, page: Window): void {
  let resumes: ReturnType<typeof pausePage>[] = [];
  let state: SharedState = 'unknown';
  let isOver = false;
  function goOn(): void {
    if (!isOver || state === 'unknown') return;
    for (const resume of resumes) resume();
    resumes = [];
  }
  monitor.on('availability', ({ availability }) => {
    // An alert that ends with the session was not answered.
    if (availability === 'off' || availability === 'paused') resumes = [];
  });
  monitor.on('state', (event) => {
    state = event.state;
    if (state === 'awake') goOn();
  });
  monitor.on('alert', ({ level }) => {
    if (level === 'strong') {
      isOver = false;
      // Also when one before waits: the learner may have played on by hand and be asleep again.
      resumes.push(pausePage(page));
      // A film that fills the screen hides the monitor and its alert.
      if (page.document.fullscreenElement) page.document.exitFullscreen().catch(() => undefined);
    } else if (level === null) {
      isOver = true;
      goOn();
    }
  });
}
