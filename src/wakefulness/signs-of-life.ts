import type { Milliseconds } from '../common/clock';
import { FrameOrder } from './frame-order';
import type { FaceObservation } from './observation';

/** Signs are looked for within so much time, ms: a blink, a word, a sway of the head. */
const WINDOW: Milliseconds = 2_000;

/**
 * …from so much on, ms and frames: means of fewer frames are noise, and a noisy portrait moves by
 * it.
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
  /** Both eyes, the mouth, and the head's place and angles. */
  readonly measures: readonly [
    left: number,
    right: number,
    mouth: number,
    x: number,
    y: number,
    pitch: number,
    yaw: number,
  ];
}

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
  #anchor: Moment['measures'] | null = null;

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

  add(t: Milliseconds, { ear, mar, pose }: Look, { x, y, interocularPx }: FacePlace): void {
    const { kind } = this.#order.step(t);
    if (kind === 'late') return;
    if (kind === 'reset') this.#last = this.#since = null;
    if (kind !== 'next') {
      this.#window = [];
      this.#anchor = null;
    }
    this.#since ??= t;
    const place = [x / interocularPx, y / interocularPx] as const;
    this.#window = this.#window.filter((moment) => t - moment.t < WINDOW);
    this.#window.push({ t, measures: [ear.left, ear.right, mar, ...place, pose.pitch, pose.yaw] });
    if (t - this.#window[0]!.t < LEAST.time || this.#window.length < LEAST.frames) return;
    this.#look(t);
  }

  #look(t: Milliseconds): void {
    const of = (i: number): number[] => this.#window.map(({ measures }) => measures[i]!);
    const range = (i: number): number => Math.max(...of(i)) - Math.min(...of(i));
    const narrows = Math.min(range(0) / Math.max(...of(0)), range(1) / Math.max(...of(1)));
    if (narrows >= LIDS_MOVE || range(2) >= MOUTH_MOVES) {
      this.#blinked = true;
      this.#last = t;
    }
    // Means: the noise of single frames is no sway.
    const mean = (i: number): number => of(i).reduce((sum, value) => sum + value, 0) / this.#window.length;
    const now: Moment['measures'] = [mean(0), mean(1), mean(2), mean(3), mean(4), mean(5), mean(6)];
    const from = (this.#anchor ??= now);
    const shifted = Math.hypot(now[3] - from[3], now[4] - from[4]) >= HEAD_SHIFTS;
    if (shifted || Math.max(Math.abs(now[5] - from[5]), Math.abs(now[6] - from[6])) >= HEAD_TURNS) {
      this.#anchor = now;
      this.#last = t;
    }
  }
}
