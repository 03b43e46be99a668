import type { Random } from '../common/random';
import type { EyePair } from '../wakefulness/observation';
import { eyeFrame, type EyeFrame } from './lid-warp-geometry';
import { smoothstep, squareAround, type Picture, type Rgb } from './picture';

/**
 * Draws glasses on a portrait, with light that lenses throw back: a network that has seen few of
 * them takes frames and reflections for lids. Lengths are in eye widths (corner to corner).
 */

/** A streak of light over a lens. */
export interface Reflection {
  /** Direction across the streak, radians from the eye's own horizontal. */
  readonly angle: number;
  /** Its middle line, from the lens's centre. */
  readonly offset: number;
  readonly halfWidth: number;
  /** Opacity, 0..1. */
  readonly strength: number;
}

export interface Glasses {
  /** Half the width and height of a lens. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Exponent of the lens's superellipse: 2 is an ellipse, more is boxier. */
  readonly boxiness: number;
  /** The lens's centre lies as far below the line through the eye's corners. */
  readonly drop: number;
  /** Thickness of the frame. */
  readonly thickness: number;
  readonly frame: Rgb;
  readonly frameOpacity: number;
  /** How much the lens darkens, 0..1. */
  readonly tint: number;
  /** Opacity of the light that lies over the whole lens, 0..1: what is behind it loses contrast. */
  readonly haze: number;
  readonly reflections: readonly Reflection[];
}

/** Colour of a reflection: daylight from a window or a screen. */
const REFLECTED: Rgb = [240, 245, 250];

/** Half the width of the frame's soft edge, pixels. */
const EDGE_PX = 0.7;

/**
 * Each half of the bridge goes this far over the middle, pixels: the column in the middle belongs
 * to one of them at least.
 */
const BRIDGE_OVERLAP_PX = 0.5;

/** The arm of the frame is seen this far outwards from the lens. */
const ARM = 0.5;

/** Bridge and arms sit this far above the lens's centre, in lens half-heights. */
const BRIDGE_HEIGHT = 0.35;

/**
 * Share of glasses with reflections, their half-widths and strengths: the eye is still seen through
 * them. Portraits whose eyes cannot be seen would teach nothing but that glasses are a sign of
 * closed eyes, which two of three labels then are.
 */
const REFLECTING = 0.5;
const REFLECTION = { halfWidth: [0.04, 0.2], strength: [0.1, 0.55] } as const;

/**
 * Shares of glasses with tinted lenses and with a haze over them; eyes are still seen through
 * either.
 */
const TINTED = 0.3;
const HAZY = 0.3;
const CLEAR = [0, 0.15] as const;
const TINT = [0.15, 0.5] as const;
const HAZE = [0.05, 0.3] as const;

const between = (random: Random, from: number, to: number): number => from + (to - from) * random.uniform();

/**
 * Glasses as people wear them: from thin metal to thick dark frames, from low lenses to such as
 * reach from the brows to the cheeks, mostly clear, some tinted, with and without reflections.
 */
export function randomGlasses(random: Random): Glasses {
  const metal = random.uniform() < 0.4;
  const grey = metal ? between(random, 90, 190) : between(random, 10, 70);
  const count = random.uniform() < REFLECTING ? 1 + random.integer(2) : 0;
  return {
    halfWidth: between(random, 0.78, 1.1),
    halfHeight: between(random, 0.5, 1.1),
    boxiness: between(random, 2, 5),
    drop: between(random, 0, 0.3),
    thickness: metal ? between(random, 0.03, 0.07) : between(random, 0.06, 0.18),
    frame: [grey * between(random, 0.9, 1.15), grey, grey * between(random, 0.85, 1.05)],
    frameOpacity: between(random, 0.65, 1),
    tint: random.uniform() < TINTED ? between(random, ...TINT) : between(random, ...CLEAR),
    haze: random.uniform() < HAZY ? between(random, ...HAZE) : 0,
    reflections: Array.from({ length: count }, () => ({
      angle: between(random, 0, Math.PI),
      offset: between(random, -0.5, 0.5),
      halfWidth: between(random, ...REFLECTION.halfWidth),
      strength: between(random, ...REFLECTION.strength),
    })),
  };
}

