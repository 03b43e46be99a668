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
