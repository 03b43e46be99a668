/** Tells which sessions are being recorded, in this tab or another one. */
export interface SessionLocks {
  /** Held until the returned function is called, or the page goes away, however it goes. */
  hold(sessionId: string): Promise<() => void>;
  held(): Promise<ReadonlySet<string>>;
}

const PREFIX = 'wakeful-session-';

/**
 * By the browser's Web Locks, which end with the page that holds them, even when it crashes. Where the browser refuses
 * them (a sandboxed frame), nothing is held: recording matters more.
 */
export function webSessionLocks(locks: LockManager): SessionLocks {
  return {
    hold: (sessionId) =>
      new Promise((resolve) => {
        locks
          .request(PREFIX + sessionId, () => new Promise<void>((release) => resolve(release)))
          .catch(() => resolve(() => undefined));
      }),
    held: async () => {
      const { held } = await locks.query().catch(() => ({ held: [] }));
      const names = (held ?? []).map(({ name }) => name ?? '');
      return new Set(
        names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)),
      );
    },
  };
}

/** Where the browser has no Web Locks: sessions of this page alone are known. */
export function pageSessionLocks(): SessionLocks {
  const held = new Set<string>();
  return {
    hold: (sessionId) => {
      held.add(sessionId);
      return Promise.resolve(() => held.delete(sessionId));
    },
    held: () => Promise.resolve(new Set(held)),
  };
}
