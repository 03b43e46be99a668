import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

/** Every command that writes a report names it so. */
export const REPORT_FILE = 'report.md';

/**
 * Writes a file that appears whole or not at all, also to other processes and machines that use
 * the folder: under a name of this process first, then renamed.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${hostname()}.${process.pid}.part`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}
