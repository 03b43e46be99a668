/**
 * A data set as the network reads it: square face crops and what was measured on each face. In a
 * folder (the command line) or a zip (the app):
 *
 *   dataset.json     what it is and how it was made
 *   index.csv        one line per labelled crop: who, when, label, file, openings, head pose
 *
 * and in `<subject>/<session>/`
 *
 *   session.json     what was kept and dropped; written last, so it marks a finished session
 *   index.csv        the same lines, of this session
 *   signals.csv      every frame looked at, seen or missing, for evaluation over time (the command
 *                    line writes it for videos only)
 *   *.png, *.webp    the crops; those without a label are listed in signals.csv only
 */
import * as v from 'valibot';
import { count, instant, RANGES, wholeWithin, within } from '../../common/ranges';
import type { FaceSignals } from '../../vision/types';
import { UNKNOWN_REASONS } from '../../wakefulness/state-event';
import { formatCsv, numberCell, optionalCell, parseCsv, type CsvRow, type RowSchema } from './csv';
import { DatasetError } from './dataset-error';
import { labelCell } from './labels-csv';

const FORMAT = 'wakeful-dataset';
const VERSION = 1;

const rate = within(RANGES.rate);

const manifestSchema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  /** Side of the crops, pixels. */
  cropSize: wholeWithin(RANGES.cropSide),
  /** Video frames looked at per second. */
  framesPerSecond: rate,
  /** Crops kept per second of video. */
  cropsPerSecond: rate,
  /** SHA-256 of the face landmarker that found the faces. */
  landmarker: v.string(),
});

export type ManifestContent = Omit<v.InferOutput<typeof manifestSchema>, 'format' | 'version'>;

const text = v.pipe(v.string(), v.nonEmpty('is empty'));

const opening = numberCell(RANGES.opening);
const angle = numberCell(RANGES.angle);
const time = numberCell(RANGES.recordingSeconds);

const measures = {
  ear_left: opening,
  ear_right: opening,
  mar: opening,
  pitch: angle,
  yaw: angle,
  roll: angle,
};

const cropSchema = v.object({
  subject: text,
  session: text,
  /** Seconds from the start of the video; null: a still. */
  time: optionalCell(time),
  label: labelCell,
  /** The crop, relative to the data set's folder. */
  file: text,
  /** The video or still it is from, relative to the folder it was extracted from. */
  source: text,
  ...measures,
});

/** One crop: a line of index.csv. Angles in degrees; left and right are the learner's own. */
export type CropRow = v.InferOutput<typeof cropSchema>;

const signalSchema = v.object({
  time,
  /** null: not labelled. */
  label: optionalCell(labelCell),
  /** Why no face was measured; null: one was. */
  missing: optionalCell(v.picklist(UNKNOWN_REASONS, 'is not a reason for an unknown state')),
  /** The crop of this frame; '': none was kept. */
  file: v.string(),
  ear_left: optionalCell(opening),
  ear_right: optionalCell(opening),
  mar: optionalCell(opening),
  pitch: optionalCell(angle),
  yaw: optionalCell(angle),
  roll: optionalCell(angle),
});

/**
 * One frame of a video: a line of signals.csv. The measures are null exactly when `missing` is not.
 */
export type SignalRow = v.InferOutput<typeof signalSchema>;

/** What the app knows of a session beyond its crops, so that it is the same after an import. */
const originSchema = v.object({
  fileName: v.string(),
  fileBytes: count,
  /** Milliseconds since the epoch. */
  createdAt: instant,
  /** Seconds. */
  duration: within(RANGES.recordingSeconds),
  /** Of its times; absent: they count from the first picture. */
  clock: v.optional(v.literal('player')),
  framesPerSecond: rate,
  cropsPerSecond: rate,
});

const sessionSchema = v.object({
  subject: text,
  session: text,
  kind: v.picklist(['video', 'stills']),
  /** Names what it was made from and how: another one is extracted again. */
  fingerprint: v.string(),
  /** Frames or stills looked at, labelled crops kept, and frames dropped by reason. */
  seen: count,
  kept: count,
  dropped: v.record(v.string(), count),
  /** What could not be read of it, by path in the folder that it was extracted from. */
  failed: v.optional(v.array(v.object({ path: text, reason: text }))),
  /** Written by the app only. */
  origin: v.optional(originSchema),
});

