/** A published data set in the layout that `extract` reads: links to its files, and labels.csv. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import type { WakefulnessClass } from '../../common/classes';
import { messageOf, WakefulError } from '../../common/errors';
import { DatasetError } from '../../footage/dataset/dataset-error';
import { LABELS_FILE, labelsCsv } from '../../footage/dataset/labels-csv';
import { isStillName, isVideoName } from '../../footage/dataset/raw-layout';
import { usageError } from '../command-line';
import { REPORT_FILE, writeFileAtomic } from '../files';
import { DATASET_KINDS, type DatasetKind, type DatasetKindName, type SourceFile } from './kinds';
import type { LabelMap } from './label-map';
import { importReport, type Imported } from './report';

const LIST_FILE = 'import.json';
const listSchema = v.object({ kind: v.string(), files: v.array(v.string()) });

export interface VideoTools {
  readonly videoSeconds: (path: string) => Promise<number>;
  readonly toMp4: (from: string, to: string) => Promise<void>;
}

/** All files below a folder, by name; links are followed, hidden ones left out. */
function filesBelow(root: string): readonly string[] {
  const seen = new Set<string>();
  const below = (folder: string): readonly string[] => {
    const real = realpathSync(join(root, folder));
    if (seen.has(real)) return [];
    seen.add(real);
    return readdirSync(real)
      .filter((name) => !name.startsWith('.'))
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .flatMap((name) => {
        const path = join(folder, name);
        const isFolder = statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
        return isFolder ? below(path) : [path];
      });
  };
  return below('.');
}

const isAvi = (path: string): boolean => extname(path).toLowerCase() === '.avi';
const isMedia = (path: string): boolean => isStillName(path) || isVideoName(path) || isAvi(path);
const isInside = (path: string, folder: string): boolean => !relative(folder, path).startsWith('..');

/** The label of each second: that of more than half of its frames. */
export function secondsOfFrames(digits: string, seconds: number, labels: LabelMap) {
  const perSecond = digits.length / seconds;
  return Array.from({ length: Math.ceil(seconds) }, (_, second): WakefulnessClass | null => {
    const own = digits.slice(Math.round(second * perSecond), Math.round((second + 1) * perSecond));
    const found = [...new Set(own)].find((digit) => 2 * own.split(digit).length - 2 > own.length);
    const target = found === undefined ? 'none' : targetOf(found, labels);
    return target === 'none' ? null : target;
  });
}

function targetOf(label: string, labels: LabelMap) {
  const target = labels.get(label);
  if (target !== undefined) return target;
  throw new DatasetError(
    'dataset-layout',
    `the label "${label}" is none of ${[...labels.keys()].join(', ')}`,
    'Correct the name or the list.',
  );
}

/** Makes a link where none or another is. */
function link(target: string, path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink() && readlinkSync(path) === target) return;
  if (stat) rmSync(path);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

class Import {
  readonly #people = new Map<string, Record<WakefulnessClass, number>>();
  /** What this import has written or found as it should be, within the new folder. */
  readonly written = new Set<string>();
  readonly #from: string;
  readonly #to: string;
  readonly #labels: LabelMap;
  readonly #tools: VideoTools;

  constructor(from: string, to: string, labels: LabelMap, tools: VideoTools) {
    this.#from = from;
    this.#to = to;
    this.#labels = labels;
    this.#tools = tools;
  }

  get people(): Imported['people'] {
    return [...this.#people].map(([subject, counts]) => ({ subject, ...counts }));
  }

  #count(subject: string, label: WakefulnessClass): void {
    const counts = this.#people.get(subject) ?? { asleep: 0, drowsy: 0, awake: 0 };
    counts[label]++;
    this.#people.set(subject, counts);
  }

