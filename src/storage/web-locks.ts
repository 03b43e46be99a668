/**
 * Does the work while nobody else in this browser holds the lock; `taken` if somebody does. Where
 * the browser has no Web Locks, or refuses them (a sandboxed frame), nobody is kept out.
 */
export async function ifFree<T>(
  locks: LockManager | undefined,
  name: string,
  work: () => Promise<T>,
  taken: () => T,
): Promise<T> {
  if (!locks) return work();
  const asked: { answered: boolean } = { answered: false };
  try {
    return await locks.request(name, { ifAvailable: true }, async (lock) => {
      asked.answered = true;
      return lock ? work() : taken();
    });
  } catch (error) {
    if (asked.answered) throw error;
    return work();
  }
}
