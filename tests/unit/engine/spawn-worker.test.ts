/**
 * Calls across to workers that break, fall silent, are ended or aborted: each ends, and says why.
 */
import { describe, expect, it, vi } from 'vitest';
import { WakefulError } from '../../../src/common/errors';
import { inTime, type Timer } from '../../../src/engine/deadline';
import { spawnWorker } from '../../../src/engine/spawn-worker';

interface Service {
  answer(): Promise<number>;
}

/** A worker that answers only what it is told to, and time that passes when it is told to. */
class ScriptedWorker extends EventTarget {
  isTerminated = false;
  /** Messages of comlink that were not answered yet. */
  readonly asked: { readonly id: string; readonly path: readonly string[] }[] = [];
  #timers: { readonly due: number; readonly run: () => void }[] = [];
  #now = 0;

  readonly after: Timer = (delay, run) => {
    const own = { due: this.#now + delay, run };
    this.#timers.push(own);
    return () => (this.#timers = this.#timers.filter((each) => each !== own));
  };

  /** Lets seconds pass, and with them what was due. */
  async pass(seconds: number): Promise<void> {
    this.#now += 1000 * seconds;
    for (const timer of this.#timers.filter(({ due }) => due <= this.#now)) {
      this.#timers = this.#timers.filter((each) => each !== timer);
      timer.run();
    }
    await new Promise((resolve) => setTimeout(resolve));
  }

  get timers(): number {
    return this.#timers.length;
  }

  postMessage(message: { readonly id: string; readonly path: readonly string[] }): void {
    this.asked.push(message);
  }

  /** Answers what was asked first of this name. */
  reply(name: string, value: unknown): void {
    const at = this.asked.findIndex(({ path }) => path[0] === name);
    const { id } = this.asked.splice(at, 1)[0]!;
    this.dispatchEvent(new MessageEvent('message', { data: { id, type: 'RAW', value } }));
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

function setUp() {
  const worker = new ScriptedWorker();
  const onBroken = vi.fn();
  const spawned = spawnWorker<Service>(worker as unknown as Worker, {
    explain: (detail) => new WakefulError('internal', detail, 'Try again.'),
    onBroken,
    after: worker.after,
  });
  return { worker, spawned, onBroken };
}

const ask = (service: { answer(): Promise<number> }): Promise<number> => service.answer();

describe('a call', () => {
  it('resolves to the answer and leaves no timer behind', async () => {
    const { worker, spawned } = setUp();
    const call = spawned.call(ask);
    worker.reply('answer', 7);
    expect(await call).toBe(7);
    expect(worker.timers).toBe(0);
  });

  it('is given up when no answer comes within a minute, and so is the worker', async () => {
    const { worker, spawned, onBroken } = setUp();
    const call = spawned.call(ask);
    call.catch(() => undefined);
    await worker.pass(30);
    expect(worker.isTerminated).toBe(false);
    await worker.pass(30);
    await expect(call).rejects.toMatchObject({ code: 'worker-silent', remedy: 'Try again.' });
    expect(worker.isTerminated).toBe(true);
    expect(onBroken).toHaveBeenCalledOnce();
    await expect(spawned.call(ask)).rejects.toMatchObject({ code: 'worker-silent' });
  });

  it('ends when the worker breaks, or is ended', async () => {
    const broken = setUp();
    const call = broken.spawned.call(ask);
    broken.worker.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
    await expect(call).rejects.toMatchObject({ code: 'internal', message: 'out of memory' });
    expect(broken.onBroken).toHaveBeenCalledOnce();

    const ended = setUp();
    const other = ended.spawned.call(ask);
    ended.spawned.terminate();
    await expect(other).rejects.toMatchObject({ message: 'it was ended' });
    expect(ended.onBroken).not.toHaveBeenCalled();
  });

  it('ends with the reason when it is aborted; the worker goes on', async () => {
    const { worker, spawned } = setUp();
    const stop = new AbortController();
    const call = spawned.call(ask, { signal: stop.signal });
    stop.abort(new Error('left'));
    await expect(call).rejects.toThrow('left');
    expect(worker.isTerminated).toBe(false);
    expect(worker.timers).toBe(0);
  });
});

describe('a long call', () => {
  it('lasts as long as the worker gives signs of life, and ends when they stay away', async () => {
    const { worker, spawned } = setUp();
    const call = spawned.call(ask, { long: true });
    call.catch(() => undefined);
    for (let minute = 0; minute < 60; minute += 2) {
      await worker.pass(120);
      worker.reply('pulse', undefined);
      await worker.pass(0);
    }
    expect(worker.isTerminated).toBe(false);
    await worker.pass(120);
    await worker.pass(120);
    await expect(call).rejects.toMatchObject({ code: 'worker-silent' });
    expect(worker.isTerminated).toBe(true);
  });

  it('is not ended because a short one beside it waits too long', async () => {
    const { worker, spawned } = setUp();
    const long = spawned.call(ask, { long: true });
    const short = spawned.call(ask);
    short.catch(() => undefined);
    await worker.pass(30);
    await worker.pass(30);
    await expect(short).rejects.toMatchObject({ code: 'worker-silent' });
    expect(worker.isTerminated).toBe(false);
    worker.reply('answer', 3);
    expect(await long).toBe(3);
  });
});

it('an answer between workers is waited for so long, and no longer', async () => {
  const { worker } = setUp();
  const never = inTime(new Promise<number>(() => undefined), 60_000, 'Reload.', worker.after);
  never.catch(() => undefined);
  await worker.pass(60);
  await expect(never).rejects.toMatchObject({ code: 'worker-silent', remedy: 'Reload.' });
  expect(await inTime(Promise.resolve(5), 60_000, 'Reload.', worker.after)).toBe(5);
  expect(worker.timers).toBe(0);
});
