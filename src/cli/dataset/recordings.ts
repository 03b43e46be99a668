/**
 * A data set as people have it: `DIR/<subject>/<session>/` with a video and `labels.csv`, or with
 * `<label>/<name>.(jpg|png)` stills; `DIR/<subject>/<label>/…` is one session.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { decodeText } from '../../footage/dataset/csv';
import { DatasetError } from '../../footage/dataset/dataset-error';
import { LABELS_FILE, parseLabelRows } from '../../footage/dataset/labels-csv';
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

export interface RawRecordings {
  readonly recordings: readonly RawRecording[];
  /** What lies there and is not read, with the reason: nothing is passed over in silence. */
  readonly ignored: readonly { readonly path: string; readonly reason: string }[];
}

/** Finds what is below a folder, however it is ordered. */
function walk(root: string): { recordings: RawRecording[]; ignored: { path: string; reason: string }[] } {
  const recordings: RawRecording[] = [];
  const ignored: { path: string; reason: string }[] = [];
  const ignore = (path: string, reason: string): void => void ignored.push({ path, reason });
  /** Visible entries by name, links followed. */
  const entries = (folder: string): readonly { name: string; path: string; isFolder: boolean }[] =>
    readdirSync(join(root, folder))
      .filter((name) => !name.startsWith('.'))
      .sort()
      .flatMap((name) => {
        const path = join(folder, name);
        const stat = statSync(join(root, path), { throwIfNoEntry: false });
        if (stat) return [{ name, path, isFolder: stat.isDirectory() }];
        ignore(path, 'a link to a file that is not there');
        return [];
      });

  const stillsIn = (folder: string, label: WakefulnessClass): readonly Still[] =>
    entries(folder).flatMap(({ name, path, isFolder }) => {
      if (!isFolder && isStillName(name)) return [{ path, label }];
      ignore(path, 'not a .jpg, .png or .webp');
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
      throw new DatasetError(
        'dataset-layout',
        `${folder} holds ${videos.length} video(s) and ${stills.length} still(s).`,
        'A session is one video with its labels.csv, or stills in folders of labels: give each its own folder.',
      );
    }
    if (stills.length > 0) recordings.push({ kind: 'stills', subject, session, stills });
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
  return { recordings, ignored };
}

/**
 * Finds all recordings below a folder, in order of subject and session.
 * @throws DatasetError `dataset-missing` (no such folder), `dataset-empty` (nothing to read in it),
 *   `dataset-layout`
 */
export function findRecordings(root: string): RawRecordings {
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new DatasetError(
      'dataset-missing',
      `There is no folder ${root}.`,
      'Give the folder of a data set.',
    );
  }
  const { recordings, ignored } = walk(root);
  if (recordings.length === 0) {
    const first = ignored[0];
    throw new DatasetError(
      'dataset-empty',
      `${root} holds no labelled recording${first ? ` (${first.path}: ${first.reason})` : ''}.`,
      'Put videos with labels.csv into <subject>/<session>/, or stills into <subject>/<label>/ (asleep, drowsy, awake).',
    );
  }
  const order = (recording: RawRecording): string => `${recording.subject}\0${recording.session}`;
  return { recordings: recordings.sort((a, b) => (order(a) < order(b) ? -1 : 1)), ignored };
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
