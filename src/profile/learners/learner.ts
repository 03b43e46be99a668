import * as v from 'valibot';
import { NAME_LIMIT } from '../../common/names';
import { instant, RANGES, wholeWithin, within } from '../../common/ranges';
import type { Enrolment } from '../enrolment/enrolment';

export const LEARNER_VERSION = 1;

/** Components that an embedding may have; faceres has 1024, facenet 512. */
const EMBEDDING_SIZE = { least: 16, most: 8192 } as const;

const text = (limit: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(limit));
const eye = within(RANGES.eyeOpening);
const eyes = v.object({ left: eye, right: eye });
const angle = within(RANGES.angle);

const calibration = v.pipe(
  v.object({
    open: eyes,
    closed: eyes,
    pose: v.object({ pitch: angle, yaw: angle, roll: angle }),
    mar: within(RANGES.opening),
    calibratedAt: instant,
  }),
  v.check(
    ({ open, closed }) => open.left > closed.left && open.right > closed.right,
    'the open eyes are not wider than the closed ones',
  ),
);

const component = within(RANGES.embeddingComponent);

const embedding = v.pipe(
  v.instance(Float32Array<ArrayBufferLike>),
  v.check(
    ({ length }) => length >= EMBEDDING_SIZE.least && length <= EMBEDDING_SIZE.most,
    'the embedding has a strange size',
  ),
  v.check(
    (values) => values.every((value) => v.is(component, value)) && values.some((value) => value !== 0),
    'the embedding says nothing',
  ),
);

export const learnerName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(NAME_LIMIT));

/**
 * Everything of a learner but the embedding, which has one form in the database and another in a
 * file.
 */
const withoutEmbedding = {
  version: v.literal(LEARNER_VERSION),
  id: text(100),
  name: learnerName,
  /** Milliseconds since the epoch, both. */
  createdAt: instant,
  updatedAt: instant,
  backbone: text(40),
  calibration,
  frames: wholeWithin(RANGES.enrolmentFrames),
};

export const learnerSchema = v.object({
  ...withoutEmbedding,
  embedding,
}) satisfies v.GenericSchema<unknown, Enrolment>;

/**
 * A learner as kept on this device: an enrolment and a name. Biometric data; it never leaves by
 * itself.
 */
export type Learner = Readonly<v.InferOutput<typeof learnerSchema>>;

/** The learner in an exported file: the embedding as base64. */
export const learnerFileSchema = v.object({ ...withoutEmbedding, embedding: v.string() });
