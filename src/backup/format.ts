/**
 * A backup: a zip of
 *
 *   backup.json           what it is, and how many records it holds
 *   records/000000.json   one record each: where it was kept, and what
 *   parts/000000.bin      their binary parts, which the records name
 *
 * The zip itself holds a checksum of each file.
 */
import * as v from 'valibot';
import { count, instant } from '../common/ranges';
import { BACKED_UP } from './records';

export const MANIFEST = 'backup.json';
export const FORMAT = 'wakeful-backup';
/** Raised when older programs could not read it any more. */
export const BACKUP_VERSION = 1;

/** Enough to see whether it is a backup at all, of whatever version. */
export const anyManifestSchema = v.object({ format: v.literal(FORMAT), version: count });

export const manifestSchema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(BACKUP_VERSION),
  createdAt: instant,
  records: count,
});

export const recordSchema = v.object({
  store: v.picklist(BACKED_UP),
  key: v.string(),
  value: v.unknown(),
});

const DIGITS = 6;
const numbered = (folder: string, ending: string) => (number: number) =>
  `${folder}/${String(number).padStart(DIGITS, '0')}.${ending}`;
export const recordPath = numbered('records', 'json');
export const partPath = numbered('parts', 'bin');
