import * as v from 'valibot';
import { NAME_LIMIT } from '../../common/names';
import type { Enrolment } from '../enrolment/enrolment';

export const LEARNER_VERSION = 1;

/** Components that an embedding may have; faceres has 1024, facenet 512. */
const EMBEDDING_SIZE = { least: 16, most: 8192 } as const;

const finite = v.pipe(v.number(), v.finite());
const text = (limit: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(limit));
const eyes = v.object({ left: finite, right: finite });

const calibration = v.pipe(
  v.object({
    open: eyes,
    closed: eyes,
    pose: v.object({ pitch: finite, yaw: finite, roll: finite }),
    mar: finite,
    calibratedAt: finite,
  }),
  v.check(
    ({ open, closed }) => open.left > closed.left && open.right > closed.right,
    'the open eyes are not wider than the closed ones',
  ),
);

const embedding = v.pipe(
  v.instance(Float32Array<ArrayBufferLike>),
  v.check(
    ({ length }) => length >= EMBEDDING_SIZE.least && length <= EMBEDDING_SIZE.most,
    'the embedding has a strange size',
  ),
  v.check(
    (values) => values.every(Number.isFinite) && values.some((value) => value !== 0),
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
  createdAt: finite,
  updatedAt: finite,
  backbone: text(40),
  calibration,
  frames: v.pipe(finite, v.integer(), v.minValue(1)),
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
