import type { Random } from '../common/random';
import { enlarged, motionBlur, move, shrunk, type Geometry } from './augment-geometry';
import { jpeg } from './augment-jpeg';
import { cover, grain, light, shine, type Cover, type Glare, type Light, type Noise } from './augment-light';

/**
 * Changes a face crop as people sit, as cameras, light, glasses and the aligner change it, leaving
 * the eyes' state as it is. Nothing here knows the class: what is drawn hides no eye whole, and
 * goes onto all classes alike. Crops are RGB 0..255, row by row, three numbers a pixel.
 */
export interface Augmentation extends Geometry, Light, Noise {
  /**
   * Length of the line that a point moves along while it is seen, fraction of the side, and its
   * direction, radians.
   */
  readonly blur: number;
  readonly blurAngle: number;
  /** Fraction of the side's pixels that a poor camera has; 1: all. */
  readonly resolution: number;
  readonly glares: readonly Glare[];
  /** null: nothing. */
  readonly cover: Cover | null;
  /** JPEG quality, 1..100; null: not compressed. */
  readonly quality: number | null;
}

const SHIFT = 0.04;
const SCALE = 0.07;
/** Radians: heads that are aligned by their eyes and mouth still tilt by some degrees. */
const TURN = 0.08;
/** Where the aligner puts the eyes, fractions of the side (vision/face-alignment.ts). */
const EYES = { x: [0.266, 0.734], y: 0.36 } as const;

/** How often each change is made, 0..1. */
const OFTEN = {
  lean: 0.5,
  blur: 0.3,
  resolution: 0.45,
  grey: 0.15,
  noise: 0.5,
  dim: 0.3,
  tint: 0.5,
  shade: 0.4,
  glare: 0.25,
  cover: 0.2,
  jpeg: 0.5,
} as const;

/** How far a cover may reach in without touching the eyes, fractions of the side. */
const DEEPEST = { top: 0.2, bottom: 0.45, left: 0.12, right: 0.12 } as const;

export function randomAugmentation(random: Random): Augmentation {
  const between = (from: number, to: number): number => from + (to - from) * random.uniform();
  const around = (spread: number): number => between(-spread, spread);
  const often = (fraction: number): boolean => random.uniform() < fraction;
  const gains = (spread: number): readonly [number, number, number] => [
    1 + around(spread),
    1 + around(spread / 2),
    1 + around(spread),
  ];
  const leans = often(OFTEN.lean);
  const dim = often(OFTEN.dim);
  const noisy = dim || often(OFTEN.noise);
  const shaded = often(OFTEN.shade);
  const edges = ['top', 'bottom', 'left', 'right'] as const;
  const edge = edges[random.integer(edges.length)]!;
  return {
    flip: often(0.5),
    gamma: Math.exp(around(0.5)),
    contrast: 1 + around(0.3),
    shiftX: around(SHIFT),
    shiftY: around(SHIFT),
    scale: 1 + around(SCALE),
    turn: around(TURN),
    lean: leans ? around(0.35) : 0,
    stretch: leans ? between(0.85, 1.1) : 1,
    blur: often(OFTEN.blur) ? between(0.012, 0.055) : 0,
    blurAngle: between(0, Math.PI),
    resolution: often(OFTEN.resolution) ? between(0.25, 0.7) : 1,
    grey: often(OFTEN.grey),
    dim: dim ? between(0.2, 0.65) : 1,
    tint: often(OFTEN.tint) ? gains(0.25) : [1, 1, 1],
    noise: noisy ? between(0, dim ? 10 : 8) : 0,
    colourNoise: noisy ? between(0, dim ? 8 : 4) : 0,
    shade: shaded ? between(0, 0.7) : 0,
    shadeAngle: between(0, 2 * Math.PI),
    shadeTint: shaded ? gains(0.35) : [1, 1, 1],
    glares: often(OFTEN.glare) ? randomGlares(random) : [],
    cover: often(OFTEN.cover)
      ? { edge, depth: between(0.3, 1) * DEEPEST[edge], colour: randomColour(random) }
      : null,
    quality: often(OFTEN.jpeg) ? between(15, 75) : null,
  };
}

const randomColour = (random: Random): readonly [number, number, number] => {
  const level = 200 * random.uniform();
  return [level + 55 * random.uniform(), level + 40 * random.uniform(), level + 55 * random.uniform()];
};

/** A window or a screen in both lenses, at nearly the same place; on one alone now and then. */
function randomGlares(random: Random): readonly Glare[] {
  const between = (from: number, to: number): number => from + (to - from) * random.uniform();
  const [dx, dy] = [between(-0.09, 0.09), between(-0.07, 0.07)];
  const shape = {
    halfWidth: between(0.02, 0.09),
    halfHeight: between(0.015, 0.07),
    angle: between(-0.6, 0.6),
    strength: between(0.15, 0.6),
    colour: [between(190, 255), between(205, 255), 255] as const,
  };
  const both = EYES.x.map((x) => ({ ...shape, x: x + dx + between(-0.01, 0.01), y: EYES.y + dy }));
  return random.uniform() < 0.25 ? both.slice(random.integer(2)).slice(0, 1) : both;
}

/**
 * The changed crop; `rgb` is left alone.
 * @param noise draws the pixels' noise
 */
export function augment(
  rgb: ArrayLike<number>,
  side: number,
  change: Augmentation,
  noise: Random,
): Float32Array {
  const moved = move(rgb, side, change);
  shine(moved, side, change.glares);
  if (change.cover) cover(moved, side, change.cover);
  light(moved, side, change);
  const blurred = motionBlur(moved, side, change.blur * side, change.blurAngle);
  // The camera's own pixels are noisy and compressed; what is enlarged is enlarged afterwards.
  const small = Math.max(2, Math.round(side * change.resolution));
  const seen = shrunk(blurred, side, small);
  grain(seen, change, noise);
  if (change.quality !== null) jpeg(seen, Math.min(small, side), change.quality);
  return enlarged(seen, small, side);
}
