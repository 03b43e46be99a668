// @vitest-environment jsdom
import { Scorm12API, Scorm2004API } from 'scorm-again';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** Both versions of the runtime of a platform, by the names of what is told. */
const PLATFORMS = {
  '1.2': { Api: Scorm12API, api: 'API', prefix: 'LMS', score: 'cmi.core.score.raw' },
  '2004': { Api: Scorm2004API, api: 'API_1484_11', prefix: '', score: 'cmi.score.raw' },
} as const;

/** What the page adds to window and document, taken away after each visit. */
const added: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  for (const target of [window, document]) {
    const add = target.addEventListener.bind(target);
    vi.spyOn(target, 'addEventListener').mockImplementation(
      (type: string, listener: EventListenerOrEventListenerObject) => {
        add(type, listener);
        added.push(() => target.removeEventListener(type, listener));
      },
    );
  }
});
afterEach(() => {
  endVisit();
  vi.restoreAllMocks();
  vi.useRealTimers();
  for (const { api } of Object.values(PLATFORMS)) Reflect.deleteProperty(window, api);
});

function endVisit(): void {
  for (const take of added.splice(0)) take();
  document.body.replaceChildren();
}

/** One attempt at a platform, in as many visits as wanted. */
function attempt(version: keyof typeof PLATFORMS) {
  const { Api, api, prefix, score } = PLATFORMS[version];
  const data: Record<string, string> = {};
  let runtime: Record<string, (...args: string[]) => string>;
  const value = (element: string) => runtime[`${prefix}GetValue`]!(element);

  async function visit(counts = true): Promise<HTMLInputElement> {
    endVisit();
    const made = new Api({ autocommit: false, logLevel: 5 });
    made.loadFromFlattenedJSON(data, '');
    runtime = made as unknown as typeof runtime;
    Reflect.set(window, api, made);
    document.body.innerHTML = `<video></video>${counts ? '<input type="checkbox" id="count-drowsiness" /><p id="score-kept" hidden></p>' : ''}`;
    Object.defineProperties(document.querySelector('video')!, {
      paused: { value: false },
      readyState: { value: 1 },
      duration: { value: 100 },
    });
    vi.resetModules();
    await import('../../../src/cli/package-course/page/lecture');
    return document.querySelector('input')!;
  }

  /** The learner leaves; what the platform keeps of an attempt is there the next time. */
  function leave(): void {
    for (const element of ['cmi.suspend_data', score]) data[element] = value(element);
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
  }

  return { visit, leave, value, score: () => value(score), kept: () => value('cmi.suspend_data') };
}

/** The frame tells the page these seconds. */
function tell(...states: readonly string[]): void {
  for (const state of states)
    document.dispatchEvent(new CustomEvent('wakeful', { detail: { type: 'state', state } }));
  vi.advanceTimersByTime(30_000);
}

describe.each(['1.2', '2004'] as const)('a lecture in SCORM %s', (version) => {
  it('counts the seconds of all visits of an attempt, for as long as the learner agrees', async () => {
    const { visit, leave, score } = attempt(version);
    const first = await visit();
    expect(first.checked).toBe(false);
    first.click();
    tell('awake', 'awake', 'awake');
    expect(score()).toBe('100');
    leave();
    const second = await visit();
    expect(second.checked, 'the learner sees that it counts').toBe(true);
    tell('asleep', 'unknown');
    expect(score()).toBe('75');
  });

  it('forgets the seconds when the learner takes their agreement back, and reports no more', async () => {
    const { visit, leave, kept, score } = attempt(version);
    const box = await visit();
    box.click();
    tell('awake', 'asleep');
    expect(kept()).not.toBe('');
    box.click();
    expect(kept()).toBe('');
    const before = score();
    tell('asleep', 'asleep');
    expect([kept(), score()]).toEqual(['', before]);
    leave();
    const again = await visit();
    expect(again.checked).toBe(false);
    again.click();
    tell('awake');
    expect(score(), 'anew').toBe('100');
  });

  it('begins anew where the platform kept something else', async () => {
    const { visit, leave, kept, score } = attempt(version);
    for (const text of ['{', '{"awake":-1,"drowsy":0}', '{"awake":1e999,"drowsy":0}', 'null']) {
      await visit();
      const api = Reflect.get(window, PLATFORMS[version].api) as Record<string, (...args: string[]) => void>;
      api[`${PLATFORMS[version].prefix}SetValue`]!('cmi.suspend_data', text);
      leave();
      expect((await visit()).checked, text).toBe(false);
      tell('asleep');
      expect([kept(), score()], text).toEqual(['', '']);
    }
  });

  it('leaves what a platform keeps alone in a package that counts nothing', async () => {
    const { visit, kept, score } = attempt(version);
    await visit(false);
    tell('asleep');
    expect([kept(), score()]).toEqual(['', '']);
  });

  it('goes on after a way back in the browser: the page was kept, and its visit not ended', async () => {
    const { visit, value } = attempt(version);
    await visit();
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    document.querySelector('video')!.currentTime = 42;
    vi.advanceTimersByTime(30_000);
    expect(value(version === '1.2' ? 'cmi.core.lesson_location' : 'cmi.location')).toBe('42');
  });
});

it('is no platform’s where a frame only has the name of one', async () => {
  const frame = document.createElement('iframe');
  frame.name = 'API';
  const { visit, value } = attempt('1.2');
  await visit();
  Reflect.set(window, 'API_1484_11', frame);
  const box = await visit();
  box.click();
  tell('awake');
  expect(value('cmi.core.score.raw')).toBe('100');
});

describe('a score that was reported', () => {
  it('is taken back from SCORM 1.2', async () => {
    const { visit, score } = attempt('1.2');
    const box = await visit();
    box.click();
    tell('awake', 'asleep');
    expect(score()).toBe('50');
    box.click();
    expect(score()).toBe('');
    expect(document.querySelector<HTMLElement>('#score-kept')!.hidden).toBe(true);
  });

  it('stays in SCORM 2004, which takes none back; the learner is told', async () => {
    const { visit, score } = attempt('2004');
    const box = await visit();
    box.click();
    tell('awake', 'asleep');
    box.click();
    expect(score()).toBe('50');
    expect(document.querySelector<HTMLElement>('#score-kept')!.hidden).toBe(false);
    box.click();
    expect(document.querySelector<HTMLElement>('#score-kept')!.hidden).toBe(true);
  });

  it('is none where nothing was reported: nothing stays in SCORM 2004 either', async () => {
    const { visit } = attempt('2004');
    const box = await visit();
    box.click();
    box.click();
    expect(document.querySelector<HTMLElement>('#score-kept')!.hidden).toBe(true);
  });
});
