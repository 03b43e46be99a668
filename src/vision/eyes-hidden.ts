import type { Milliseconds } from '../common/clock';

/** ms from one look at the eyes to the next: glasses are not put on faster. */
const LOOK_EVERY: Milliseconds = 200;

/** Weight of the newest look in the running mean: one bad crop hides nothing. Chosen. */
const NEWEST = 0.4;

/**
 * Scores (`FaceLook.hidden`) from which the eyes count as hidden, and as seen again. Above the
 * first are, of people who were left out of the fit, 394 of 450 with drawn lenses, 2 of 393 with
 * closed eyes, none of 300 with open ones, one of Yale's 15 with glasses (who wears sunglasses);
 * and none of 1,113 frames of 107 clips.
 */
const HIDDEN_ABOVE = 1.5;
const SEEN_BELOW = 0.5;

/** Whether the eyes of the followed face are hidden, from a few looks a second at the picture. */
export class EyesHidden {
  #track: number | null = null;
  #lookedAt: Milliseconds = -Infinity;
  #score = 0;
  #hidden = false;

  /** @param look the score of the picture; asked only when a look is due */
  see(track: number, t: Milliseconds, look: () => number): boolean {
    const isOther = track !== this.#track;
    if (!isOther && t >= this.#lookedAt && t - this.#lookedAt < LOOK_EVERY) return this.#hidden;
    const score = look();
    this.#score = isOther ? score : this.#score + NEWEST * (score - this.#score);
    this.#hidden = this.#score > (this.#hidden && !isOther ? SEEN_BELOW : HIDDEN_ABOVE);
    this.#track = track;
    this.#lookedAt = t;
    return this.#hidden;
  }
}
