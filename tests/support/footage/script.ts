import type { PortraitName } from './portraits';

/** Seconds from a part's start to the eye closure then, 0 open … 1 closed. */
export type Closure = (seconds: number) => number;

/** A stretch of footage in which one thing goes on. */
export interface Part {
  readonly seconds: number;
  /** Who is in the picture, from left to right; null: nobody at that place. */
  readonly people: readonly (PortraitName | null)[];
  readonly closure?: Closure;
  /** Who of them is a portrait on the wall: it neither blinks nor moves. */
  readonly portraits?: readonly PortraitName[];
  /** Head motion: sitting still (a little sway) or talking (nods, turns of the head, leaning). */
  readonly motion?: 'still' | 'talking';
  /** Size of the faces against their usual one. */
  readonly scale?: number;
  /** 1 is a lit room, 0 darkness but for the light under the door. */
  readonly light?: number;
  /** A hand or a shutter in front of the lens. */
  readonly covered?: boolean;
}

/** What a fake webcam plays, from the start and over again. */
export interface Script {
  readonly name: string;
  readonly seed: number;
  readonly parts: readonly Part[];
}

/**
 * Closing and opening of a spontaneous blink, seconds (VanderWerf et al., 2003: down in under 100
 * ms, up in about twice that).
 */
const DOWN_S = 0.09;
const UP_S = 0.17;

/**
 * One closure: lids reach the bottom `DOWN_S` after `start`, stay down for `held` seconds and come
 * up again.
 */
function closureOf(start: number, held: number, depth: number): Closure {
  return (seconds) => {
    const t = seconds - start;
    if (t <= 0 || t >= DOWN_S + held + UP_S) return 0;
    if (t < DOWN_S) return (depth * t) / DOWN_S;
    if (t <= DOWN_S + held) return depth;
    return depth * (1 - (t - DOWN_S - held) / UP_S);
  };
}

const deepest =
  (closures: readonly Closure[]): Closure =>
  (seconds) =>
    closures.reduce((most, closure) => Math.max(most, closure(seconds)), 0);

/** Lids held at the bottom in a blink, seconds. */
const BLINK_HELD_S = 0.05;

/** Blinks at these seconds. */
export const blinks = (...starts: readonly number[]): Closure =>
  deepest(starts.map((start) => closureOf(start, BLINK_HELD_S, 1)));

/** A blink every `period` seconds, from half a period on. */
export const blinking =
  (period: number): Closure =>
  (seconds) =>
    closureOf(period / 2, BLINK_HELD_S, 1)(seconds % period);

/** Eyes closed from `start` on for `held` seconds. */
export const closing = (start: number, held: number): Closure => closureOf(start, held, 1);

/** Heavy lids: `depth` throughout, and a closure of `held` seconds every `period` seconds. */
export const heavyLids =
  (depth: number, period: number, held: number): Closure =>
  (seconds) =>
    Math.max(depth, closureOf(period / 3, held, 1)(seconds % period));

/** Several closures at once: the deepest shows. */
export const together = (...closures: readonly Closure[]): Closure => deepest(closures);

/**
 * The part that plays at a time of a script, and how long it has been on. The script starts over at
 * its end.
 */
export function partAt({ parts }: Script, seconds: number): { part: Part; since: number } {
  const length = scriptSeconds(parts);
  let since = seconds % length;
  for (const part of parts) {
    if (since < part.seconds) return { part, since };
    since -= part.seconds;
  }
  return { part: parts.at(-1)!, since: parts.at(-1)!.seconds };
}

export const scriptSeconds = (parts: readonly Part[]): number =>
  parts.reduce((sum, { seconds }) => sum + seconds, 0);
