/**
 * What light, lenses and things before the face do to a picture, in place. RGB 0..255, row by row,
 * three numbers a pixel.
 */
import type { Random } from '../common/random';

type Gains = readonly [red: number, green: number, blue: number];

export interface Light {
  /** Exponent of the brightness curve; above 1 darker. */
  readonly gamma: number;
  /** Factor of the differences from middle grey. */
  readonly contrast: number;
  readonly grey: boolean;
  /** Factor of all light: a dim room. */
  readonly dim: number;
  /** Factors of the colours: the light's own colour. */
  readonly tint: Gains;
  /**
   * Darkens one side: brightness falls by this fraction from edge to edge, in the direction
   * `shadeAngle`, …
   */
  readonly shade: number;
  readonly shadeAngle: number;
  /** … and the colours turn by these factors: a lamp here, a screen there. */
  readonly shadeTint: Gains;
}

/** A patch of light that glass throws back, soft at its edges. Lengths: fractions of the side. */
export interface Glare {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Radians. */
  readonly angle: number;
  /** Opacity, 0..1. */
  readonly strength: number;
  readonly colour: readonly [number, number, number];
}

/** Something before the face, or the picture's end: from one edge inwards. */
export interface Cover {
  readonly edge: 'top' | 'bottom' | 'left' | 'right';
  /** Fraction of the side. */
  readonly depth: number;
  readonly colour: readonly [number, number, number];
}

export interface Noise {
  /** Standard deviations, 0..255: of the brightness, and of each colour by itself. */
  readonly noise: number;
  readonly colourNoise: number;
}

const MIDDLE = 128;
/** Fraction of a glare's half-width over which it fades out at its edge. */
const SOFT = 0.35;

const clamped = (value: number): number => Math.min(255, Math.max(0, value));

export function light(rgb: Float32Array, side: number, change: Light): void {
  const { gamma, contrast, grey, dim, tint, shade, shadeAngle, shadeTint } = change;
  const [shadeX, shadeY] = [Math.cos(shadeAngle), Math.sin(shadeAngle)];
  for (let at = 0; at < rgb.length; at += 3) {
    const pixel = at / 3;
    const across = ((pixel % side) / side - 0.5) * shadeX + (Math.floor(pixel / side) / side - 0.5) * shadeY;
    const along = Math.min(1, Math.max(0, across + 0.5));
    const luma = 0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!;
    for (let channel = 0; channel < 3; channel++) {
      const value = grey ? luma : rgb[at + channel]!;
      const curved = gamma === 1 ? value : 255 * (value / 255) ** gamma;
      const falling = (1 - shade * along) * (1 + (shadeTint[channel]! - 1) * along);
      rgb[at + channel] = clamped((MIDDLE + contrast * (curved - MIDDLE)) * falling * tint[channel]! * dim);
    }
  }
}

export function shine(rgb: Float32Array, side: number, glares: readonly Glare[]): void {
  for (const { x, y, halfWidth, halfHeight, angle, strength, colour } of glares) {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const reach = Math.hypot(halfWidth, halfHeight) * side;
    const fading = (distance: number): number => Math.min(1, Math.max(0, (1 - distance) / SOFT));
    for (let py = Math.max(0, Math.floor(y * side - reach)); py < Math.min(side, y * side + reach); py++) {
      for (let px = Math.max(0, Math.floor(x * side - reach)); px < Math.min(side, x * side + reach); px++) {
        const [dx, dy] = [(px + 0.5) / side - x, (py + 0.5) / side - y];
        const u = Math.abs(cos * dx + sin * dy) / halfWidth;
        const v = Math.abs(cos * dy - sin * dx) / halfHeight;
        const opacity = strength * fading(u) * fading(v);
        if (opacity === 0) continue;
        const at = 3 * (py * side + px);
        for (let channel = 0; channel < 3; channel++)
          rgb[at + channel]! += opacity * (colour[channel]! - rgb[at + channel]!);
      }
    }
  }
}

export function cover(rgb: Float32Array, side: number, { edge, depth, colour }: Cover): void {
  const deep = Math.round(depth * side);
  for (let at = 0; at < rgb.length; at += 3) {
    const [x, y] = [(at / 3) % side, Math.floor(at / 3 / side)];
    const from = { top: y, bottom: side - 1 - y, left: x, right: side - 1 - x }[edge];
    if (from < deep) rgb.set(colour, at);
  }
}

export function grain(rgb: Float32Array, { noise, colourNoise }: Noise, random: Random): void {
  if (noise === 0 && colourNoise === 0) return;
  for (let at = 0; at < rgb.length; at += 3) {
    const common = noise > 0 ? noise * random.normal() : 0;
    for (let channel = 0; channel < 3; channel++) {
      const own = colourNoise > 0 ? colourNoise * random.normal() : 0;
      rgb[at + channel] = clamped(rgb[at + channel]! + common + own);
    }
  }
}
