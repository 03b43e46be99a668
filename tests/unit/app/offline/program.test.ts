import { describe, expect, it, vi } from 'vitest';
import { CHECK_EVERY, REPORT_TIMEOUT, serviceWorkerProgram } from '../../../../src/app/offline/program';

/** One service worker's life as a page sees it. */
class FakeWorker extends EventTarget {
  readonly postMessage = vi.fn();
  state: ServiceWorkerState = 'installing';

  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = null;
  readonly update = vi.fn(() => Promise.reject(new TypeError('no network')));
}

class FakeContainer extends EventTarget {
  controller: FakeWorker | null = null;
  readonly registration = new FakeRegistration();
  readonly register = vi.fn(() => Promise.resolve(this.registration));

  control(worker: FakeWorker): void {
    this.controller = worker;
    this.dispatchEvent(new Event('controllerchange'));
  }
}

function page(container: FakeContainer | null = new FakeContainer()) {
  const clock = { now: 0 };
  const document = Object.assign(new EventTarget(), { hidden: false });
  const navigator = { onLine: true, ...(container ? { serviceWorker: container } : {}) };
  const program = serviceWorkerProgram({ navigator, document } as unknown as Window, () => clock.now);
  const listeners = { onWaiting: vi.fn(), onReplaced: vi.fn() };
  return { program, listeners, clock, document };
}

/** @param answers what the service worker tells, in turn */
async function installedPage(answers: readonly unknown[]) {
  const container = new FakeContainer();
  const active = (container.registration.active = new FakeWorker());
  active.postMessage.mockImplementation((_, [port]: [MessagePort]) => {
    for (const answer of answers) port.postMessage(answer);
  });
  const { program, listeners } = page(container);
  await program.install(listeners);
  return { program, update: container.registration.update };
}

/** What `install` does before it waits. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('the program on this device', () => {
  it('is kept when the first version is in charge, which is no news', async () => {
    const container = new FakeContainer();
    const first = (container.registration.installing = new FakeWorker());
    const { program, listeners } = page(container);
    const installed = program.install(listeners);
    await settled();
    Object.assign(container.registration, { installing: null, waiting: first });
    first.become('installed');
    Object.assign(container.registration, { waiting: null, active: first });
    first.become('activating');
    container.control(first);
    first.become('activated');
    expect(await installed).toBe(true);
    expect(listeners.onWaiting).not.toHaveBeenCalled();
    expect(listeners.onReplaced).not.toHaveBeenCalled();

    const second = new FakeWorker();
    container.control(second);
    expect(listeners.onReplaced).toHaveBeenCalledOnce();
  });

  it('tells of a newer version that comes while the page is open, and puts it in charge when told to', async () => {
    const container = new FakeContainer();
    const { registration } = container;
    registration.active = container.controller = new FakeWorker();
    const { program, listeners } = page(container);
    expect(await program.install(listeners)).toBe(true);

    const next = (registration.installing = new FakeWorker());
    registration.dispatchEvent(new Event('updatefound'));
    expect(listeners.onWaiting).not.toHaveBeenCalled();
    Object.assign(registration, { installing: null, waiting: next });
    next.become('installed');
    expect(listeners.onWaiting).toHaveBeenCalledOnce();
    expect(next.postMessage).not.toHaveBeenCalled();
    program.activate();
    expect(next.postMessage).toHaveBeenCalledOnce();
    container.control(next);
    expect(listeners.onReplaced).toHaveBeenCalledOnce();
  });

  it('tells of a newer version that has been waiting', async () => {
    const container = new FakeContainer();
    Object.assign(container.registration, { active: new FakeWorker(), waiting: new FakeWorker() });
    const { program, listeners } = page(container);
    await program.install(listeners);
    expect(listeners.onWaiting).toHaveBeenCalledOnce();
  });

  it('is not kept where the browser has no service workers, refuses one, or could not install it', async () => {
    const without = page(null);
    expect(await without.program.install(without.listeners)).toBe(false);

    const refusing = new FakeContainer();
    refusing.register.mockRejectedValue(new DOMException('refused', 'SecurityError'));
    const refused = page(refusing);
    expect(await refused.program.install(refused.listeners)).toBe(false);

    const broken = new FakeContainer();
    const first = (broken.registration.installing = new FakeWorker());
    const { program, listeners } = page(broken);
    const installed = program.install(listeners);
    await settled();
    first.become('redundant');
    expect(await installed).toBe(false);
  });

  it('is looked after once an hour when the page comes to the front', async () => {
    const container = new FakeContainer();
    container.registration.active = new FakeWorker();
    const { program, listeners, clock, document } = page(container);
    await program.install(listeners);
    const comeToTheFront = () => document.dispatchEvent(new Event('visibilitychange'));
    comeToTheFront();
    clock.now = CHECK_EVERY;
    document.hidden = true;
    comeToTheFront();
    expect(container.registration.update).not.toHaveBeenCalled();
    document.hidden = false;
    comeToTheFront();
    comeToTheFront();
    expect(container.registration.update).toHaveBeenCalledOnce();
  });

  it('is checked by its service worker, to the last report', async () => {
    const reports = [
      { files: 61, missing: 49, isDone: false },
      { files: 61, missing: 48, isDone: false },
      { files: 61, missing: 0, isDone: true },
    ];
    const { program, update } = await installedPage([...reports.slice(0, 2), 'nonsense', reports[2]]);
    const told = vi.fn();
    expect(await program.check(told)).toEqual(reports[2]);
    expect(told.mock.calls.map(([report]: unknown[]) => report)).toEqual(reports);
    expect(update).not.toHaveBeenCalled();
  });

  it('that stays incomplete has the server asked for a newer version', async () => {
    const { program, update } = await installedPage([{ files: 61, missing: 2, isDone: true }]);
    expect(await program.check(vi.fn())).toMatchObject({ missing: 2 });
    expect(update).toHaveBeenCalledOnce();
  });

  it('is not known where nobody answers', async () => {
    expect(await page(null).program.check(vi.fn())).toBeNull();
    vi.useFakeTimers();
    try {
      const { program } = await installedPage([]);
      const checked = program.check(vi.fn());
      await vi.advanceTimersByTimeAsync(REPORT_TIMEOUT);
      expect(await checked).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });
});
