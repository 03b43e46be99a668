import { WakefulError } from '../common/errors';

export type BackupErrorCode = 'backup-foreign' | 'backup-damaged' | 'backup-newer';

/** The file cannot be restored; nothing was changed. */
export class BackupError extends WakefulError<BackupErrorCode> {}

const REMEDIES: Readonly<Record<BackupErrorCode, string>> = {
  'backup-foreign': 'Choose a file that “Export everything” wrote: wakeful-backup-….zip.',
  'backup-damaged': 'Copy or export the file again: a part of it is missing or was changed.',
  'backup-newer': 'Reload this page to get the newest version, then restore the file again.',
};

export function backupError(code: BackupErrorCode, message: string, cause?: unknown): BackupError {
  return new BackupError(code, message, REMEDIES[code], cause === undefined ? undefined : { cause });
}
