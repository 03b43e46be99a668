/**
 * Runs one piece of work at a time for each name; rejects with the signal's reason when it is
 * aborted while waiting.
 */
export type Exclusively = <T>(name: string, work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

const PREFIX = 'wakeful-model-';

/**
 * Across all tabs and workers of this browser, by its Web Locks. Where it has none, or refuses them
 * (a sandboxed frame), the work is done at once: a file that comes twice is better than one that
 * does not come.
 */
export function exclusivelyByWebLocks(locks: LockManager | undefined): Exclusively {
  return async (name, work, signal) => {
    if (!locks) return work();
    const mine: { begun: boolean } = { begun: false };
    try {
      return await locks.request(PREFIX + name, signal ? { signal } : {}, () => {
        mine.begun = true;
        return work();
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (mine.begun) throw error;
      return work();
    }
  };
}
