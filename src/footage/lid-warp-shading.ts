import { lidHeight, type EyeFrame } from './lid-warp-geometry';
import { sampleRgb, smoothstep, type Picture, type Rgb } from './picture';

/** Colours of one face around one eye, measured on the open eye. */
export interface LidColours {
  /** Skin beside and under the eye. */
  readonly skin: Rgb;
  /** Lid skin that is drawn down over the eyeball. */
  readonly lid: Rgb;
  /** The line where closed lids meet. */
  readonly lash: Rgb;
}

/**
 * How far the drawn-down lid is moved from its own mean colour towards the skin around it: the fold
 * above an open eye lies in shadow.
 */
const LIFT = 0.55;

/**
 * Where the lids meet is at most this bright, of the skin: fair lashes too leave a line of shadow.
 */
const MEETING_BRIGHTNESS = 0.5;

/** Half-width of the lash line, and of the softer shade of the lashes under it; eye widths. */
const LASH_LINE = 0.022;
const LASH_SHADE = 0.06;

/** Opacity of the two at a closed eye. */
const LASH_LINE_STRENGTH = 0.85;
const LASH_SHADE_STRENGTH = 0.4;

/** The lid throws a shadow on the eyeball as far as this, eye widths, and this dark. */
const LID_SHADOW = 0.05;
const LID_SHADOW_STRENGTH = 0.35;

/** Mean of the middle half (by brightness) of colours: neither glints nor hairs. */
function typical(colours: readonly Rgb[]): Rgb {
  const sorted = [...colours].sort((a, b) => brightness(a) - brightness(b));
  const middle = sorted.slice(Math.floor(sorted.length / 4), Math.ceil((3 * sorted.length) / 4));
  return [0, 1, 2].map(
    (channel) => middle.reduce((sum, colour) => sum + colour[channel]!, 0) / middle.length,
  ) as Rgb;
}

/** Luma, Rec. 601. */
const brightness = ([r, g, b]: Rgb): number => 0.299 * r + 0.587 * g + 0.114 * b;

/** Colours on a grid of `us` × heights over a lid's curve, eye widths. */
function patch(
  picture: Picture,
  frame: EyeFrame,
  us: readonly number[],
  heights: (u: number) => readonly number[],
): Rgb[] {
  return us.flatMap((u) =>
    heights(u).map((v) => {
      const colour: Rgb = [0, 0, 0];
      sampleRgb(
        picture,
        frame.x + frame.width * (u * frame.along[0] + v * frame.down[0]),
        frame.y + frame.width * (u * frame.along[1] + v * frame.down[1]),
        colour,
      );
      return colour;
    }),
  );
}

const range = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));

export function lidColours(picture: Picture, frame: EyeFrame): LidColours {
  const middle = range(0.2, 0.8, 13);
  const overUpper = (from: number, to: number) => (u: number) =>
    range(from, to, 7).map((offset) => lidHeight(frame.upper, u) + offset);
  const underLower = (u: number): number[] =>
    range(0.14, 0.32, 7).map((offset) => lidHeight(frame.lower, u) + offset);
  const skin = typical(patch(picture, frame, middle, underLower));
  const lid = typical(patch(picture, frame, middle, overUpper(-0.22, -0.1)));
  const lashes = patch(picture, frame, range(0.1, 0.9, 17), overUpper(-0.06, 0.04)).sort(
    (a, b) => brightness(a) - brightness(b),
  );
  const darkest = typical(lashes.slice(0, Math.ceil(lashes.length / 8)));
  const lash = darkest.map((value, channel) => Math.min(value, MEETING_BRIGHTNESS * skin[channel]!)) as Rgb;
  return { skin, lid, lash };
}

/**
 * One point at an eye: its place, the lids' edges there (eye widths) and how far the eye is closed.
 */
export interface LidPoint {
  readonly u: number;
  readonly v: number;
  readonly closure: number;
  readonly openUpper: number;
  readonly upper: number;
  readonly lower: number;
}

/** Lights the lid's colour, and shades what lies under its edge; both are changed in place. */
export function shadeLid(lid: Rgb, under: Rgb, point: LidPoint, colours: LidColours): void {
  const { u, v, closure, openUpper, upper, lower } = point;
  const corners = smoothstep(0, 0.12, u) * smoothstep(0, 0.12, 1 - u);
  const lifted = LIFT * closure * corners * smoothstep(openUpper - 0.3, openUpper, v);
  const fromEdge = v - upper;
  const line = LASH_LINE_STRENGTH * (0.35 + 0.65 * closure) * Math.exp(-((fromEdge / LASH_LINE) ** 2));
  const shade = fromEdge > 0 ? LASH_SHADE_STRENGTH * closure * Math.exp(-((fromEdge / LASH_SHADE) ** 2)) : 0;
  const lash = corners * smoothstep(0, 0.25, closure) * Math.max(line, shade);
  const onEyeball =
    v < lower ? smoothstep(0, 0.25, closure) * LID_SHADOW_STRENGTH * Math.exp(-fromEdge / LID_SHADOW) : 0;
  for (let channel = 0; channel < 3; channel++) {
    const lit = lid[channel]! + lifted * (colours.skin[channel]! - colours.lid[channel]!);
    lid[channel] = lit + lash * (Math.min(lit, colours.lash[channel]!) - lit);
    const eyeball = under[channel]! * (1 - onEyeball * corners);
    under[channel] = eyeball + lash * (Math.min(eyeball, colours.lash[channel]!) - eyeball);
  }
}
