import type { EyePair } from '../wakefulness/observation';
import { eyeFrame, lidHeight, type EyeFrame } from './lid-warp-geometry';
import { lidColours, shadeLid } from './lid-warp-shading';
import { sampleRgb, smoothstep, squareAround, type Picture } from './picture';

/**
 * Closes the eyes of a portrait: the skin over the upper lid is drawn down over the eyeball along
 * the landmarks, the lower lid comes up a little, the lid is lit like the skin around it, and a
 * lash line is drawn where the lids meet. Lengths are in eye widths (corner to corner), the unit in
 * which eyes of all faces and resolutions are alike.
 */

/**
 * The lid's texture is taken from this far above the landmark line: at the line itself are lashes,
 * and they would smear.
 */
const LASH_CLEARANCE = 0.09;

/** Skin is drawn down from as far as this above the opening: about to the brow. */
const UPPER_REACH = 0.42;

/** Skin under the eye gives way down to this. */
const LOWER_REACH = 0.3;

/**
 * Share of the opening that the lower lid closes: it hardly moves (Evinger et al., 1991: the upper
 * lid does most of a blink).
 */
const LOWER_SHARE = 0.14;

/** Where the source skin meets the moving edge it is stretched by the inverse of this. */
const EDGE_SLOPE = 0.4;

/** Closure by which the lashes of the open eye have left the lid's texture. */
const LASHES_GONE_AT = 0.25;

/**
 * Share of the eye's width over which the clearance fades in from the outer and from the inner
 * corner.
 */
const OUTER_FADE = 0.08;
const INNER_FADE = 0.16;

/**
 * Stretched skin is averaged along the lid as far as this: single lash tips would become streaks.
 */
const STREAK_SPREAD = 0.11;

/** Weight of that average at the edge of a closed lid. */
const STREAK_BLEND = 0.85;

const STREAK_TAPS = [-1, -0.6, -0.25, 0.25, 0.6, 1] as const;

/**
 * Half the width of the soft seam between lid and eyeball, pixels: as sharp as a photo's own edges.
 */
const SEAM_PX = 0.7;

/** Cubic from 0 to 1 with given slopes at its ends (Hermite). */
const hermite = (t: number, startSlope: number, endSlope: number): number =>
  t * t * (3 - 2 * t) + startSlope * t * (1 - t) * (1 - t) - endSlope * t * t * (1 - t);

/** Edges of the lids at one `u` for one closure, eye widths. */
interface Slit {
  /** Edges of the open eye. */
  readonly openUpper: number;
  readonly openLower: number;
  /** Edges now. */
  readonly upper: number;
  readonly lower: number;
  /** Where the upper lid's texture ends in the source. */
  readonly textureEdge: number;
}

function slitAt(frame: EyeFrame, u: number, closure: number): Slit {
  const openUpper = lidHeight(frame.upper, u);
  const openLower = Math.max(openUpper, lidHeight(frame.lower, u));
  const meeting = openLower - LOWER_SHARE * (openLower - openUpper);
  const fade = smoothstep(0, OUTER_FADE, u) * smoothstep(0, INNER_FADE, 1 - u);
  return {
    openUpper,
    openLower,
    upper: openUpper + closure * (meeting - openUpper),
    lower: openLower + closure * (meeting - openLower),
    textureEdge: openUpper - LASH_CLEARANCE * fade * smoothstep(0, LASHES_GONE_AT, closure),
  };
}

/** Where the skin seen at `v` above the slit comes from. */
function upperSource({ openUpper, upper, textureEdge }: Slit, v: number): number {
  const top = openUpper - UPPER_REACH;
  if (v <= top) return v;
  const now = upper - top;
  const then = textureEdge - top;
  return (
    top +
    then *
      hermite(Math.min(1, (v - top) / now), now / then, EDGE_SLOPE + (1 - EDGE_SLOPE) * (then / now) ** 2)
  );
}

