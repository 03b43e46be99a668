import { Random } from '../../../src/common/random';
import type { EnrolmentCandidate } from '../../../src/profile/enrolment/enrolment';

/** Embedding size of the made-up people. */
export const SIZE = 64;

/**
 * A made-up person in front of the camera: who they are, how their eyes measure and how they blink.
 */
export interface Person {
  readonly seed: number;
  readonly open: number;
  /** Length of their embeddings, as a network without normalisation gives it. */
  readonly length: number;
}

export const ADA: Person = { seed: 1, open: 0.3, length: 7 };
export const BOB: Person = { seed: 2, open: 0.2, length: 7 };

/** ms from one blink to the next, and how long one lasts. */
const BLINK_EVERY = 3_500;
const BLINK_LASTS = 250;
export const CLOSED_EAR = 0.06;

export function faceOf(person: Person): Float32Array {
  const random = Random.seeded(person.seed);
  return scaled(
    Float32Array.from({ length: SIZE }, () => random.normal()),
    person.length,
  );
}

/** One frame's V_id: the person's own, moved by noise of a third of its length. */
export function seenFace(person: Person, t: number): Float32Array {
  const random = Random.seeded(person.seed, Math.round(t));
  const noise = person.length / 3 / Math.sqrt(SIZE);
  return scaled(
    faceOf(person).map((value) => value + noise * random.normal()),
    person.length,
  );
}

export function candidate(
  person: Person,
  t: number,
  change: Partial<EnrolmentCandidate> = {},
): EnrolmentCandidate {
  const random = Random.seeded(person.seed, 7, Math.round(t));
  const blinks = t % BLINK_EVERY > BLINK_EVERY - BLINK_LASTS;
  const ear = (blinks ? CLOSED_EAR : person.open) + 0.004 * random.normal();
  const angle = () => 0.3 * random.normal();
  return {
    t,
    signals: {
      ear: { left: ear, right: ear },
      mar: 0.02,
      pose: { pitch: 5 + angle(), yaw: angle(), roll: angle() },
    },
    missing: null,
    interocularPx: 60,
    eyesHidden: false,
    alive: t >= BLINK_EVERY,
    exposure: { mean: 120, deviation: 40 },
    ...change,
  };
}

export function cosine(a: Float32Array, b: Float32Array): number {
  const product = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

export const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);

function scaled(vector: Float32Array, length: number): Float32Array {
  const factor = length / Math.hypot(...vector);
  return vector.map((value) => value * factor);
}
