import { turnedBy, type Turn } from '../common/turns';

/** Frames on which each turn is tried, and how many of them may be without a face at its begin. */
const TRIAL = { frames: 6, blind: 2, faces: 2 } as const;

/** Quarters from the known turn to the others, in the order of the trial: upside down first. */
const OTHERS = [2, 1, 3] as const;

/**
 * Frames in the known turn before others are tried. On the first three of 72 clips of people whom
 * the score was not fitted on, 64 upright cameras scored SURELY_UPRIGHT, and none of 216 turned
 * ones.
 */
const KNOWN_FRAMES = 3;

/** Degrees of roll beyond which a face does not stand upright. */
const MOST_ROLL = 45;

/**
 * Score (`FaceLook.upright`) that settles the matter at once: above those of nearly all faces that
 * stand on their head.
 */
const SURELY_UPRIGHT = 2;

/**
 * How much better the known turn looks than a face on its head where the matter is settled without
 * the quarter turns: of 891 cameras that were turned, none (91 clips and 206 photographs of closed
 * eyes, three ways each).
 */
const BETTER_THAN_ON_ITS_HEAD = 2;

/** How much better another turn has to look than the one that is known. */
const CLEARLY_BETTER = 1;

/** A face as far as it tells how the camera is mounted. */
export interface TurnedFace {
  /** Degrees. */
  readonly roll: number;
  /** `FaceLook.upright`. */
  readonly upright: number;
}

/** What was seen in one turn. */
interface Tried {
  frames: number;
  /** Of the faces that stood upright. */
  readonly scores: number[];
}

const meanOf = ({ scores }: Tried): number => scores.reduce((sum, score) => sum + score, 0) / scores.length;

/**
 * Finds out how a camera is mounted. MediaPipe finds faces that stand on their head too, and makes
 * up a mesh: so all four turns are tried, unless the known one surely is right, and the one in
 * which faces look most like faces is kept from then on. While there is no face the trial goes on.
 *
 * A face that stands upright in the known turn is looked at again after each try of another one: so
 * it can be measured meanwhile.
 *
 * On photographs of people who were left out of the fit of the score, all of 83 upright cameras
 * were left alone and 79 of 83 that hung upside down were corrected.
 */
export class CameraTurn {
  readonly #known: Turn;
  #turn: Turn;
  #settled = false;
  #tried = new Map<Turn, Tried>();

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

  /** Faces were found, but not yet how they stand: the next frames are wanted at once. */
  get hurries(): boolean {
    return !this.#settled && [...this.#tried.values()].some(({ scores }) => scores.length > 0);
  }

  /**
   * What the next frame is for. `learner`: it is turned as the camera is taken to be mounted.
   * `trial`: another turn is tried. `aside`: the same, between frames that show a face as expected.
   */
  get looksFor(): 'learner' | 'trial' | 'aside' {
    if (this.#settled || this.#turn === this.#known) return 'learner';
    return this.#at(this.#known).scores.length >= TRIAL.faces ? 'aside' : 'trial';
  }

  /** Somebody who sees the picture says how it is to be turned. */
  choose(turn: Turn): void {
    this.#turn = turn;
    this.#settled = true;
  }

  /** What the last frame showed when it was turned so. */
  see(face: TurnedFace | null): void {
    if (this.#settled) return;
    const tried = this.#at(this.#turn);
    tried.frames += 1;
    if (face && Math.abs(face.roll) <= MOST_ROLL) tried.scores.push(face.upright);
    this.#turn = this.#next();
  }

  #next(): Turn {
    const known = this.#at(this.#known);
    const seen = known.scores.length >= TRIAL.faces;
    if (known.frames < KNOWN_FRAMES) return this.#known;
    if (seen && this.#isUpright(meanOf(known))) return this.#settle();
    const other = OTHERS.map((quarters) => turnedBy(this.#known, quarters)).find(
      (turn) => !this.#isOver(turn),
    );
    if (other === undefined) return this.#settle();
    return seen && this.#turn !== this.#known ? this.#known : other;
  }

  /** Faces in the known turn surely stand upright, by themselves or beside those on their head. */
  #isUpright(score: number): boolean {
    const onHead = this.#at(turnedBy(this.#known, 2));
    const isBetter =
      onHead.scores.length >= TRIAL.faces && score >= Math.max(0, meanOf(onHead) + BETTER_THAN_ON_ITS_HEAD);
    return isBetter || score >= SURELY_UPRIGHT;
  }

  #isOver(turn: Turn): boolean {
    const tried = this.#at(turn);
    if (tried.frames >= TRIAL.frames) return true;
    if (tried.scores.length < TRIAL.faces) return tried.scores.length === 0 && tried.frames >= TRIAL.blind;
    return meanOf(tried) < Math.max(...this.#seen().map(([, score]) => score)) - CLEARLY_BETTER;
  }

  /** The best turn; where no face was seen, all of them are tried again. */
  #settle(): Turn {
    const [best] = this.#seen().toSorted(([, one], [, other]) => other - one);
    this.#settled = best !== undefined;
    this.#tried = new Map();
    return best?.[0] ?? this.#known;
  }

  /** The turns in which faces were seen, and how much they look like faces. */
  #seen(): [Turn, number][] {
    return [...this.#tried]
      .filter(([, { scores }]) => scores.length >= TRIAL.faces)
      .map(([turn, tried]) => [turn, meanOf(tried) + (turn === this.#known ? CLEARLY_BETTER : 0)]);
  }

  #at(turn: Turn): Tried {
    const tried = this.#tried.get(turn) ?? { frames: 0, scores: [] };
    this.#tried.set(turn, tried);
    return tried;
  }
}
