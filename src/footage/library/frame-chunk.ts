import * as v from 'valibot';
import { UNKNOWN_REASONS } from '../../wakefulness/state-event';
import type { FaceSignals } from '../../vision/types';
import type { FrameSignals } from '../recording';

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