export type SessionRecord = v.InferOutput<typeof sessionSchema>;

const again = 'Extract the data set again: npm run extract -- DIR OUT.';

/** A file of a data set: `parse` is told its path, which errors name. */
const jsonFile = <Schema extends v.GenericSchema>(name: string, schema: Schema, what: string) => ({
  name,
  /** @throws DatasetError `dataset-version` */
  parse: (content: string, path: string): v.InferOutput<Schema> => {
    let raw: unknown;
    try {
      raw = JSON.parse(content);
    } catch (cause) {
      throw new DatasetError('dataset-version', `${path} is no JSON.`, again, { cause });
    }
    const parsed = v.safeParse(schema, raw);
    if (parsed.success) return parsed.output;
    throw new DatasetError('dataset-version', `${path} is no ${what}: ${v.summarize(parsed.issues)}`, again);
  },
  format: (content: v.InferInput<Schema>): string => `${JSON.stringify(content, null, 2)}\n`,
});

const csvFile = <Row extends CsvRow>(
  name: string,
  schema: RowSchema & v.GenericSchema<Record<string, string>, Row>,
) => ({
  name,
  /** @throws DatasetError `dataset-csv` */
  parse: (content: string, path: string): Row[] => parseCsv(content, path, schema),
  format: (rows: readonly Row[]): string => formatCsv(schema, rows),
});

const manifest = jsonFile('dataset.json', manifestSchema, 'data set of this version');

export const MANIFEST = {
  name: manifest.name,
  parse: (content: string, path: string): ManifestContent => {
    const { cropSize, framesPerSecond, cropsPerSecond, landmarker } = manifest.parse(content, path);
    return { cropSize, framesPerSecond, cropsPerSecond, landmarker };
  },
  format: (content: ManifestContent): string =>
    manifest.format({ format: FORMAT, version: VERSION, ...content }),
};
export const SESSION = jsonFile('session.json', sessionSchema, 'session record');
export const INDEX = csvFile('index.csv', cropSchema);
export const SIGNALS = csvFile('signals.csv', signalSchema);

type Measures = Pick<CropRow, keyof typeof measures>;

/** Digits of the measures: finer than the landmarks are. */
const round = (value: number): number => Number(value.toFixed(5));

/** An eye without width is infinitely open: no reader would take that. */
const roundOpening = (value: number): number => round(Math.min(value, RANGES.opening.most));

/** What was measured on a face, as the columns say it. */
export function measuresOf({ ear, mar, pose }: FaceSignals): Measures {
  return {
    ear_left: roundOpening(ear.left),
    ear_right: roundOpening(ear.right),
    mar: roundOpening(mar),
    pitch: round(pose.pitch),
    yaw: round(pose.yaw),
    roll: round(pose.roll),
  };
}

export const NOT_MEASURED: Readonly<Record<keyof Measures, null>> = {
  ear_left: null,
  ear_right: null,
  mar: null,
  pitch: null,
  yaw: null,
  roll: null,
};

/** The same backwards; null: a measure is not there. */
export function signalsOf(row: Readonly<Record<keyof Measures, number | null>>): FaceSignals | null {
  const { ear_left: left, ear_right: right, mar, pitch, yaw, roll } = row;
  if (left === null || right === null || mar === null) return null;
  if (pitch === null || yaw === null || roll === null) return null;
  return { ear: { left, right }, mar, pose: { pitch, yaw, roll } };
}

/** Digits of a frame's time, seconds. */
export const roundTime = (seconds: number): number => Number(seconds.toFixed(4));

/** Name of the crop of a video's frame, without its ending: its time in ms. */
export const videoCropName = (time: number): string => String(Math.round(time * 1000)).padStart(9, '0');

/** Name of the crop of a still. */
export const stillCropName = (index: number, label: string): string =>
  `${String(index).padStart(5, '0')}-${label}`;
