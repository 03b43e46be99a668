import { IDBObjectStore } from 'fake-indexeddb';
import { onTestFinished, vi } from 'vitest';

/**
 * From now on the disk is full: writes abort their transaction, as browsers do. Returns how to free
 * space.
 */
export function fillDisk(): () => void {
  const write = Reflect.get(IDBObjectStore.prototype, 'put');
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args: Parameters<IDBObjectStore['put']>
  ) {
    const { transaction } = this;
    queueMicrotask(() => {
      if (transaction.error !== null) return;
      const error = new DOMException('The disk is full.', 'QuotaExceededError');
      Object.defineProperty(transaction, 'error', { value: error });
      transaction.abort();
    });
    return write.apply(this, args);
  });
  onTestFinished(() => put.mockRestore());
  return () => put.mockRestore();
}
