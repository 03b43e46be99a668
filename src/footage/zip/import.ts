import { folderName, tidyName } from '../../common/names';
import { RANGES } from '../../common/ranges';
import { DatasetError } from '../dataset/dataset-error';
import {
  INDEX,
  MANIFEST,
  SESSION,
  SIGNALS,
  signalsOf,
  type CropRow,
  type ManifestContent,
  type SessionRecord,
  type SignalRow,
} from '../dataset/format';
import { LABELS_FILE, parseLabelRows } from '../dataset/labels-csv';
import { footageError } from '../footage-error';
import type { ImportReport } from '../footage-library';
import { secondsOf } from '../labels/edit';
import { sniffCrop } from '../library/crop-codec';
import type { FootageStore, LookedFrame } from '../library/store';
import { CROP_SIZE, type SecondLabels } from '../recording';
import { Archive } from './archive';

/** Frames kept at once. */
const FRAMES_AT_ONCE = 256;

/** Bytes of one crop at most: a PNG of noise has 80 kB. */
const LARGEST_CROP = 2 ** 20;

/** Files that are named one by one in the report; beyond it, they are counted. */
const NAMED = 50;

/**
 * Takes the sessions of a data set over: those that the app exported, and those that `npm run
 * extract` wrote and somebody zipped, with or without its folder. A session that is here already is
 * left as it is. When it fails or is aborted, the sessions taken over until then stay, whole ones
 * only.
 * @throws FootageError `footage-zip-foreign`, `footage-zip-damaged`, `footage-zip-too-large`,
 * `footage-crop-size`; StorageError `storage-full`
 */
export async function importDataset(
  library: FootageStore,
  file: Blob,
  onProgress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<ImportReport> {
  const archive = await Archive.open(file);
  try {
    return await new Import(library, archive, onProgress, signal).run();
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    const code = error.code === 'dataset-version' ? 'footage-zip-foreign' : 'footage-zip-damaged';
    throw footageError(code, error.message, error);
  } finally {
    await archive.close();
  }
}

class Import {
  readonly #library: FootageStore;
  readonly #archive: Archive;
  readonly #onProgress: (fraction: number) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #ignored: { path: string; reason: string }[] = [];
  /** Files that were read, or that belong to a session that is here already. */
  readonly #known = new Set<string>();
  readonly #people = new Set<string>();
  /** Folder of the data set in the zip, with its slash. */
  #root = '';
  #recordings = 0;
  #crops = 0;

  constructor(
    library: FootageStore,
    archive: Archive,
    onProgress: (fraction: number) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#library = library;
    this.#archive = archive;
    this.#onProgress = onProgress;
    this.#signal = signal;
  }

  async run(): Promise<ImportReport> {
    const paths = this.#archive.paths.filter((path) => !/(^|\/)(__MACOSX\/|\.)/.test(path));
    this.#root = rootOf(paths);
    const manifest = MANIFEST.parse(await this.#text(MANIFEST.name), MANIFEST.name);
    if (manifest.cropSize !== CROP_SIZE) {
      throw footageError(
        'footage-crop-size',
        `The crops of this data set are ${manifest.cropSize} pixels wide instead of ${CROP_SIZE}.`,
      );
    }
    this.#known.add(this.#root + INDEX.name);
    const folders = paths
      .filter((path) => path.startsWith(this.#root) && path.endsWith(`/${SESSION.name}`))
      .map((path) => path.slice(this.#root.length, -SESSION.name.length))
      .filter((folder) => folder.split('/').length === 3);
    for (const [done, folder] of folders.entries()) {
      await this.#session(folder, manifest, (fraction) =>
        this.#onProgress((done + fraction) / folders.length),
      );
    }
    this.#listUnread(paths);
    this.#onProgress(1);
    return {
      people: this.#people.size,
      recordings: this.#recordings,
      crops: this.#crops,
      ignored: this.#ignored,
    };
  }

  #text(path: string): Promise<string> {
    this.#known.add(this.#root + path);
    return this.#archive.text(this.#root + path);
  }

  #has(path: string): boolean {
    return this.#archive.has(this.#root + path);
  }

  /** @param folder with its slash, below the root */
  async #session(
    folder: string,
    manifest: ManifestContent,
    progress: (fraction: number) => void,
  ): Promise<void> {
    this.#signal?.throwIfAborted();
    const path = folder + SESSION.name;
    const record = SESSION.parse(await this.#text(path), path);
    const index = INDEX.parse(await this.#text(folder + INDEX.name), folder + INDEX.name);
    const rows = this.#has(folder + SIGNALS.name)
      ? SIGNALS.parse(await this.#text(folder + SIGNALS.name), folder + SIGNALS.name)
      : index.map(asSignal);
    const personId = folderName(record.subject) ?? 'person';
    const session = folderName(record.session) ?? 'session';
    // One that the app exported may have got another name on the way.
    const { origin } = record;
    const there = (await this.#library.recordings()).some(
      (other) =>
        other.personId === personId &&
        (origin
          ? other.createdAt === origin.createdAt && other.fileBytes === origin.fileBytes
          : other.session === session),
    );
    if (there) {
      for (const { file } of rows) if (file !== '') this.#known.add(this.#root + file);
      this.#known.add(this.#root + folder + LABELS_FILE);
      this.#ignored.push({ path: folder.slice(0, -1), reason: 'this session is here already' });
      return;
    }
    const labels = await this.#labels(folder, rows);
    const { duration, labelled } = extent(record, rows, labels, manifest);
    await this.#library.keepPerson(personId, tidyName(record.subject) ?? personId);
    this.#people.add(personId);
    await this.#frames(rows, progress, {
      beginning: {
        personId,
        session,
        kind: record.kind,
        fileName: origin?.fileName ?? index[0]?.source ?? record.session,
        fileBytes: origin?.fileBytes ?? 0,
        clock: origin?.clock,
        duration,
        framesPerSecond: origin?.framesPerSecond ?? manifest.framesPerSecond,
        cropsPerSecond: origin?.cropsPerSecond ?? manifest.cropsPerSecond,
        cropSize: manifest.cropSize,
        landmarker: manifest.landmarker,
      },
      createdAt: origin?.createdAt ?? null,
      labels: labelled,
    });
  }

  async #labels(folder: string, rows: readonly SignalRow[]) {
    const path = folder + LABELS_FILE;
    if (this.#has(path)) return parseLabelRows(await this.#text(path), path);
    return new Map(
      rows.flatMap(({ time, label }) => (label === null ? [] : [[Math.floor(time), label] as const])),
    );
  }

  async #frames(
    rows: readonly SignalRow[],
    progress: (fraction: number) => void,
    {
      beginning,
      createdAt,
      labels,
    }: {
      readonly beginning: Parameters<FootageStore['begin']>[0];
      readonly createdAt: number | null;
      readonly labels: SecondLabels;
    },
  ): Promise<void> {
    let recording = await this.#library.begin(beginning, { labels });
    try {
      for (let start = 0; start < rows.length; start += FRAMES_AT_ONCE) {
        const frames: LookedFrame[] = [];
        for (const row of rows.slice(start, start + FRAMES_AT_ONCE)) frames.push(await this.#frame(row));
        this.#signal?.throwIfAborted();
        recording = await this.#library.append(recording, frames, {});
        progress(start / rows.length);
      }
      await this.#library.append(recording, [], {
        extraction: { kind: 'done' },
        ...(createdAt !== null && { createdAt }),
      });
    } catch (error) {
      // Half a session would be in the way of importing it again.
      await this.#library.deleteRecording(recording.id).catch(() => undefined);
      throw error;
    }
    this.#recordings++;
    this.#crops += recording.kept;
  }

  async #frame(row: SignalRow): Promise<LookedFrame> {
    const { time, missing, file } = row;
    const signals = signalsOf(row);
    const frame = { time, signals, missing: signals ? null : (missing ?? ('no-face' as const)) };
    if (file === '' || !signals) return { ...frame, crop: null };
    this.#known.add(this.#root + file);
    if (!this.#has(file)) {
      this.#ignored.push({ path: file, reason: 'listed, but not in the zip' });
      return { ...frame, crop: null };
    }
    const bytes = await this.#archive.bytes(this.#root + file, LARGEST_CROP);
    const type = sniffCrop(bytes);
    if (type === null) this.#ignored.push({ path: file, reason: 'neither PNG nor WebP' });
    return { ...frame, crop: type && { type, bytes } };
  }

  #listUnread(paths: readonly string[]): void {
    const unread = paths.filter((path) => !this.#known.has(path));
    this.#ignored.push(
      ...unread.slice(0, NAMED).map((path) => ({ path, reason: 'not part of a finished session' })),
    );
    if (unread.length > NAMED) {
      this.#ignored.push({ path: `${unread.length - NAMED} more`, reason: 'not part of a finished session' });
    }
  }
}

