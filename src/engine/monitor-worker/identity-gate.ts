import type { Milliseconds } from '../../common/clock';

/**
 * Decides whether the face in front of the camera is the learner, from the cosine similarity of
 * V_id to the enrolled identity. One frame says little (closed eyes, a bowed head and blur all
 * lower it), a track of one face cannot change its owner: so a new track is verified by any one
 * good match, and a verified track is doubted only after a lasting, clear mismatch.
 */
export type FaceOwner = 'pending' | 'learner' | 'other-person';

/** A new track that has not matched in this time belongs to somebody else, ms. */
export const STRANGER_AFTER: Milliseconds = 2_000;

/** …provided that it was compared this often: a slow device gets the time it needs. */
export const STRANGER_MIN_COMPARISONS = 3;

/** A verified track is doubted when it stays this far below the threshold … */
export const DOUBT_MARGIN = 0.2;

/** … for this long, ms. */
export const DOUBT_AFTER: Milliseconds = 4_000;

export class IdentityGate {
  readonly #threshold: number;
  #track: number | null = null;
  #owner: FaceOwner = 'pending';
  #since: Milliseconds = 0;
  #comparisons = 0;
  #doubtSince: Milliseconds | null = null;

  /**
   * @param threshold cosine similarity from which two faces are the same person (depends on the
   * backbone)
   */
  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  /** `pending` on any track but the followed one. */
  ownerOf(track: number): FaceOwner {
    return track === this.#track ? this.#owner : 'pending';
  }

  /** The face that is taken for the learner's did not look like it lately. */
  get doubts(): boolean {
    return this.#doubtSince !== null;
  }

  /** Tells which track is being followed; another track starts over. */
  follow(track: number, t: Milliseconds): void {
    if (track === this.#track) return;
    this.#track = track;
    this.#owner = 'pending';
    this.#since = t;
    this.#comparisons = 0;
    this.#doubtSince = null;
  }

  /** The track is known to be the learner's: they were enrolled on it. */
  trust(track: number, t: Milliseconds): void {
    this.follow(track, t);
    this.#owner = 'learner';
  }

  /** One comparison of the followed track; a result that belongs to an earlier track is ignored. */
  compare(track: number, similarity: number, t: Milliseconds): void {
    if (track !== this.#track) return;
    this.#comparisons += 1;
    if (similarity >= this.#threshold) {
      this.#owner = 'learner';
      this.#doubtSince = null;
    } else if (this.#owner === 'pending') {
      const longEnough = t - this.#since >= STRANGER_AFTER && this.#comparisons >= STRANGER_MIN_COMPARISONS;
      if (longEnough) this.#owner = 'other-person';
    } else if (this.#owner === 'learner') {
      this.#doubt(similarity, t);
    }
  }

  #doubt(similarity: number, t: Milliseconds): void {
    if (similarity >= this.#threshold - DOUBT_MARGIN) {
      this.#doubtSince = null;
      return;
    }
    this.#doubtSince ??= t;
    if (t - this.#doubtSince >= DOUBT_AFTER) this.#owner = 'other-person';
  }
}
