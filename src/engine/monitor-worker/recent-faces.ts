import type { Milliseconds } from '../../common/clock';
import { CROP_SIZE } from '../../footage/recording';
import type { MeasuredFace } from '../../vision/types';
import type { SeenFace } from './face-viewer';

/** ms between two pictures: neighbouring ones are alike. */
const EVERY: Milliseconds = 1_000;

/** How far back they reach, ms: over an alert and the time it takes to answer it. Chosen. */
const WITHIN: Milliseconds = 12_000;

/** Pictures of the learner's face in the last seconds, in memory only, and only while wanted. */
export class RecentFaces {
  #isWanted = false;
  #faces: (MeasuredFace & { readonly t: Milliseconds })[] = [];

  want(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.clear();
  }

  clear(): void {
    this.#faces = [];
  }

  /** While the frame is open. */
  see({ signals, crop }: SeenFace, t: Milliseconds): void {
    if (!this.#isWanted || t - (this.#faces.at(-1)?.t ?? -Infinity) < EVERY) return;
    this.#faces = [...this.at(t), { t, signals, crop: crop(CROP_SIZE) }];
  }

  /** Those that are recent at `now`, in order. */
  at(now: Milliseconds) {
    return this.#faces.filter(({ t }) => now - t < WITHIN);
  }
}