/**
 * Folder of the uppermost dataset.json, with its slash. @throws FootageError `footage-zip-foreign`
 */
function rootOf(paths: readonly string[]): string {
  const depth = (path: string): number => path.split('/').length;
  const [manifest] = paths
    .filter((path) => path === MANIFEST.name || path.endsWith(`/${MANIFEST.name}`))
    .sort((a, b) => depth(a) - depth(b));
  if (manifest === undefined) {
    throw footageError('footage-zip-foreign', `The zip holds no ${MANIFEST.name}.`);
  }
  return manifest.slice(0, -MANIFEST.name.length);
}

/** A still has no time of its own: its number takes that place. */
const asSignal = ({ time, label, file, ...rest }: CropRow, number: number): SignalRow => {
  const { ear_left, ear_right, mar, pitch, yaw, roll } = rest;
  return { time: time ?? number, label, missing: null, file, ear_left, ear_right, mar, pitch, yaw, roll };
};

/**
 * How long the session is, and its labels over that time. A label after the last frame makes it
 * longer: none is lost.
 */
function extent(
  { kind, origin }: SessionRecord,
  rows: readonly SignalRow[],
  labels: ReadonlyMap<number, SecondLabels[number]>,
  { framesPerSecond }: ManifestContent,
): { readonly duration: number; readonly labelled: SecondLabels } {
  const frame = kind === 'stills' ? 1 : 1 / framesPerSecond;
  const seen = rows.reduce((end, { time }) => Math.max(end, time + frame), 0);
  const lastLabel = [...labels.keys()].reduce((end, second) => Math.max(end, second + 1), 0);
  const known = origin?.duration ?? Math.min(seen, RANGES.recordingSeconds.most);
  const duration = secondsOf(known) < lastLabel ? lastLabel : known;
  const labelled = Array.from({ length: secondsOf(duration) }, (_, second) => labels.get(second) ?? null);
  return { duration, labelled };
}
