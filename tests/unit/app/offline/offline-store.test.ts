import { afterEach, describe, expect, it, vi } from 'vitest';
import { isMetered, webInUse } from '../../../../src/app/offline/offline-parts';
import type { ShellReport } from '../../../../src/common/shell-cache';
import { createOfflineStore, readiness, TAKEOVER_TIMEOUT } from '../../../../src/app/offline/offline-store';
import type { OfflineParts } from '../../../../src/app/offline/offline-parts';
import type { Program, ProgramListeners } from '../../../../src/app/offline/program';
import { fakeLocks, refusingLocks } from '../../../support/fake-locks';

afterEach(() => {
  vi.useRealTimers();
});

/** Long enough for everything that waits for nothing. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const report = (tell: (report: ShellReport) => void, last: ShellReport) => {
  tell(last);
  return Promise.resolve(last);
};

/** The tabs of one browser share the locks and the program. */
function browser(locks: LockManager = fakeLocks()) {
  const pages: ProgramListeners[] = [];
  const activations: number[] = [];
  /** Of the program's files, by the browser's doing. */
  const gone = { files: 0, forGood: false };
  let occasion = (): void => undefined;
  const program: Program = {
    install(listeners) {
      pages.push(listeners);
      return Promise.resolve(true);
    },
    check(tell) {
      const missing = gone.files;
      const whole: ShellReport = { files: 61, missing: 0, isDone: true };
      if (missing === 0) return report(tell, whole);
      tell({ ...whole, missing, isDone: false });
      if (gone.forGood) return report(tell, { ...whole, missing });
      gone.files = 0;
      return report(tell, whole);
    },
    activate: () => void activations.push(activations.length),
  };
  return {
    activations,
    gone,
    passTime: () => occasion(),
    announce: () => pages.forEach(({ onWaiting }) => onWaiting()),
    takeOver: () => pages.forEach(({ onReplaced }) => onReplaced()),
    tab: (parts: Partial<OfflineParts> = {}) => {
      const busy = { is: false };
      const inUse = webInUse(locks);
      const reloadPage = vi.fn();
      const store = createOfflineStore({
        program,
        inUse,
        missingModelBytes: () => Promise.resolve(0),
        keepModels: () => Promise.resolve(),
        mayFetch: () => true,
        whenIdle: () => Promise.resolve(),
        nowAndThen: (look) => (occasion = look),
        isBusy: () => busy.is,
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        reloadPage,
        ...parts,
      });
      return { busy, inUse, reloadPage, store, get: () => store.getState() };
    },
  };
}

describe('a new version', () => {
  it('is announced, put in charge when asked for, and only then loaded', async () => {
    const { tab, announce, takeOver, activations } = browser();
    const { get, reloadPage } = tab();
    await get().begin();
    expect(get().update).toBe('none');
    announce();
    expect(get().update).toBe('waiting');
    expect(activations).toHaveLength(0);

    const reloading = get().reload();
    await settled();
    expect(activations).toHaveLength(1);
    expect(reloadPage).not.toHaveBeenCalled();
    takeOver();
    await reloading;
    expect(reloadPage).toHaveBeenCalledOnce();
  });

  it('is loaded in any case when it does not say that it took charge', async () => {
    vi.useFakeTimers();
    const { tab, announce } = browser();
    const { get, reloadPage } = tab();
    await get().begin();
    announce();
    const reloading = get().reload();
    await vi.advanceTimersByTimeAsync(TAKEOVER_TIMEOUT);
    await reloading;
    expect(reloadPage).toHaveBeenCalledOnce();
  });

  it('waits for the end of a session in this tab', async () => {
    const { tab, announce, activations } = browser();
    const { get, busy, reloadPage } = tab();
    await get().begin();
    busy.is = true;
    announce();
    await get().reload();
    expect(activations).toHaveLength(0);
    expect(reloadPage).not.toHaveBeenCalled();
  });

  it('waits for the end of a session in another tab, and says so', async () => {
    const { tab, announce, takeOver, activations } = browser();
    const [mine, other] = [tab(), tab()];
    await Promise.all([mine.get().begin(), other.get().begin()]);
    announce();
    const release = await other.inUse.hold();
    await mine.get().reload();
    expect(mine.get().update).toBe('elsewhere');
    expect(activations).toHaveLength(0);

    release();
    await settled();
    const reloading = mine.get().reload();
    await settled();
    takeOver();
    await reloading;
    expect(mine.reloadPage).toHaveBeenCalledOnce();
    expect(other.reloadPage, 'an idle tab goes along').toHaveBeenCalledOnce();
  });

  it('that another tab put in charge does not break into a session that has just begun', async () => {
    const { tab, takeOver, activations } = browser();
    const { get, busy, reloadPage } = tab();
    await get().begin();
    busy.is = true;
    takeOver();
    expect(reloadPage).not.toHaveBeenCalled();
    expect(get().update).toBe('waiting');

    busy.is = false;
    await get().reload();
    expect(activations, 'it is in charge already').toHaveLength(0);
    expect(reloadPage).toHaveBeenCalledOnce();
  });

  it('can be put off', async () => {
    const { tab, announce } = browser();
    const { get } = tab();
    await get().begin();
    announce();
    get().later();
    expect(get().update).toBe('none');
  });

  it.each([
    ['has no Web Locks', undefined],
    ['refuses them', refusingLocks()],
  ])('is loaded where the browser %s', async (_, locks) => {
    const inUse = webInUse(locks);
    (await inUse.hold())();
    const work = vi.fn(() => Promise.resolve());
    expect(await inUse.ifFree(work)).toBe(true);
    expect(work).toHaveBeenCalledOnce();
  });
});

