/**
 * How footage lies in its object store: under which keys, and frames and crops many in one record.
 */
import * as v from 'valibot';
import type { FaceSignals } from '../../vision/types';
import { UNKNOWN_REASONS } from '../../wakefulness/state-event';
import type { FrameSignals } from '../recording';

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

/** Measures of one face, in this order. */
const MEASURES = 6;

/** Stands for "none" among reasons and crops. */
const NONE = -1;

/** Some frames as columns: a two-hour video has 72,000 of them. */
export const frameChunkSchema = v.pipe(
  v.object({
    /** Seconds from the start. */
    time: v.instance(Float64Array),
    /** EAR left and right, MAR, pitch, yaw, roll of each frame; NaN without a face. */
    measures: v.instance(Float32Array),
    /** Index into UNKNOWN_REASONS. */
    missing: v.instance(Int8Array),
    crop: v.instance(Int32Array),
  }),
  v.check(
    ({ time, measures, missing, crop }) =>
      measures.length === MEASURES * time.length &&
      missing.length === time.length &&
      crop.length === time.length &&
      missing.every((reason) => reason === NONE || UNKNOWN_REASONS[reason] !== undefined),
    'its columns do not belong together',
  ),
);

export type FrameChunk = v.InferOutput<typeof frameChunkSchema>;

export function packFrames(frames: readonly FrameSignals[]): FrameChunk {
  return {
    time: Float64Array.from(frames, ({ time }) => time),
    measures: Float32Array.from(frames.flatMap(({ signals }) => measuresOf(signals))),
    missing: Int8Array.from(frames, ({ missing }) =>
      missing === null ? NONE : UNKNOWN_REASONS.indexOf(missing),
    ),
    crop: Int32Array.from(frames, ({ crop }) => crop ?? NONE),
  };
}

export function unpackFrames({ time, measures, missing, crop }: FrameChunk): FrameSignals[] {
  return Array.from(time, (at, i): FrameSignals => {
    const reason = UNKNOWN_REASONS[missing[i]!] ?? null;
    const signals = reason === null ? signalsOf(measures.subarray(MEASURES * i, MEASURES * (i + 1))) : null;
    const index = crop[i]!;
    return { time: at, signals, missing: reason, crop: index === NONE ? null : index };
  });
}

export const bytesOfFrames = ({ time, measures, missing, crop }: FrameChunk): number =>
  time.byteLength + measures.byteLength + missing.byteLength + crop.byteLength;

function measuresOf(signals: FaceSignals | null): readonly number[] {
  if (!signals) return Array.from({ length: MEASURES }, () => NaN);
  const { ear, mar, pose } = signals;
  return [ear.left, ear.right, mar, pose.pitch, pose.yaw, pose.roll];
}

function signalsOf(measures: Float32Array): FaceSignals {
  const [left, right, mar, pitch, yaw, roll] = measures;
  return { ear: { left: left!, right: right! }, mar: mar!, pose: { pitch: pitch!, yaw: yaw!, roll: roll! } };
}

/** A face crop as a picture file. */
export interface EncodedCrop {
  readonly type: CropType;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const CROP_TYPES = ['image/webp', 'image/png'] as const;
export type CropType = (typeof CROP_TYPES)[number];

/**
 * Some crops one after another: thousands of small records would be slow to write, read and delete.
 */
export const cropChunkSchema = v.pipe(
  v.object({
    types: v.array(v.picklist(CROP_TYPES)),
    /** Where each of them ends in `bytes`. */
    ends: v.instance(Uint32Array),
    bytes: v.instance(Uint8Array<ArrayBuffer>),
  }),
  v.check(
    ({ types, ends, bytes }) =>
      types.length === ends.length &&
      ends.every((end, i) => end > (ends[i - 1] ?? 0)) &&
      bytes.length === (ends.at(-1) ?? 0),
    'its parts do not belong together',
  ),
);

export type CropChunk = v.InferOutput<typeof cropChunkSchema>;

export function packCrops(crops: readonly EncodedCrop[]): CropChunk {
  const ends = new Uint32Array(crops.length);
  let end = 0;
  crops.forEach(({ bytes }, i) => (ends[i] = end += bytes.length));
  const bytes = new Uint8Array(end);
  crops.forEach((crop, i) => bytes.set(crop.bytes, ends[i]! - crop.bytes.length));
  return { types: crops.map(({ type }) => type), ends, bytes };
}

/** The crop at a place in the chunk; null: it holds fewer. */
export function cropAt({ types, ends, bytes }: CropChunk, place: number): EncodedCrop | null {
  const [type, end] = [types[place], ends[place]];
  if (type === undefined || end === undefined) return null;
  return { type, bytes: bytes.slice(ends[place - 1] ?? 0, end) };
}
