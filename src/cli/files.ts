import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { messageOf, WakefulError } from '../common/errors';

/** Every command that writes a report names it so. */
export const REPORT_FILE = 'report.md';

export const diskFull = (path: string, cause: unknown): WakefulError<'disk-full'> =>
  new WakefulError(
    'disk-full',
    `${path} could not be written: the disk is full.`,
    'Free some space and start the same command again: what is finished stays and is not made twice.',
    { cause },
  );

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);

/** What the system says of a file that cannot be opened. */
export function whyUnread(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'it leads to nothing';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read';
    case 'ELOOP':
      return 'it leads back to itself';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'what should be a folder on its way is a file';
    default:
      return messageOf(error);
  }
}

/** What is told of a file that the system refused; null: the error is about something else. */
export function fileTrouble(error: unknown): string | null {
  if (!(error instanceof Error && 'syscall' in error && 'path' in error)) return null;
  return isFull(error)
    ? diskFull(String(error.path), error).message
    : `${String(error.path)}: ${whyUnread(error)}.`;
}

/** A name of this process for what is not finished. */
const partOf = (path: string): string => `${path}.${hostname()}.${process.pid}.part`;

const FORBIDDEN: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS'];
const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';

/** Why a file was not written, in words. */
export function unwritten(path: string, cause: unknown): WakefulError<'disk-full' | 'file-unwritable'> {
  if (isFull(cause)) return diskFull(path, cause);
  const why = FORBIDDEN.includes(codeOf(cause)) ? 'that is not allowed' : whyUnread(cause);
  return new WakefulError(
    'file-unwritable',
    `${path} cannot be written: ${why}.`,
    'Give another place for it.',
    {
      cause,
    },
  );
}

/**
 * A file that a person has named.
 * @throws WakefulError `file-unreadable`
 */
export function readNamedFile(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new WakefulError(
      'file-unreadable',
      `${path} cannot be read: ${whyUnread(cause)}.`,
      'Give another file.',
      {
        cause,
      },
    );
  }
}

/**
 * Makes sure, before long work, that its result can be written there.
 * @throws WakefulError `file-unwritable`
 */
export function assertWritable(path: string): void {
  const trial = partOf(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(trial, 'w'));
    rmSync(trial, { force: true });
    if (existsSync(path) && statSync(path).isDirectory()) throw new Error('it is a folder');
  } catch (error) {
    throw unwritten(path, error);
  }
}

/**
 * Writes a file that appears whole or not at all, also to other processes and machines that use
 * the folder: under a name of this process first, then renamed.
 * @throws WakefulError `disk-full`, `file-unwritable`; the file that was there stays
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  const unfinished = partOf(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw unwritten(path, error);
  }
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw unwritten(path, error);
  }
}
