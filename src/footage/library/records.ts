import * as v from 'valibot';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { UNKNOWN_REASONS } from '../../wakefulness/state-event';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const seconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const rate = v.pipe(v.number(), v.finite(), v.gtValue(0));
const text = v.pipe(v.string(), v.nonEmpty());

export const personSchema = v.object({ id: text, name: text });

const extractionSchema = v.variant('kind', [
  v.object({ kind: v.literal('stopped'), doneUntil: seconds }),
  v.object({ kind: v.literal('done') }),
]);

export const recordingSchema = v.object({
  id: text,
  personId: text,
  session: text,
  kind: v.picklist(['webcam', 'video', 'stills']),
  fileName: v.string(),
  fileBytes: count,
  createdAt: v.pipe(v.number(), v.finite()),
  duration: seconds,
  framesPerSecond: rate,
  cropsPerSecond: rate,
  cropSize: v.pipe(count, v.minValue(1)),
  extraction: extractionSchema,
  seen: count,
  kept: count,
  dropped: v.record(v.picklist(UNKNOWN_REASONS), count),
  bytes: count,
  /** SHA-256 of the face landmarker that found the faces; for data sets. */
  landmarker: v.string(),
});

/** A recording as it is kept. */
export type KeptRecording = v.InferOutput<typeof recordingSchema>;

const label = v.picklist(WAKEFULNESS_CLASSES);
export const labelsSchema = v.array(v.nullable(label));

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const guideSchema = v.array(v.nullable(v.object({ label, confidence: share })));

/** Digits of the number in a key, so that keys sort by it. */
const DIGITS = 9;

/** Keys in the one object store: all records of a recording are written in one transaction. */
export const keys = {
  people: 'people/',
  person: (id: string) => `people/${id}`,
  recordings: 'recordings/',
  recording: (id: string) => `recordings/${id}`,
  allLabels: 'labels/',
  labels: (id: string) => `labels/${id}`,
  guide: (id: string) => `guides/${id}`,
  frames: (id: string) => `frames/${id}/`,
  /** @param first number of its first frame */
  frameChunk: (id: string, first: number) => `frames/${id}/${String(first).padStart(DIGITS, '0')}`,
  crops: (id: string) => `crops/${id}/`,
  /** @param first index of its first crop */
  cropChunk: (id: string, first: number) => `crops/${id}/${String(first).padStart(DIGITS, '0')}`,
} as const;

/** Index of the first frame or crop of a chunk. */
export const firstOf = (key: string): number => Number(key.slice(-DIGITS));
