import { WakefulError } from '../common/errors';

export type StorageErrorCode =
  | 'storage-blocked'
  | 'storage-full'
  | 'storage-in-use'
  | 'storage-newer'
  | 'storage-deleted'
  | 'record-corrupt'
  | 'record-newer';

/** Something about what is kept on this device. What was kept before is still there. */
export class StorageError extends WakefulError<StorageErrorCode> {}

const REMEDIES: Readonly<Record<StorageErrorCode, string>> = {
  'storage-blocked':
    'Monitoring works, but nothing can be kept after this page is closed. Leave private browsing or allow this site to store data, then reload.',
  'storage-full':
    'Nothing that was kept is lost. Free some space on this device or delete old sessions; saving is tried again by itself.',
  'storage-in-use': 'Close the other tabs in which Wakeful is open; the data then goes away by itself.',
  'storage-newer':
    'Nothing there is touched. Reload the page to get the newer Wakeful; until then nothing can be kept.',
  'storage-deleted': 'Nothing of it is written again. Start anew where you want to go on.',
  'record-newer': 'It was left as it is. Reload the page to get the newer Wakeful.',
  'record-corrupt':
    'The damaged record was set aside; everything else works. You can export or delete it in the settings.',
};

export function storageError(code: StorageErrorCode, message: string, cause?: unknown): StorageError {
  return new StorageError(code, message, REMEDIES[code], { cause });
}

/** A failed operation of IndexedDB as an error that a person can do something about. */
export function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const name = error instanceof Error ? error.name : '';
  const message = error instanceof Error ? `${name}: ${error.message}` : String(error);
  return storageError(CODES[name] ?? 'storage-blocked', message, error);
}

/** By the names of IndexedDB's DOMExceptions. */
const CODES: Readonly<Record<string, StorageErrorCode>> = {
  QuotaExceededError: 'storage-full',
  VersionError: 'storage-newer',
};