describe('the models', () => {
  /** Models of 20 bytes that come when they are asked for. */
  const arriving = () => {
    const missing = { bytes: 20 };
    const keepModels = vi.fn(() => {
      missing.bytes = 0;
      return Promise.resolve();
    });
    return { missingModelBytes: () => Promise.resolve(missing.bytes), keepModels };
  };

  it('are fetched once the program is kept, and then it is ready', async () => {
    const models = arriving();
    const { get } = browser().tab(models);
    expect(readiness(get())).toBe('unknown');
    await get().begin();
    expect(models.keepModels).toHaveBeenCalledOnce();
    expect(readiness(get())).toBe('ready');
  });

  it('are not fetched unasked where that may cost something, but when asked for', async () => {
    const models = arriving();
    const { get } = browser().tab({ ...models, mayFetch: () => false });
    await get().begin();
    expect(models.keepModels).not.toHaveBeenCalled();
    expect(readiness(get())).toBe('missing');
    await get().fetchModels();
    expect(readiness(get())).toBe('ready');
  });

  it('are not fetched where the program itself is not kept', async () => {
    const models = arriving();
    const { get } = browser().tab({ ...models, program: null });
    await get().begin();
    expect(models.keepModels).not.toHaveBeenCalled();
    expect(readiness(get())).toBe('impossible');
  });

  it.each([
    ['do not arrive', () => Promise.reject(new Error('no network'))],
    ['are not kept by the browser', () => Promise.resolve()],
  ])('that %s are said to be missing', async (_, keepModels) => {
    const { get } = browser().tab({ missingModelBytes: () => Promise.resolve(20), keepModels });
    await get().begin();
    expect(readiness(get())).toBe('failed');
  });

  it('can be cancelled, which is no failure', async () => {
    const { get } = browser().tab({
      missingModelBytes: () => Promise.resolve(20),
      keepModels: (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    });
    const begun = get().begin();
    await settled();
    expect(readiness(get())).toBe('fetching');
    get().cancel();
    await begun;
    expect(readiness(get())).toBe('missing');
  });
});

describe('files of the program that the browser removed', () => {
  it('are noticed at the start and fetched again', async () => {
    const { tab, gone } = browser();
    const { get, store } = tab();
    const said = new Set<string>();
    store.subscribe((state) => said.add(readiness(state)));
    gone.files = 49;
    await get().begin();
    expect(said).toContain('repairing');
    expect(readiness(get())).toBe('ready');
  });

  it('are said to be missing where they cannot be had, and looked for again', async () => {
    const { tab, gone, passTime } = browser();
    const { get, busy } = tab();
    await get().begin();
    expect(readiness(get())).toBe('ready');

    Object.assign(gone, { files: 49, forGood: true });
    busy.is = true;
    passTime();
    await settled();
    expect(readiness(get()), 'a session is not disturbed').toBe('ready');
    busy.is = false;
    passTime();
    await settled();
    expect(readiness(get())).toBe('incomplete');
    expect(get().program).toMatchObject({ files: 61, missing: 49 });

    gone.forGood = false;
    await get().look();
    expect(readiness(get())).toBe('ready');
  });

  it('leave it unknown where nobody can look for them', async () => {
    const { tab } = browser();
    const program: Program = {
      install: () => Promise.resolve(true),
      check: () => Promise.resolve(null),
      activate: () => undefined,
    };
    const { get } = tab({ program });
    await get().begin();
    expect(readiness(get())).toBe('unknown');
  });

  it('bring the models back too, which go with them', async () => {
    const missing = { bytes: 0 };
    const keepModels = vi.fn(() => {
      missing.bytes = 0;
      return Promise.resolve();
    });
    const { tab, passTime } = browser();
    const { get } = tab({ missingModelBytes: () => Promise.resolve(missing.bytes), keepModels });
    await get().begin();
    expect(keepModels).not.toHaveBeenCalled();
    missing.bytes = 20;
    passTime();
    await settled();
    expect(keepModels).toHaveBeenCalledOnce();
    expect(readiness(get())).toBe('ready');
  });
});

describe('a metered connection', () => {
  it('is one that saves data or is cellular, as far as the browser tells', () => {
    expect(isMetered({})).toBe(false);
    expect(isMetered({ connection: { saveData: false, type: 'wifi' } })).toBe(false);
    expect(isMetered({ connection: { saveData: true } })).toBe(true);
    expect(isMetered({ connection: { type: 'cellular' } })).toBe(true);
  });
});
