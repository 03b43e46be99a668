/**
 * The numbers that files bring in, each with its range. A number sizes memory, a canvas or a loop,
 * becomes a date or divides something: outside its range the file is damaged or made to harm.
 */
import * as v from 'valibot';

export interface Range {
  readonly least: number;
  readonly most: number;
}

const DAY = 24 * 60 * 60;

export const RANGES = {
  /** Length of a recording, and times in it, seconds: each second has a label and a place. */
  recordingSeconds: { least: 0, most: DAY },
  /** Number of a second in it. */
  second: { least: 0, most: DAY - 1 },
  /** Milliseconds since the epoch: what a Date can say. */
  instant: { least: 0, most: 8.64e15 },
  /** Frames or crops per second: from one in a quarter of an hour to the fastest cameras. */
  rate: { least: 0.001, most: 1000 },
  /** Side of a crop, pixels: memory grows with its square. */
  cropSide: { least: 1, most: 1024 },
  /** The same of a network's input, whose strides would leave nothing of less. */
  inputSide: { least: 8, most: 1024 },
  /** EAR and MAR: height over width. Of a face seen from the side the width is nearly nothing. */
  opening: { least: 0, most: 100 },
  /** EAR of eyes that look at the camera. */
  eyeOpening: { least: 0, most: 2 },
  /** Degrees. */
  angle: { least: -180, most: 180 },
  /** A component of V_id: networks give some tens at most, and squares of it are summed. */
  embeddingComponent: { least: -1e6, most: 1e6 },
  /** Frames that an enrolment is the mean of. */
  enrolmentFrames: { least: 1, most: 1e6 },
  /** Divides logits: beyond, the posterior is one class alone, or says nothing. */
  temperature: { least: 0.01, most: 100 },
  /** Added to logits, nats: beyond, the picture counts for nothing. */
  logitBias: { least: -100, most: 100 },
  /** Shape of the Beta distribution of mixup's ratio. */
  mixupAlpha: { least: 0.01, most: 1000 },
  fraction: { least: 0, most: 1 },
  /** Between two of those. */
  difference: { least: -1, most: 1 },
  /** A measured value in a card, or a place in a chart. */
  shown: { least: -1e9, most: 1e9 },
  seed: { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER },
  /** Of a kind of record: beyond, no release will have written it. */
  version: { least: 1, most: 1e6 },
  /** Seconds in the longest session that is believed, and milliseconds: a week. */
  sessionSecond: { least: 0, most: 7 * DAY },
  sessionTime: { least: 0, most: 7 * DAY * 1000 },
  /** Pixels that a camera may be asked for. */
  frameSide: { least: 1, most: 4096 },
  /** Minutes; the longest is a night. */
  snooze: { least: 1, most: 600 },
  /** Side and channels of what the frozen part of a network gives. */
  trunkSide: { least: 1, most: 4096 },
  /** What the fusion subtracts from a feature, multiplies it by, or starts from. */
  fusionWeight: { least: -1e4, most: 1e4 },
  /** What it divides by. */
  fusionScale: { least: 1e-6, most: 1e6 },
} as const satisfies Record<string, Range>;

/** A number in that range, its ends included; never NaN. */
export const within = ({ least, most }: Range) =>
  v.pipe(
    v.number(),
    v.minValue(least, least === 0 ? 'is negative' : `is not within ${least} and ${most}`),
    v.maxValue(most, `is not within ${least} and ${most}`),
  );

/** A whole number in that range. */
export const wholeWithin = (range: Range) => v.pipe(within(range), v.integer('is no whole number'));

/** How many of something: shown and compared, never a size of memory. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const instant = within(RANGES.instant);
export const fraction = within(RANGES.fraction);
