import type { CDPSession } from '@playwright/test';
import * as v from 'valibot';

const HeapUsage = v.object({ usedSize: v.number(), backingStorageSize: v.number() });
const Answer = v.object({ id: v.number(), result: v.optional(v.unknown()) });

/** JavaScript heaps of a page and of its workers, typed arrays included. */
export interface Heaps {
  /** MiB after a garbage collection, all together. */
  size(): Promise<number>;
  /** The page and its workers. */
  count(): number;
}

/**
 * Watches the heaps of the page of a protocol session. Workers that start later are counted from
 * then on.
 */
export async function watchHeaps(page: CDPSession): Promise<Heaps> {
  const workers = new Set<string>();
  const waiting = new Map<number, (result: unknown) => void>();
  let id = 0;
  page.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.add(sessionId);
  });
  page.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  page.on('Target.receivedMessageFromTarget', ({ message }) => {
    const answer = v.safeParse(Answer, JSON.parse(message));
    if (answer.success) waiting.get(answer.output.id)?.(answer.output.result);
  });
  // Not flattened: Playwright gives no sessions for workers, so their messages travel inside the
  // page's.
  await page.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });

  const ask = (sessionId: string, method: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(++id, resolve);
      page
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
        .catch(reject);
    });

  return {
    count: () => 1 + workers.size,
    async size() {
      const mebibytes = (usage: unknown): number => {
        const { usedSize, backingStorageSize } = v.parse(HeapUsage, usage);
        return (usedSize + backingStorageSize) / 2 ** 20;
      };
      await page.send('HeapProfiler.collectGarbage');
      let sum = mebibytes(await page.send('Runtime.getHeapUsage'));
      for (const worker of workers) {
        await ask(worker, 'HeapProfiler.collectGarbage');
        sum += mebibytes(await ask(worker, 'Runtime.getHeapUsage'));
      }
      return sum;
    },
  };
}
