import * as v from 'valibot';
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { count, fraction, instant, RANGES, wholeWithin, within } from '../common/ranges';
import type { FaceSignals } from '../vision/types';
import { UNKNOWN_REASONS, type UnknownReason } from '../wakefulness/state-event';

/** Side of kept crops, pixels: what the networks take. */
export const CROP_SIZE = 160;

/** Frames of a video looked at per second: enough to see a blink. */
export const FRAMES_PER_SECOND = 10;

/** Crops kept per second of video. Neighbouring ones are alike: more would only fill the disk. */
export const CROPS_PER_SECOND = 4;

const seconds = within(RANGES.recordingSeconds);
const rate = within(RANGES.rate);
const text = v.pipe(v.string(), v.nonEmpty());

export const personSchema = v.object({ id: text, name: text });

/** Who was filmed. Names stay on the device; `id` names the person in data sets. */
export type Person = Readonly<v.InferOutput<typeof personSchema>>;

export const recordingSchema = v.object({
  id: text,
  personId: text,
  /** Name of the session, unique per person: folder name in a data set. */
  session: text,
  /** Where it comes from. */
  kind: v.picklist(['webcam', 'video', 'stills']),
  /** File name, for the list and for finding the video again. */
  fileName: v.string(),
  fileBytes: count,
  /** Milliseconds since the epoch. */
  createdAt: instant,
  /** Seconds; of stills their number (one still counts as one second). */
  duration: seconds,
  /** Its times are those of a player. Earlier releases counted from the first picture. */
  clock: v.optional(v.literal('player')),
  /** Frames looked at, and crops kept, per second. */
  framesPerSecond: rate,
  cropsPerSecond: rate,
  /** Side of the crops, pixels. */
  cropSize: wholeWithin(RANGES.cropSide),
  /**
   * How far the extraction of its faces is. `stopped` (cancelled, tab closed, storage full) goes on
   * from `doneUntil` when it is resumed; nothing that was extracted is lost.
   */
  extraction: v.variant('kind', [
    v.object({ kind: v.literal('stopped'), doneUntil: seconds }),
    v.object({ kind: v.literal('done') }),
  ]),
  /** Frames looked at, crops kept, frames without a usable face by reason. */
  seen: count,
  kept: count,
  dropped: v.record(v.picklist(UNKNOWN_REASONS), count),
  /** Bytes that its crops and signals take. */
  bytes: count,
  /** SHA-256 of the face landmarker that found the faces; for data sets. */
  landmarker: v.string(),
});

/** A recording as it is kept. */
export type KeptRecording = Readonly<v.InferOutput<typeof recordingSchema>>;

/**
 * One session of one person: what is kept of it. Pictures are kept as aligned face crops only,
 * never whole frames.
 */
export type Recording = Omit<KeptRecording, 'landmarker'>;
export type RecordingKind = Recording['kind'];

/** One frame that was looked at. */
export interface FrameSignals {
  /** Seconds from the start. */
  readonly time: number;
  readonly signals: FaceSignals | null;
  /** Why there are no signals; null when there are. */
  readonly missing: UnknownReason | null;
  /** Index of the kept crop of this frame; null: none was kept. */
  readonly crop: number | null;
}

const label = v.picklist(WAKEFULNESS_CLASSES);

export const labelsSchema = v.pipe(v.array(v.nullable(label)), v.readonly());

/** The label of each second, index = second; null: not labelled. Only people set these. */
export type SecondLabels = v.InferOutput<typeof labelsSchema>;

const suggestionSchema = v.object({
  label,
  /** Below `UNSURE_BELOW` (suggest.ts) the second counts as unsure. */
  confidence: fraction,
});

/** A proposed label, never used until somebody accepts it. */
export type Suggestion = Readonly<v.InferOutput<typeof suggestionSchema>>;

export const suggestionsSchema = v.pipe(v.array(v.nullable(suggestionSchema)), v.readonly());

/** A proposal for each second; null: none. */
export type Suggestions = readonly (Suggestion | null)[];
