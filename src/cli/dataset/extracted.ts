/**
 * A data set as the network reads it: square face crops and what was measured on each face.
 *
 *   dataset.json                     what it is and how it was made
 *   index.csv                        one line per crop: who, when, label, file, eye and mouth openings, head pose
 *   <subject>/<session>/session.json what was kept and dropped; written last, so it marks a finished session
 *   <subject>/<session>/index.csv    the same lines, of this session
 *   <subject>/<session>/signals.csv  videos: every frame looked at, seen or missing, for evaluation over time
 *   <subject>/<session>/*.png        the crops
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { UNKNOWN_REASONS } from '../../wakefulness/state-event';
import { writeFileAtomic } from './atomic-file';
import { numberCell, optionalNumberCell, readCsv, writeCsv } from './csv';
import { DatasetError } from './dataset-error';
import { labelCell } from './labels';

export const MANIFEST_FILE = 'dataset.json';
export const INDEX_FILE = 'index.csv';
export const SIGNALS_FILE = 'signals.csv';
export const SESSION_FILE = 'session.json';

const FORMAT = 'wakeful-dataset';
const VERSION = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const manifestSchema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  /** Side of the crops, pixels. */
  cropSize: v.pipe(count, v.minValue(1)),
  /** Video frames looked at per second. */
  framesPerSecond: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  /** Crops kept per second of video. */
  cropsPerSecond: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  /** SHA-256 of the face landmarker that found the faces. */
  landmarker: v.string(),
});

export type ManifestContent = Omit<v.InferOutput<typeof manifestSchema>, 'format' | 'version'>;

const text = v.pipe(v.string(), v.nonEmpty('is empty'));

const signals = {
  ear_left: numberCell,
  ear_right: numberCell,
  mar: numberCell,
  pitch: numberCell,
  yaw: numberCell,
  roll: numberCell,
};

const cropSchema = v.object({
  subject: text,
  session: text,
  /** Seconds from the start of the video; null: a still. */
  time: optionalNumberCell,
  label: labelCell,
  /** The crop, relative to the data set's folder. */
  file: text,
  /** The video or still it is from, relative to the folder it was extracted from. */
  source: text,
  ...signals,
});

/** One crop: a line of index.csv. Angles in degrees; left and right are the learner's own. */
export type CropRow = v.InferOutput<typeof cropSchema>;

const CROP_COLUMNS = [
  'subject',
  'session',
  'time',
  'label',
  'file',
  'source',
  'ear_left',
  'ear_right',
  'mar',
  'pitch',
  'yaw',
  'roll',
] as const satisfies readonly (keyof CropRow)[];

const missing = v.picklist(UNKNOWN_REASONS, 'is not a reason for an unknown state');

const signalSchema = v.object({
  time: numberCell,
  label: v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => null),
    ),
    labelCell,
  ]),
  /** Why no face was measured; null: one was. */
  missing: v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => null),
    ),
    missing,
  ]),
  /** The crop of this frame; '': none was kept. */
  file: v.string(),
  ear_left: optionalNumberCell,
  ear_right: optionalNumberCell,
  mar: optionalNumberCell,
  pitch: optionalNumberCell,
  yaw: optionalNumberCell,
  roll: optionalNumberCell,
});

/** One frame of a video: a line of signals.csv. The measures are null exactly when `missing` is not. */
export type SignalRow = v.InferOutput<typeof signalSchema>;

const SIGNAL_COLUMNS = [
  'time',
  'label',
  'missing',
  'file',
  'ear_left',
  'ear_right',
  'mar',
  'pitch',
  'yaw',
  'roll',
] as const satisfies readonly (keyof SignalRow)[];

const sessionSchema = v.object({
  subject: text,
  session: text,
  kind: v.picklist(['video', 'stills']),
  /** Size and time of change of what it was made from: another one is extracted again. */
  fingerprint: v.string(),
  /** Frames or stills looked at, crops kept, and frames dropped by reason. */
  seen: count,
  kept: count,
  dropped: v.record(v.string(), count),
});

export type SessionRecord = v.InferOutput<typeof sessionSchema>;

