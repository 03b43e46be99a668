/**
 * Web Locks of one browser, as far as Wakeful uses them: shared and exclusive, ifAvailable, signal.
 */
export function fakeLocks(): LockManager {
  const held: { readonly name: string; readonly mode: LockMode }[] = [];
  const waiting: (() => boolean)[] = [];

  /** Takes the lock unless somebody else's stands against it; null then. */
  function take(name: string, mode: LockMode): Lock | null {
    const others = held.filter((lock) => lock.name === name);
    if (others.some((other) => mode === 'exclusive' || other.mode === 'exclusive')) return null;
    const lock = { name, mode };
    held.push(lock);
    return lock;
  }

  const wait = (name: string, mode: LockMode, signal: AbortSignal | undefined): Promise<Lock> =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      waiting.push(() => {
        if (signal?.aborted === true) return true;
        const lock = take(name, mode);
        if (lock) resolve(lock);
        return lock !== null;
      });
    });

  async function request(name: string, options: LockOptions, work: LockGrantedCallback<unknown>) {
    const { mode = 'exclusive', ifAvailable, signal } = options;
    signal?.throwIfAborted();
    const taken = take(name, mode);
    if (!taken && ifAvailable === true) return work(null);
    const lock = taken ?? (await wait(name, mode, signal));
    try {
      return await work(lock);
    } finally {
      held.splice(held.indexOf(lock), 1);
      for (const grant of waiting.splice(0)) if (!grant()) waiting.push(grant);
    }
  }
  return { request } as unknown as LockManager;
}

/** Web Locks that refuse, as in a sandboxed frame. */
export const refusingLocks = (): LockManager =>
  ({
    request: () => Promise.reject(new DOMException('refused', 'SecurityError')),
  }) as unknown as LockManager;
