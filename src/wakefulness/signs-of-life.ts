import type { Milliseconds } from '../common/clock';
import { mean } from '../common/statistics';
import { FrameOrder } from './frame-order';
import { isFiniteLook, type FaceObservation } from './observation';

/** Signs are looked for within so much time, ms: a blink, a word, a sway of the head. */
const WINDOW: Milliseconds = 2_000;

/**
 * …from so much on, ms and frames: means of fewer frames are noise, by which a portrait seems to
 * move.
 */
const LEAST = { time: 1_000, frames: 5 } as const;

/**
 * Fraction by which both eyes narrow in a blink. Four still pictures with a webcam's noise
 * (deviation 2 and 4 levels of 255) reached 0.13, blinks at 10 frames a second 0.34 to 0.9.
 */
const LIDS_MOVE = 0.25;

/**
 * How far the mouth aspect ratio moves when somebody speaks or yawns; stills: 0.11, talk: 0.3 to
 * 0.8.
 */
const MOUTH_MOVES = 0.2;

/**
 * How far the head sways: distances between the eyes (stills: 0.009, people within five seconds:
 * 0.014 to 0.39) and degrees (stills: 0.2, people: 0.9 to 9).
 */
const HEAD_SHIFTS = 0.02;
const HEAD_TURNS = 1;

/** Where a face is on the frame, pixels. */
export interface FacePlace {
  readonly x: number;
  readonly y: number;
  readonly interocularPx: number;
}

type Look = Pick<FaceObservation, 'ear' | 'mar' | 'pose'>;

interface Moment {
  readonly t: Milliseconds;
  readonly left: number;
  readonly right: number;
  readonly mouth: number;
  readonly head: Head;
}

/** Where the head is, distances between the eyes, and how it is turned, degrees. */
type Head = readonly [x: number, y: number, pitch: number, yaw: number];

/** Means of the head's measures over so many frames. */
interface Place {
  readonly means: readonly number[];
  readonly frames: number;
}

/** How much each measure of the head changes, at least, when the head moves. */
const HEAD_MOVES: Head = [HEAD_SHIFTS, HEAD_SHIFTS, HEAD_TURNS, HEAD_TURNS];

/**
 * …and by how many standard errors of the two means that are compared: a noisy picture of which few
 * frames are seen does not seem to move. Chance alone reaches six once in a billion looks.
 */
const STANDARD_ERRORS = 6;

/**
 * Noise of single frames, standard deviations. Assumed for so many frames, until it is known: a
 * still picture on a busy machine (four frames a second) had it.
 */
const ASSUMED_NOISE: Head = [0.015, 0.015, 0.4, 0.4];
const ASSUMED_FRAMES = 4;
/** Frames that the noise is then learned from. */
const NOISE_FRAMES = 60;

/**
 * Tells a living face from a picture of one, by what one face does over time. Another face begins
 * with another object.
 */
export class SignsOfLife {
  readonly #order = new FrameOrder();
  #window: Moment[] = [];
  #blinked = false;
  #since: Milliseconds | null = null;
  #last: Milliseconds | null = null;
  /** Where the head was at the last sign: a slow sway is one too. */
  #anchor: Place | null = null;
  #noise: readonly number[] = ASSUMED_NOISE.map((deviation) => deviation ** 2);
  #noiseFrames = ASSUMED_FRAMES;

  /** It has blinked or spoken: what a picture that is carried around cannot. */
  get blinked(): boolean {
    return this.#blinked;
  }

  /** It has done so or moved. */
  get any(): boolean {
    return this.#last !== null;
  }

  /** ms without any sign, up to `t`. */
  stillFor(t: Milliseconds): Milliseconds {
    return t - (this.#last ?? this.#since ?? t);
  }

  add(t: Milliseconds, look: Look, { x, y, interocularPx }: FacePlace): void {
    if (!isFiniteLook(look)) return;
    const { ear, mar, pose } = look;
    const { kind } = this.#order.step(t);
    if (kind === 'late') return;
    if (kind === 'reset') this.#last = this.#since = null;
    if (kind !== 'next') {
      this.#window = [];
      this.#anchor = null;
    }
    this.#since ??= t;
    this.#window = this.#window.filter((moment) => t - moment.t < WINDOW);
    const head: Head = [x / interocularPx, y / interocularPx, pose.pitch, pose.yaw];
    const before = this.#window.at(-1);
    if (before) this.#learnNoise(before.head, head);
    this.#window.push({ t, left: ear.left, right: ear.right, mouth: mar, head });
    if (t - this.#window[0]!.t < LEAST.time || this.#window.length < LEAST.frames) return;
    this.#look(t);
  }

  #look(t: Milliseconds): void {
    const moments = this.#window;
    const left = moments.map((moment) => moment.left);
    const right = moments.map((moment) => moment.right);
    const narrows = Math.min(range(left) / Math.max(...left), range(right) / Math.max(...right));
    if (narrows >= LIDS_MOVE || range(moments.map(({ mouth }) => mouth)) >= MOUTH_MOVES) {
      this.#blinked = true;
      this.#last = t;
    }
    const heads = moments.map(({ head }) => head);
    const now: Place = {
      means: HEAD_MOVES.map((_, i) => mean(heads.map((head) => head[i]!))),
      frames: heads.length,
    };
    const from = (this.#anchor ??= now);
    const errors = STANDARD_ERRORS * Math.sqrt(1 / now.frames + 1 / from.frames);
    const moved = HEAD_MOVES.some((least, i) => {
      const noise = errors * Math.sqrt(this.#noise[i]!);
      return Math.abs(now.means[i]! - from.means[i]!) >= Math.max(least, noise);
    });
    if (moved) {
      this.#anchor = now;
      this.#last = t;
    }
  }

  /** It shows from frame to frame: a slow movement adds little to it. */
  #learnNoise(before: Head, head: Head): void {
    this.#noiseFrames = Math.min(this.#noiseFrames + 1, NOISE_FRAMES);
    this.#noise = this.#noise.map((noise, i) => {
      const variance = (head[i]! - before[i]!) ** 2 / 2;
      return noise + (variance - noise) / this.#noiseFrames;
    });
  }
}

const range = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
