/**
 * The one way from the page to its workers: calls that end when a worker breaks, is ended, or is
 * silent.
 */
import { wrap, type Remote } from 'comlink';
import type { Milliseconds } from '../common/clock';
import type { WakefulError } from '../common/errors';
import { silence, timer, type Timer } from './deadline';
import './network-worker/wakeful-throw';

/**
 * Two of these without an answer, and a call is given up. One alone may be a computer that slept.
 */
const ANSWER_WITHIN: Milliseconds = 30_000;
/** The same for a long call: between two questions whether the worker is still there. */
const BEAT: Milliseconds = 120_000;

export interface SpawnOptions {
  /**
   * The error that calls end with when the worker breaks. Its remedy is told for a silent worker
   * too.
   */
  readonly explain: (detail: string) => WakefulError;
  /** It broke or was silent, and was ended: what it held is lost. */
  readonly onBroken: (error: WakefulError) => void;
  readonly after?: Timer;
}

export interface CallOptions {
  /**
   * Aborting ends the call with the signal's reason; the worker goes on unless it is told to stop.
   */
  readonly signal?: AbortSignal;
  /**
   * It takes as long as it takes while the worker gives signs of life: downloads, training,
   * extraction.
   */
  readonly long?: boolean;
}

export interface SpawnedWorker<Service> {
  /** Rejects as the service does, or with what `explain` says, or with `worker-silent`. */
  call<T>(ask: (service: Remote<Service>) => Promise<T>, options?: CallOptions): Promise<T>;
  /** For calls that answer nothing: what goes wrong is told by `onBroken`. */
  tell(ask: (service: Remote<Service>) => Promise<unknown>): void;
  /** Resolves as soon as the worker gets to it. */
  ping(): Promise<unknown>;
  /** Ends it, and every call that it has not answered. */
  terminate(): void;
}

/** @param worker a new one, whose entry exposes the service */
export function spawnWorker<Service>(
  worker: Worker,
  { explain, onBroken, after = timer }: SpawnOptions,
): SpawnedWorker<Service> {
  const service = wrap<Service>(worker);
  // Any property is answered as soon as the worker gets to it.
  const pulse = wrap<{ readonly pulse: unknown }>(worker);
  /** Ends of the calls under way. */
  const open = new Set<(error: WakefulError) => void>();
  let long = 0;
  /** Why it answers no more. */
  let over: WakefulError | null = null;

  function end(error: WakefulError): void {
    over = error;
    worker.terminate();
    for (const fail of [...open]) fail(error);
  }
  function breakDown(error: WakefulError): void {
    if (over) return;
    end(error);
    onBroken(error);
  }
  worker.addEventListener('error', (event) =>
    breakDown(explain(event.message || 'a worker could not be started')),
  );
  worker.addEventListener('messageerror', () =>
    breakDown(explain('a message between page and worker could not be read')),
  );

  /** Calls `silent` when the worker has let two deadlines pass. @returns what ends the watch */
  function watch(isLong: boolean, silent: (waited: Milliseconds) => void): () => void {
    const delay = isLong ? BEAT : ANSWER_WITHIN;
    let missed = 0;
    let cancel: () => void;
    const expired = (): void => {
      missed += 1;
      if (missed > 1) {
        silent(2 * delay);
        return;
      }
      cancel = after(delay, expired);
      if (isLong) pulse.pulse.then(() => (missed = 0), () => undefined); // prettier-ignore
    };
    cancel = after(delay, expired);
    return () => cancel();
  }

  async function call<T>(
    ask: (service: Remote<Service>) => Promise<T>,
    { signal, long: isLong = false }: CallOptions = {},
  ): Promise<T> {
    signal?.throwIfAborted();
    if (over) throw over;
    if (isLong) long += 1;
    const settled = new AbortController();
    let fail: (error: WakefulError) => void = () => undefined;
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: settled.signal });
    });
    open.add(fail);
    const unwatch = watch(isLong, (waited) => {
      const silent = silence(waited, explain('').remedy);
      // One that is at long work gives signs of life, or its own call ends it.
      if (isLong || long === 0) breakDown(silent);
      else fail(silent);
    });
    try {
      return await Promise.race([ask(service), failed]);
    } finally {
      unwatch();
      settled.abort();
      open.delete(fail);
      if (isLong) long -= 1;
    }
  }

  return {
    call,
    tell: (ask) => void call(ask).catch(() => undefined),
    ping: async () => pulse.pulse,
    terminate: () => end(explain('it was ended')),
  };
}