/** Distance from a lens's edge, negative inside; exact at the edge, and good near it. */
function fromEdge({ halfWidth, halfHeight, boxiness }: Glasses, u: number, v: number): number {
  const reach =
    (Math.abs(u / halfWidth) ** boxiness + Math.abs(v / halfHeight) ** boxiness) ** (1 / boxiness);
  return reach === 0 ? -Math.min(halfWidth, halfHeight) : Math.hypot(u, v) * (1 - 1 / reach);
}

function mix(target: Picture, at: number, colour: Rgb, opacity: number): void {
  for (let channel = 0; channel < 3; channel++)
    target.data[at + channel]! += opacity * (colour[channel]! - target.data[at + channel]!);
}

/** @param bridge length of the half of the bridge that belongs to this eye, eye widths */
function drawLens(target: Picture, eye: EyeFrame, glasses: Glasses, bridge: number): void {
  const { halfWidth, halfHeight, drop, thickness, frame, frameOpacity, tint, haze, reflections } = glasses;
  const { width, along, down } = eye;
  const edge = EDGE_PX / width;
  const centreX = eye.x + width * (along[0] / 2 + drop * down[0]);
  const centreY = eye.y + width * (along[1] / 2 + drop * down[1]);
  const radius = width * (Math.max(halfHeight, halfWidth + Math.max(ARM, bridge)) + thickness);
  const { x0, x1, y0, y1 } = squareAround(target, centreX, centreY, radius);
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const [dx, dy] = [(x - centreX) / width, (y - centreY) / width];
      const u = dx * along[0] + dy * along[1];
      const v = dx * down[0] + dy * down[1];
      const distance = fromEdge(glasses, u, v);
      const at = 4 * (y * target.width + x);
      const inside = 1 - smoothstep(-edge, edge, distance);
      if (inside > 0) {
        mix(target, at, [0, 0, 0], tint * inside);
        mix(target, at, REFLECTED, haze * inside);
        for (const { angle, offset, halfWidth: half, strength } of reflections) {
          const across = Math.abs(u * Math.cos(angle) + v * Math.sin(angle) - offset);
          mix(target, at, REFLECTED, strength * inside * (1 - smoothstep(0.7 * half, 1.3 * half, across)));
        }
      }
      const rim = Math.abs(distance) - thickness / 2;
      const isBar =
        (u > 0 ? u < halfWidth + bridge + BRIDGE_OVERLAP_PX / width : -u < halfWidth + ARM) && distance > 0;
      const bar = isBar ? Math.abs(v + BRIDGE_HEIGHT * halfHeight) - thickness / 2 : Infinity;
      mix(target, at, frame, frameOpacity * (1 - smoothstep(-edge, edge, Math.min(rim, bar))));
    }
  }
}

/**
 * The portrait with glasses on; lids are lowered before, not after.
 * @param picture RGBA; not changed
 * @param landmarks 478 × (x, y, z), picture pixels
 */
export function wearGlasses(picture: Picture, landmarks: ArrayLike<number>, glasses: Glasses): Picture {
  const target: Picture = { ...picture, data: new Uint8ClampedArray(picture.data) };
  const eyes: Readonly<Record<keyof EyePair, EyeFrame | null>> = {
    right: eyeFrame(landmarks, 'right'),
    left: eyeFrame(landmarks, 'left'),
  };
  const { right, left } = eyes;
  if (!right || !left) return target;
  const width = (right.width + left.width) / 2;
  const middle = ({ x, y, along, width: own }: EyeFrame): readonly [number, number] => [
    x + (along[0] * own) / 2,
    y + (along[1] * own) / 2,
  ];
  const [a, b] = [middle(right), middle(left)];
  const between = Math.hypot(a[0] - b[0], a[1] - b[1]) / width;
  // Lenses do not overlap: where the eyes stand close, or one is seen from the side, they are
  // narrower.
  const halfWidth = Math.min(glasses.halfWidth, 0.46 * between);
  const bridge = between / 2 - halfWidth;
  for (const eye of [right, left]) drawLens(target, { ...eye, width }, { ...glasses, halfWidth }, bridge);
  return target;
}
