import { WakefulError } from '../common/errors';

export type StorageErrorCode = 'storage-blocked' | 'storage-full' | 'storage-in-use' | 'record-corrupt';

/** Something about what is kept on this device. What was kept before is still there. */
export class StorageError extends WakefulError<StorageErrorCode> {}

const REMEDIES: Readonly<Record<StorageErrorCode, string>> = {
  'storage-blocked':
    'Monitoring works, but nothing can be kept after this page is closed. Leave private browsing or allow this site to store data, then reload.',
  'storage-full':
    'Nothing that was kept is lost. Free some space on this device or delete old sessions; saving is tried again by itself.',
  'storage-in-use': 'Close the other tabs in which Wakeful is open; the data then goes away by itself.',
  'record-corrupt':
    'The damaged record was set aside; everything else works. You can export or delete it in the settings.',
};

export function storageError(code: StorageErrorCode, message: string, cause?: unknown): StorageError {
  return new StorageError(code, message, REMEDIES[code], { cause });
}

/** A failed operation of IndexedDB as an error that a person can do something about. */
export function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const isFull = error instanceof Error && error.name === 'QuotaExceededError';
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return storageError(isFull ? 'storage-full' : 'storage-blocked', message, error);
}