  /** @returns why the file is left out; null: it is imported */
  async add(path: string, { subject, session, label }: SourceFile): Promise<string | null> {
    const whole = 'whole' in label ? targetOf(label.whole, this.#labels) : null;
    if (whole === 'none') return `labels "${'whole' in label ? label.whole : ''}" are left out`;
    const source = realpathSync(join(this.#from, path));
    if (isStillName(path)) {
      if (whole === null) return 'a picture has no label of its own';
      const still = join(subject, session, whole, basename(path));
      if (this.written.has(still)) return 'a picture of this name was imported already';
      link(source, join(this.#to, still));
      this.written.add(still);
      this.#count(subject, whole);
      return null;
    }
    const folder = join(subject, session);
    const labelsPath = join(folder, LABELS_FILE);
    if (this.written.has(labelsPath)) return `person ${subject} has a session ${session} already`;
    const film = join(folder, isAvi(path) ? `${session}.mp4` : basename(path));
    const target = join(this.#to, film);
    if (!isAvi(path)) link(source, target);
    else if (!existsSync(target) || statSync(target).mtimeMs < statSync(source).mtimeMs) {
      await this.#tools.toMp4(source, target);
    }
    const seconds = await this.#tools.videoSeconds(target);
    const labels =
      'frames' in label
        ? secondsOfFrames(this.#digits(label.frames), seconds, this.#labels)
        : Array.from({ length: Math.ceil(seconds) }, () => whole);
    writeFileAtomic(join(this.#to, labelsPath), labelsCsv(labels));
    this.written.add(film).add(labelsPath);
    for (const second of labels) if (second !== null) this.#count(subject, second);
    return null;
  }

  #digits(path: string): string {
    const digits = readFileSync(join(this.#from, path), 'utf8').replace(/\s/g, '');
    if (digits !== '') return digits;
    throw new DatasetError('dataset-layout', `${path} is empty`, 'Download it again.');
  }
}

/** @throws WakefulError `usage` */
function assertFolders(from: string, to: string): void {
  if (!statSync(from, { throwIfNoEntry: false })?.isDirectory()) {
    throw new DatasetError(
      'dataset-missing',
      `There is no folder ${from}.`,
      'Give the folder of the data set.',
    );
  }
  if (isInside(resolve(to), resolve(from)) || isInside(resolve(from), resolve(to))) {
    throw usageError(`${to} and ${from} lie in each other; the import needs a folder of its own.`);
  }
}

/** What an earlier import wrote; @throws DatasetError when it was of another data set */
function earlierFiles(to: string, kind: string): readonly string[] {
  const path = join(to, LIST_FILE);
  if (!existsSync(path)) return [];
  const list = v.parse(listSchema, JSON.parse(readFileSync(path, 'utf8')));
  if (list.kind === kind) return list.files;
  throw new DatasetError(
    'dataset-layout',
    `${to} holds an import of ${list.kind}.`,
    'People of two data sets may have the same names: choose another folder.',
  );
}

/** What another map leaves out must not stay; a film that took minutes to convert may. */
function dropLinkOrLabels(path: string): void {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (isLink || basename(path) === LABELS_FILE) rmSync(path, { force: true });
}

/**
 * Imports what is there; what cannot be used is told in the result and the report. Run again, only
 * what is missing or has changed is made.
 * @throws WakefulError `usage`, `disk-full`; DatasetError
 */
export async function importDataset(
  kindName: DatasetKindName,
  { from, to }: { readonly from: string; readonly to: string },
  labels: LabelMap,
  tools: VideoTools,
  onFile: (done: number, total: number, skipped: number) => void,
): Promise<Imported> {
  assertFolders(from, to);
  const kind: DatasetKind = DATASET_KINDS[kindName];
  const earlier = earlierFiles(to, kindName);
  const files = filesBelow(from);
  const recognise = kind.open({ files, read: (path) => readFileSync(join(from, path), 'utf8') });
  const media = files.filter(isMedia);
  const skipped: { path: string; reason: string }[] = [];
  const made = new Import(from, to, labels, tools);
  for (const [i, path] of media.entries()) {
    onFile(i, media.length, skipped.length);
    try {
      const found = recognise(path);
      const reason = typeof found === 'string' ? found : await made.add(path, found);
      if (reason !== null) skipped.push({ path, reason });
    } catch (error) {
      if (error instanceof WakefulError && error.code === 'disk-full') throw error;
      skipped.push({ path, reason: messageOf(error) });
    }
  }
  if (made.people.length === 0) {
    const first = skipped[0];
    throw new DatasetError(
      'dataset-empty',
      `${from} holds nothing of ${kind.name}${first ? ` (${first.path}: ${first.reason})` : ''}.`,
      `Give the folder as it is when its archives are unpacked; docs/datasets.md shows how.`,
    );
  }
  for (const path of earlier) if (!made.written.has(path)) dropLinkOrLabels(join(to, path));
  const there = new Set(made.people.map(({ subject }) => subject));
  const imported: Imported = {
    kind: kindName,
    labels: Object.fromEntries(labels),
    files: media.length - skipped.length,
    people: made.people,
    missing: (kind.subjects ?? []).filter((subject) => !there.has(subject)),
    skipped,
  };
  writeFileAtomic(join(to, LIST_FILE), `${JSON.stringify({ kind: kindName, files: [...made.written] })}\n`);
  writeFileAtomic(join(to, REPORT_FILE), importReport(kind, labels, imported));
  return imported;
}