/** Where the skin seen at `v` below the slit comes from. */
function lowerSource({ openLower, lower }: Slit, v: number): number {
  const bottom = openLower + LOWER_REACH;
  if (v >= bottom) return v;
  const now = bottom - lower;
  const then = bottom - openLower;
  const t = Math.min(1, (bottom - v) / now);
  return bottom - then * hermite(t, now / then, then / now);
}

function closeEye(source: Picture, target: Picture, frame: EyeFrame, closure: number): void {
  const { width } = frame;
  const colours = lidColours(source, frame);
  const seam = SEAM_PX / width;
  const radius = Math.ceil(width * 1.2);
  const centreX = frame.x + (frame.along[0] * width) / 2;
  const centreY = frame.y + (frame.along[1] * width) / 2;
  const { x0, x1, y0, y1 } = squareAround(source, centreX, centreY, radius);
  const lid: [number, number, number] = [0, 0, 0];
  const under: [number, number, number] = [0, 0, 0];
  const fetch = (u: number, v: number, into: [number, number, number]): void =>
    sampleRgb(
      source,
      frame.x + width * (u * frame.along[0] + v * frame.down[0]),
      frame.y + width * (u * frame.along[1] + v * frame.down[1]),
      into,
    );
  const tap: [number, number, number] = [0, 0, 0];
  /** The upper lid's skin, the more averaged along the lid the more it is stretched. */
  const fetchLid = (u: number, v: number, slit: Slit): void => {
    const from = upperSource(slit, v);
    fetch(u, from, lid);
    const blend = STREAK_BLEND * closure * smoothstep(slit.openUpper - UPPER_REACH / 2, slit.upper, v);
    if (blend === 0) return;
    const mean = [0, 0, 0];
    for (const step of STREAK_TAPS) {
      const beside = Math.min(1, Math.max(0, u + step * STREAK_SPREAD));
      fetch(
        beside,
        upperSource(slitAt(frame, beside, closure), v + (slitAt(frame, beside, closure).upper - slit.upper)),
        tap,
      );
      for (let channel = 0; channel < 3; channel++) mean[channel]! += tap[channel]! / STREAK_TAPS.length;
    }
    for (let channel = 0; channel < 3; channel++) lid[channel]! += blend * (mean[channel]! - lid[channel]!);
  };
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const [dx, dy] = [(x - frame.x) / width, (y - frame.y) / width];
      const u = dx * frame.along[0] + dy * frame.along[1];
      if (u <= 0 || u >= 1) continue;
      const v = dx * frame.down[0] + dy * frame.down[1];
      const slit = slitAt(frame, u, closure);
      if (v <= slit.openUpper - UPPER_REACH || v >= slit.openLower + LOWER_REACH) continue;
      fetchLid(u, Math.min(v, slit.upper), slit);
      fetch(u, v > slit.lower ? lowerSource(slit, v) : v, under);
      shadeLid(lid, under, { u, v, closure, ...slit }, colours);
      const covered = smoothstep(-seam, seam, slit.upper - v);
      const at = 4 * (y * source.width + x);
      for (let channel = 0; channel < 3; channel++)
        target.data[at + channel] = under[channel]! + covered * (lid[channel]! - under[channel]!);
    }
  }
}

/**
 * The portrait with its lids lowered.
 * @param picture RGBA; not changed
 * @param landmarks 478 × (x, y, z) of the face with open eyes, picture pixels
 * @param closure of the person's own left and right eye: 0 leaves the eye as it is, 1 closes it
 */
export function closeLids(picture: Picture, landmarks: ArrayLike<number>, closure: EyePair): Picture {
  const target: Picture = { ...picture, data: new Uint8ClampedArray(picture.data) };
  for (const eye of ['left', 'right'] as const) {
    const frame = eyeFrame(landmarks, eye);
    const amount = Math.min(1, Math.max(0, closure[eye]));
    if (frame !== null && amount > 0) closeEye(picture, target, frame, amount);
  }
  return target;
}
