import { nextTurn, type Turn } from '../common/turns';

/** Frames on which each turn is tried, and how many of them may be without a face at its begin. */
const TRIAL = { frames: 6, blind: 3, faces: 2 } as const;

/**
 * Frames of the trial after which a face that surely is upright is measured already: on the first
 * one the landmarker has only just found it.
 */
const MEASURED_AFTER = 2;

/** Degrees of roll beyond which a face does not stand upright. */
const MOST_ROLL = 45;

/**
 * Score (`FaceLook.upright`) that settles the matter at once: above those of nearly all faces that
 * stand on their head.
 */
const SURELY_UPRIGHT = 2;

/** How much better another turn has to look than the one that is known. */
const CLEARLY_BETTER = 1;

/** A face as far as it tells how the camera is mounted. */
export interface TurnedFace {
  /** Degrees. */
  readonly roll: number;
  /** `FaceLook.upright`. */
  readonly upright: number;
}

/**
 * Finds out how a camera is mounted. MediaPipe finds faces that stand on their head too, and makes
 * up a mesh: so all four turns are tried, unless the first one surely is right, and the one in
 * which faces look most like faces is kept from then on. While there is no face the trial goes on.
 *
 * On photographs of people who were left out of the fit of the score, all of 83 upright cameras
 * were left alone and 79 of 83 that hung upside down were corrected.
 */
export class CameraTurn {
  readonly #known: Turn;
  #turn: Turn;
  #settled = false;
  #frames = 0;
  #scores: number[] = [];
  readonly #means = new Map<Turn, number>();

  /** @param known what this camera needed before */
  constructor(known: Turn) {
    this.#known = this.#turn = known;
  }

  /** How the next frame is to be turned. */
  get turn(): Turn {
    return this.#turn;
  }

  /** It is known how the camera is mounted. */
  get settled(): boolean {
    return this.#settled;
  }

  /** Somebody who sees the picture says how it is to be turned. */
  choose(turn: Turn): void {
    this.#turn = turn;
    this.#settled = true;
  }

  /**
   * What the last frame showed when it was turned so. Says whether its face may be measured while
   * the trial goes on: it surely is upright in the turn that was tried first. What is measured then
   * is worth a provisional verdict: another turn may yet be found.
   */
  see(face: TurnedFace | null): boolean {
    if (this.#settled) return true;
    this.#frames += 1;
    const isUpright = face !== null && Math.abs(face.roll) <= MOST_ROLL && face.upright >= SURELY_UPRIGHT;
    const isPlain = isUpright && this.#turn === this.#known && this.#frames > MEASURED_AFTER;
    if (face && Math.abs(face.roll) <= MOST_ROLL) this.#scores.push(face.upright);
    const blind = this.#scores.length === 0 && this.#frames >= TRIAL.blind;
    const seen = this.#scores.length >= TRIAL.faces;
    const mean = this.#scores.reduce((sum, score) => sum + score, 0) / this.#scores.length;
    const isHopeless = seen && mean < Math.max(...this.#means.values()) - CLEARLY_BETTER;
    if (this.#frames < TRIAL.frames && !blind && !isHopeless) return isPlain;
    if (seen) this.#means.set(this.#turn, this.#turn === this.#known ? mean + CLEARLY_BETTER : mean);
    if (seen && this.#turn === this.#known && mean >= SURELY_UPRIGHT) this.#settle();
    else this.#next();
    return isPlain && this.#settled;
  }

  #next(): void {
    this.#frames = 0;
    this.#scores = [];
    this.#turn = nextTurn(this.#turn);
    if (this.#turn !== this.#known || this.#means.size === 0) return;
    this.#settle();
  }

  #settle(): void {
    const [[best]] = [...this.#means].toSorted((one, other) => other[1] - one[1]) as [[Turn, number]];
    this.#turn = best;
    this.#settled = true;
  }
}
