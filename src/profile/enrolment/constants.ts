/**
 * Every number of the enrolment: its unit, and where it is from. "Chosen" means our own choice,
 * held by its tests.
 */
import type { Milliseconds } from '../../common/clock';

// ---- How much is needed -------------------------------------------------------------------------

/** Good embeddings that the identity is the mean of. */
export const EMBEDDINGS_NEEDED = 20;

/**
 * Good embeddings, all like the learner's, that a new calibration of a known learner needs. Chosen.
 */
export const MATCHES_NEEDED = 4;

/**
 * Good frames with landmarks that the eyes are measured on. Chosen: the slowest pace of landmarks,
 * 4 a second, gives more in time.
 */
export const FRAMES_NEEDED = 50;

/**
 * ms of good frames in all (some twenty seconds with everything), and for a new calibration alone.
 * Blinks come every 3 to 6 s: several are seen.
 */
export const GOOD_TIME: Milliseconds = 18_000;
export const RECALIBRATION_GOOD_TIME: Milliseconds = 12_000;

/**
 * ms between two embeddings, so that a fast device does not take all of them from one moment.
 * Chosen: even 2 a second are not slowed down.
 */
export const EMBEDDING_SPACING: Milliseconds = 400;

/** ms after which the enrolment gives up and says why. Chosen. */
export const ENROLMENT_TIMEOUT: Milliseconds = 90_000;

// ---- Good frames --------------------------------------------------------------------------------

/**
 * Pixels between the eye centres. Chosen: 30 is a face 1.1 m from a 640-pixel, 60° webcam; the crop
 * then enlarges it 2.5 times.
 */
export const LEAST_INTEROCULAR_PX = 30;

/**
 * Mean luma 0..255 of the face below which it is too dark and above which it is washed out, and the
 * deviation below which there is no detail. Chosen.
 */
export const LEAST_LUMA = 40;
export const MOST_LUMA = 235;
export const LEAST_LUMA_DEVIATION = 8;

/** Degrees. Cameras stand above or below the screen, so pitch has more room than yaw. Chosen. */
export const FRONTAL_POSE = { pitch: 30, yaw: 20, roll: 25 } as const;

/**
 * Degrees per second of head movement above which a crop is blurred. Chosen: 2° in a 1/30 s
 * exposure.
 */
export const STILL_SPEED = 60;

/**
 * ms whose median is what the eyes were like just now, and the frames needed before it is believed.
 * Chosen: several times a blink, and soon past a change of persons.
 */
export const RECENT_EYES: Milliseconds = 2000;
export const RECENT_LEAST_FRAMES = 5;

// ---- One person ---------------------------------------------------------------------------------

/**
 * Fraction of the embeddings that must be of one person. Chosen: single bad crops are let go, a
 * second person is not.
 */
export const ONE_PERSON_FRACTION = 0.75;

/**
 * The same for a known learner, whose frames may be in another light than at enrolment and so
 * nearer the threshold. Chosen.
 */
export const KNOWN_PERSON_FRACTION = 0.5;

/** Embeddings needed before two persons are spoken of. Chosen. */
export const ONE_PERSON_LEAST = 4;

/**
 * ms around an embedding of the learner within which frames count as the learner's. Chosen: four of
 * the slowest predictions.
 */
export const VERIFIED_WITHIN: Milliseconds = 2000;

/**
 * A known learner is refused after this many comparisons, over this many ms, when fewer than this
 * fraction match. Chosen.
 */
export const REFUSAL = { comparisons: 6, after: 3000, fraction: 1 / 3 } as const;

// ---- Hints --------------------------------------------------------------------------------------

/**
 * ms that something must be wrong before the hint says so; blinks and single bad frames are not
 * spoken of. Chosen.
 */
export const HINT_AFTER: Milliseconds = 500;
export const CLOSED_EYES_HINT_AFTER: Milliseconds = 1500;

/** ms without progress after which more help is offered than the hint. Chosen. */
export const STUCK_AFTER: Milliseconds = 10_000;

/** ms between two attempts to calibrate when the first one failed. */
export const CALIBRATION_RETRY: Milliseconds = 1000;