export interface ExtractedSession {
  readonly record: SessionRecord;
  readonly crops: readonly CropRow[];
  /** Videos only. */
  readonly signals: readonly SignalRow[] | null;
}

const again = 'Extract the data set again: npm run extract -- DIR OUT.';

function readJson<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  what: string,
): v.InferOutput<Schema> {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new DatasetError('dataset-version', `${path} is no JSON.`, again, { cause });
  }
  const parsed = v.safeParse(schema, raw);
  if (parsed.success) return parsed.output;
  throw new DatasetError('dataset-version', `${path} is no ${what}: ${v.summarize(parsed.issues)}`, again);
}

const folderOf = (root: string, session: { readonly subject: string; readonly session: string }): string =>
  join(root, session.subject, session.session);

/** The finished session's record; null when it was not finished, or made by a record of another form. */
export function readSessionRecord(
  root: string,
  session: { readonly subject: string; readonly session: string },
): SessionRecord | null {
  const path = join(folderOf(root, session), SESSION_FILE);
  if (!existsSync(path)) return null;
  try {
    return readJson(path, sessionSchema, 'session record');
  } catch (error) {
    if (error instanceof DatasetError) return null;
    throw error;
  }
}

/** Writes a session's lists, its record last. The crops are there already. */
export function writeSession(root: string, { record, crops, signals: frames }: ExtractedSession): void {
  const folder = folderOf(root, record);
  writeCsv(join(folder, INDEX_FILE), CROP_COLUMNS, crops);
  if (frames) writeCsv(join(folder, SIGNALS_FILE), SIGNAL_COLUMNS, frames);
  writeFileAtomic(join(folder, SESSION_FILE), `${JSON.stringify(record, null, 2)}\n`);
}

/** Puts the finished sessions together: dataset.json and the whole index.csv. */
export function writeDataset(
  root: string,
  content: ManifestContent,
  sessions: readonly SessionRecord[],
): void {
  const crops = sessions.flatMap((session) => readCsv(join(folderOf(root, session), INDEX_FILE), cropSchema));
  writeCsv(join(root, INDEX_FILE), CROP_COLUMNS, crops);
  const manifest = { format: FORMAT, version: VERSION, ...content };
  writeFileAtomic(join(root, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** An extracted data set, its lists read and checked; the crops are read when they are needed (crops.ts). */
export interface Dataset {
  readonly root: string;
  readonly manifest: ManifestContent;
  readonly crops: readonly CropRow[];
  /** SHA-256 of manifest and index: names the data set in results and caches. */
  readonly digest: string;
}

/**
 * @throws DatasetError `dataset-missing`, `dataset-version`, `dataset-csv`, `dataset-empty`
 */
export function readDataset(root: string): Dataset {
  const manifestPath = join(root, MANIFEST_FILE);
  const indexPath = join(root, INDEX_FILE);
  if (!existsSync(manifestPath) || !existsSync(indexPath)) {
    throw new DatasetError(
      'dataset-missing',
      `${root} is no extracted data set: ${MANIFEST_FILE} or ${INDEX_FILE} is missing.`,
      'Extract it first, and let it finish: npm run extract -- DIR OUT.',
    );
  }
  const { cropSize, framesPerSecond, cropsPerSecond, landmarker } = readJson(
    manifestPath,
    manifestSchema,
    'data set of this version',
  );
  const crops = readCsv(indexPath, cropSchema);
  if (crops.length === 0) {
    throw new DatasetError(
      'dataset-empty',
      `${indexPath} lists no crop.`,
      'See the extraction report for why everything was dropped.',
    );
  }
  return {
    root,
    manifest: { cropSize, framesPerSecond, cropsPerSecond, landmarker },
    crops,
    digest: createHash('sha256')
      .update(readFileSync(manifestPath))
      .update(readFileSync(indexPath))
      .digest('hex'),
  };
}

/** The frames of a video session; null: a session of stills. @throws DatasetError `dataset-csv` */
export function readSignals(
  root: string,
  session: { readonly subject: string; readonly session: string },
): readonly SignalRow[] | null {
  const path = join(folderOf(root, session), SIGNALS_FILE);
  return existsSync(path) ? readCsv(path, signalSchema) : null;
}

/** The finished video sessions of a data set, those without a single crop too, by subject and session. */
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
