/**
 * A data set as people have it: `DIR/<subject>/<session>/` with a video and `labels.csv`, or with
 * `<label>/<name>.(jpg|png)` stills; `DIR/<subject>/<label>/…` is one session.
 */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { decodeText } from '../../footage/dataset/csv';
import { DatasetError } from '../../footage/dataset/dataset-error';
import { LABELS_FILE, parseLabelRows } from '../../footage/dataset/labels-csv';
import { whyUnread } from '../files';
import { isStillName, isVideoName, labelOfFolder, ONLY_SESSION } from '../../footage/dataset/raw-layout';

export interface Still {
  /** Path within the data set's folder. */
  readonly path: string;
  readonly label: WakefulnessClass;
}

/** What one session is made of; paths are relative to the data set's folder. */
export type RawRecording = { readonly subject: string; readonly session: string } & (
  | { readonly kind: 'video'; readonly video: string; readonly labels: string }
  | { readonly kind: 'stills'; readonly stills: readonly Still[] }
);

export interface Unread {
  /** Within the data set's folder. */
  readonly path: string;
  readonly reason: string;
}

export interface RawRecordings {
  readonly recordings: readonly RawRecording[];
  /** What lies there and is no recording, with the reason: nothing is passed over in silence. */
  readonly ignored: readonly Unread[];
  /** What should have been read and could not be. */
  readonly failed: readonly Unread[];
}

/** Finds what is below a folder, however it is ordered. */
function walk(root: string): { recordings: RawRecording[]; ignored: Unread[]; failed: Unread[] } {
  const recordings: RawRecording[] = [];
  const ignored: Unread[] = [];
  const failed: Unread[] = [];
  const ignore = (path: string, reason: string): void => void ignored.push({ path, reason });
  /** null: it cannot be read, which goes into the report. */
  function reading<T>(path: string, read: (absolute: string) => T): T | null {
    try {
      return read(join(root, path));
    } catch (error) {
      failed.push({ path, reason: whyUnread(error) });
      return null;
    }
  }
  /** Visible entries by name, links followed. */
  const entries = (folder: string): readonly { name: string; path: string; isFolder: boolean }[] =>
    (reading(folder, (path) => readdirSync(path)) ?? [])
      .filter((name) => !name.startsWith('.'))
      .sort()
      .flatMap((name) => {
        const path = join(folder, name);
        const stat = reading(path, (absolute) => {
          accessSync(absolute, constants.R_OK);
          return statSync(absolute);
        });
        return stat ? [{ name, path, isFolder: stat.isDirectory() }] : [];
      });

  const stillsIn = (folder: string, label: WakefulnessClass): readonly Still[] =>
    entries(folder).flatMap(({ name, path, isFolder }) => {
      if (!isFolder && isStillName(name)) return [{ path, label }];
      ignore(path, 'not a .jpg, .png, .webp, .bmp, .gif or .avif');
      return [];
    });

  function addSession(subject: string, session: string): void {
    const folder = join(subject, session);
    const stills: Still[] = [];
    const videos: string[] = [];
    for (const { name, path, isFolder } of entries(folder)) {
      const label = labelOfFolder(name);
      if (isFolder && label !== undefined) stills.push(...stillsIn(path, label));
      else if (isFolder) ignore(path, `not the name of a label (${WAKEFULNESS_CLASSES.join(', ')})`);
      else if (isVideoName(name)) videos.push(path);
      else if (name !== LABELS_FILE) ignore(path, 'neither a video nor labels.csv');
    }
    const labels = join(folder, LABELS_FILE);
    const [video, ...others] = videos;
    if (video !== undefined && (others.length > 0 || stills.length > 0)) {
      const reason = `${videos.length} video(s) and ${stills.length} still(s): give each session its own folder`;
      failed.push({ path: folder, reason });
    } else if (stills.length > 0) recordings.push({ kind: 'stills', subject, session, stills });
    else if (video === undefined) ignore(folder, 'no video and no stills');
    else if (!existsSync(join(root, labels))) ignore(video, 'no labels.csv beside it');
    else recordings.push({ kind: 'video', subject, session, video, labels });
  }

  for (const { name: subject, isFolder: isSubject } of entries('.')) {
    if (!isSubject) {
      ignore(subject, 'not in the folder of a subject');
      continue;
    }
    const stills: Still[] = [];
    for (const { name, path, isFolder } of entries(subject)) {
      const label = labelOfFolder(name);
      if (!isFolder) ignore(path, 'not in the folder of a session or label');
      else if (label !== undefined) stills.push(...stillsIn(path, label));
      else addSession(subject, name);
    }
    if (stills.length > 0) recordings.push({ kind: 'stills', subject, session: ONLY_SESSION, stills });
  }
  return { recordings, ignored, failed };
}

/**
 * Finds all recordings below a folder, in order of subject and session.
 * @throws DatasetError `dataset-missing` (no such folder), `dataset-empty` (nothing to read in it)
 */
export function findRecordings(root: string): RawRecordings {
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new DatasetError(
      'dataset-missing',
      `There is no folder ${root}.`,
      'Give the folder of a data set.',
    );
  }
  const { recordings, ignored, failed } = walk(root);
  if (recordings.length === 0) {
    const first = failed[0] ?? ignored[0];
    throw new DatasetError(
      'dataset-empty',
      `${root} holds no labelled recording${first ? ` (${first.path}: ${first.reason})` : ''}.`,
      'Put videos with labels.csv into <subject>/<session>/, or stills into <subject>/<label>/ (asleep, drowsy, awake).',
    );
  }
  const order = (recording: RawRecording): string => `${recording.subject}\0${recording.session}`;
  return { recordings: recordings.sort((a, b) => (order(a) < order(b) ? -1 : 1)), ignored, failed };
}

/** Reads a `labels.csv`: each labelled second of the video. @throws DatasetError `dataset-csv` */
export function readLabels(path: string): ReadonlyMap<number, WakefulnessClass> {
  return parseLabelRows(decodeText(readFileSync(path)), path);
}

/** The label of a moment of the video, seconds; null: not labelled. */
export function labelAt(
  labels: ReadonlyMap<number, WakefulnessClass>,
  time: number,
): WakefulnessClass | null {
  return labels.get(Math.floor(time)) ?? null;
}
