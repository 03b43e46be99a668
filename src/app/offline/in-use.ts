/** Whether any tab of this browser is in use, in a way that a reload would break. */
export interface InUse {
  /** This tab is, until the returned function is called, or the page goes away, however it goes. */
  hold(): Promise<() => void>;
  /** Does the work while nobody is, and keeps others from beginning to be; false: somebody is, nothing was done. */
  ifFree(work: () => Promise<void>): Promise<boolean>;
}

const NAME = 'wakeful-in-use';

/**
 * By the browser's Web Locks: tabs in use share the lock, and whoever changes the program needs it alone. Where the browser
 * has none or refuses them, only this tab's own use is known, to this tab.
 */
export function webInUse(locks: LockManager | undefined): InUse {
  const release = (): void => undefined;
  return {
    hold: () =>
      new Promise((resolve) => {
        if (!locks) resolve(release);
        else
          locks
            .request(NAME, { mode: 'shared' }, () => new Promise<void>((end) => resolve(end)))
            .catch(() => resolve(release));
      }),
    async ifFree(work) {
      const asked: { answered: boolean } = { answered: false };
      const withLock = async (lock: Lock | null): Promise<boolean> => {
        asked.answered = true;
        if (lock) await work();
        return lock !== null;
      };
      if (locks) {
        try {
          return await locks.request(NAME, { ifAvailable: true }, withLock);
        } catch (error) {
          if (asked.answered) throw error;
        }
      }
      await work();
      return true;
    },
  };
}
