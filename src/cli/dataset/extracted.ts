/** Extracted data sets on disk, in the layout of src/footage/dataset/format.ts. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetError } from '../../footage/dataset/dataset-error';
import {
  INDEX,
  MANIFEST,
  SESSION,
  SIGNALS,
  type CropRow,
  type ManifestContent,
  type SessionRecord,
  type SignalRow,
} from '../../footage/dataset/format';
import { writeFileAtomic } from '../files';

export interface ExtractedSession {
  readonly record: SessionRecord;
  readonly crops: readonly CropRow[];
  /** Videos only. */
  readonly signals: readonly SignalRow[] | null;
}

/** Reads a text file by one of the format's parsers, which name it in their errors. */
const read = <T>(path: string, parse: (content: string, path: string) => T): T =>
  parse(readFileSync(path, 'utf8'), path);

interface SessionName {
  readonly subject: string;
  readonly session: string;
}

const folderOf = (root: string, { subject, session }: SessionName): string => join(root, subject, session);

/** The session's record; null: not finished, or written in another form. */
export function readSessionRecord(root: string, session: SessionName): SessionRecord | null {
  const path = join(folderOf(root, session), SESSION.name);
  if (!existsSync(path)) return null;
  try {
    return read(path, SESSION.parse);
  } catch (error) {
    if (error instanceof DatasetError) return null;
    throw error;
  }
}

/** Writes a session's lists, its record last. The crops are there already. */
export function writeSession(root: string, { record, crops, signals: frames }: ExtractedSession): void {
  const folder = folderOf(root, record);
  writeFileAtomic(join(folder, INDEX.name), INDEX.format(crops));
  if (frames) writeFileAtomic(join(folder, SIGNALS.name), SIGNALS.format(frames));
  writeFileAtomic(join(folder, SESSION.name), SESSION.format(record));
}

/** The crops of a finished session. */
export const sessionCrops = (root: string, session: SessionName): readonly CropRow[] =>
  read(join(folderOf(root, session), INDEX.name), INDEX.parse);

/** Puts the finished sessions together: dataset.json and the whole index.csv. */
export function writeDataset(
  root: string,
  content: ManifestContent,
  sessions: readonly SessionRecord[],
): void {
  const crops = sessions.flatMap((session) => sessionCrops(root, session));
  writeFileAtomic(join(root, INDEX.name), INDEX.format(crops));
  writeFileAtomic(join(root, MANIFEST.name), MANIFEST.format(content));
}

/** An extracted data set with its lists read and checked; crops are read when needed (crops.ts). */
export interface Dataset {
  readonly root: string;
  readonly manifest: ManifestContent;
  readonly crops: readonly CropRow[];
  /** SHA-256 of manifest and index: names the data set in results and caches. */
  readonly digest: string;
}

/** @throws DatasetError `dataset-missing`, `dataset-version`, `dataset-csv`, `dataset-empty` */
export function readDataset(root: string): Dataset {
  const manifestPath = join(root, MANIFEST.name);
  const indexPath = join(root, INDEX.name);
  if (!existsSync(manifestPath) || !existsSync(indexPath)) {
    throw new DatasetError(
      'dataset-missing',
      `${root} is no extracted data set: ${MANIFEST.name} or ${INDEX.name} is missing.`,
      'Extract it first, and let it finish: npm run extract -- DIR OUT.',
    );
  }
  const manifest = read(manifestPath, MANIFEST.parse);
  const crops = read(indexPath, INDEX.parse);
  if (crops.length === 0) {
    throw new DatasetError(
      'dataset-empty',
      `${indexPath} lists no crop.`,
      'See the extraction report for why everything was dropped.',
    );
  }
  return {
    root,
    manifest,
    crops,
    digest: createHash('sha256')
      .update(readFileSync(manifestPath))
      .update(readFileSync(indexPath))
      .digest('hex'),
  };
}

/**
 * Several data sets, each once: faces that are listed twice would count twice.
 * @throws DatasetError as `readDataset`, `dataset-twice`
 */
export function readDatasets(roots: readonly string[]): readonly Dataset[] {
  const sets = roots.map(readDataset);
  for (const [i, { root, digest }] of sets.entries()) {
    const first = sets.find((other) => other.digest === digest)!;
    if (first === sets[i]) continue;
    throw new DatasetError(
      'dataset-twice',
      `${root} is the same data set as ${first.root}.`,
      'Give each data set once.',
    );
  }
  return sets;
}

/**
 * The frames of a video session in the order of their times, whatever that of the file; null: a
 * session of stills. @throws DatasetError `dataset-csv`
 */
export function readSignals(root: string, session: SessionName): readonly SignalRow[] | null {
  const path = join(folderOf(root, session), SIGNALS.name);
  // The app lists the frames of stills too, whose times mean nothing.
  if (!existsSync(path) || readSessionRecord(root, session)?.kind === 'stills') return null;
  return [...read(path, SIGNALS.parse)].sort((a, b) => a.time - b.time);
}

/** The finished video sessions, even those without a crop, by subject and session. */
export function videoSessions(root: string): readonly SessionRecord[] {
  const folders = (path: string): readonly string[] =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  return folders(root).flatMap((subject) =>
    folders(join(root, subject)).flatMap((session) => {
      const record = readSessionRecord(root, { subject, session });
      return record?.kind === 'video' ? [record] : [];
    }),
  );
}
