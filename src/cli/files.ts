import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { WakefulError } from '../common/errors';

/** Every command that writes a report names it so. */
export const REPORT_FILE = 'report.md';

export const diskFull = (path: string, cause: unknown): WakefulError<'disk-full'> =>
  new WakefulError(
    'disk-full',
    `${path} could not be written: the disk is full.`,
    'Free some space and start the same command again: what is finished stays and is not made twice.',
    { cause },
  );

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/**
 * Writes a file that appears whole or not at all, also to other processes and machines that use
 * the folder: under a name of this process first, then renamed.
 * @throws WakefulError `disk-full`; the file that was there stays
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.${hostname()}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw isFull(error) ? diskFull(path, error) : error;
  }
}
