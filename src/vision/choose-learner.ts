import type { Milliseconds } from '../common/clock';
import { FaceTracks } from './face-tracks';
import type { FaceTrack } from './face-tracks';
import type { DetectedFace } from './types';

/**
 * Faces with less between the eyes are let go, frame pixels: the paper's minimum size, which leaves
 * people in the background out. Measured on a 640×480 clip made smaller: at 28 px open and closed
 * eyes are as far apart as at 114 px, at 23 px one frame in eight is lost.
 */
export const MIN_INTEROCULAR_PX = 24;

/**
 * A face whose owner is not known yet is left for another one that is this many times as large.
 * Chosen.
 */
const CLEARLY_LARGER = 1.5;

/**
 * How long the learner's face may be away before another one is looked at, ms. Chosen: somebody who
 * nods off is lost for a moment, and the person behind them is not the one to judge meanwhile.
 */
export const HOLD_LEARNER: Milliseconds = 3_000;
/** The same for a face whose owner is not known. */
export const HOLD_UNKNOWN: Milliseconds = 500;

export type LearnerChoice =
  | {
      readonly kind: 'face';
      readonly face: DetectedFace;
      /** Number of the track that the face belongs to; never used again for another one. */
      readonly track: number;
      /** Faces on the frame that are large enough, this one included. */
      readonly faces: number;
    }
  | { readonly kind: 'missing'; readonly reason: 'no-face' | 'face-too-small' };

/**
 * Chooses the learner among the faces on each frame: by size at first, then by the track of their
 * face, and by what the identity check says about it. Nobody takes the place of the enrolled
 * learner by coming nearer to the camera.
 */
export class LearnerChooser {
  readonly #tracks = new FaceTracks();
  #followed: FaceTrack | null = null;

  /** @param t capture time, ms, growing */
  choose(detected: readonly DetectedFace[], t: Milliseconds): LearnerChoice {
    const largeEnough = detected.filter(({ interocularPx }) => interocularPx >= MIN_INTEROCULAR_PX);
    const seen = this.#tracks.update(largeEnough, t);
    this.#followed = this.#next(seen, t);
    if (this.#followed && seen.includes(this.#followed)) {
      const { face, id } = this.#followed;
      return { kind: 'face', face, track: id, faces: seen.length };
    }
    const small = detected.length > 0 && largeEnough.length === 0;
    return { kind: 'missing', reason: small ? 'face-too-small' : 'no-face' };
  }

  /** Faces that come are others than those that were seen, wherever they are. */
  forget(): void {
    this.#tracks.forget();
    this.#followed = null;
  }

  /** What the identity check found out about a track; unknown tracks are ignored. */
  identify(track: number, owner: 'learner' | 'other-person'): void {
    this.#tracks.identify(track, owner);
  }

  /** The track to follow now; null: none. */
  #next(seen: readonly FaceTrack[], t: Milliseconds): FaceTrack | null {
    const current = this.#followed;
    const learner = seen.find(({ owner }) => owner === 'learner');
    if (learner) return current?.owner === 'learner' && seen.includes(current) ? current : learner;
    const best = largest(seen.filter(({ owner }) => owner === 'unknown')) ?? largest(seen);
    if (!current) return best;
    if (!seen.includes(current)) {
      const hold = current.owner === 'learner' ? HOLD_LEARNER : HOLD_UNKNOWN;
      return t - current.lastSeen < hold ? current : best;
    }
    if (!best || best === current) return current;
    if (current.owner === 'other-person') return best.owner === 'unknown' ? best : current;
    const larger = best.face.interocularPx >= CLEARLY_LARGER * current.face.interocularPx;
    return larger ? best : current;
  }
}

function largest(tracks: readonly FaceTrack[]): FaceTrack | null {
  return tracks.reduce<FaceTrack | null>(
    (best, track) => (best && best.face.interocularPx >= track.face.interocularPx ? best : track),
    null,
  );
}
