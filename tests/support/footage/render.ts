import type { Picture, Rgb } from '../../../src/footage/picture';
import { Random } from '../../../src/common/random';
import { PortraitFace, WALL, type PortraitName } from './portraits';
import { partAt, type Part, type Script } from './script';

export const FRAME = { width: 640, height: 480 } as const;

/**
 * Distance between the outer eye corners of somebody who sits before a laptop, pixels of the frame.
 */
const EYE_CORNERS_PX = 118;

/** Standard deviation of the sensor's noise, levels of 255. */
const NOISE = 2;

/** A covered lens lets through about this. */
const COVERED_LEVEL = 6;

/**
 * A square in the picture's corner that is white while the eyes are closed and black otherwise: the
 * page can be told to the frame when a closure began, whatever delay the browser's camera adds.
 */
export const MARKER = { x: 0, y: 0, size: 24 } as const;

/** Eyes closed at least so far count as closed for the marker. */
const MARKED_CLOSURE = 0.9;

/**
 * How a head lies in the frame: middle of the eyes (pixels), scale against the portrait, tilt
 * (radians).
 */
interface Placement {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly roll: number;
}

function isPortrait({ people, portraits = [] }: Part, place: number): boolean {
  const name = people[place];
  return name !== null && name !== undefined && portraits.includes(name);
}

/** Smooth motion: sines of incommensurable periods, amplitudes in pixels, radians and shares. */
function placement(part: Part, seconds: number, place: number): Placement {
  const count = part.people.length;
  const wave = (period: number, phase: number): number =>
    Math.sin((2 * Math.PI * seconds) / period + phase + place);
  const amount = isPortrait(part, place) ? 0 : part.motion === 'talking' ? 1 : 0.15;
  return {
    x: ((place + 0.5) / count) * FRAME.width + amount * (11 * wave(2.9, 0) + 7 * wave(1.1, 1)),
    y: 0.44 * FRAME.height + amount * (8 * wave(1.7, 2) + 5 * wave(0.9, 0.5)),
    scale: (part.scale ?? 1) * (count > 1 ? 0.75 : 1) * (1 + amount * 0.05 * wave(4.3, 1.5)),
    roll: amount * 0.09 * wave(2.3, 0.7),
  };
}

/**
 * Draws a face into the part of the frame between two columns, bilinear; beyond the portrait, its
 * edge goes on.
 */
function drawFace(
  frame: Picture,
  face: PortraitFace,
  { data, width, height }: Picture,
  { x, y, scale, roll }: Placement,
  [from, to]: readonly [number, number],
): void {
  const { eyes } = face.open;
  // Frame to portrait: turn back by the tilts of both, and shrink.
  const size = eyes.distance / (EYE_CORNERS_PX * scale);
  const [cos, sin] = [Math.cos(eyes.roll - roll) * size, Math.sin(eyes.roll - roll) * size];
  for (let row = 0; row < frame.height; row++) {
    for (let column = from; column < to; column++) {
      const sx = Math.min(width - 1.001, Math.max(0, eyes.x + cos * (column - x) - sin * (row - y)));
      const sy = Math.min(height - 1.001, Math.max(0, eyes.y + sin * (column - x) + cos * (row - y)));
      const left = Math.trunc(sx);
      const top = Math.trunc(sy);
      const [fx, fy] = [sx - left, sy - top];
      const above = 4 * (top * width + left);
      const below = above + 4 * width;
      const at = 4 * (row * frame.width + column);
      for (let channel = 0; channel < 3; channel++) {
        const upper = data[above + channel]! * (1 - fx) + data[above + 4 + channel]! * fx;
        const lower = data[below + channel]! * (1 - fx) + data[below + 4 + channel]! * fx;
        frame.data[at + channel] = upper * (1 - fy) + lower * fy;
      }
    }
  }
}

function fill(frame: Picture, [r, g, b]: Rgb): void {
  const { data } = frame;
  for (let k = 0; k < data.length; k += 4) {
    data[k] = r;
    data[k + 1] = g;
    data[k + 2] = b;
    data[k + 3] = 255;
  }
}

/**
 * Noise is drawn once and read from another place in each frame: a million draws a frame would take
 * longer than the rest.
 */
const NOISE_TABLE = (() => {
  const random = Random.seeded(0);
  return Float32Array.from({ length: 1 << 16 }, () => NOISE * random.normal());
})();

/** Light and noise of the sensor, in place. */
function expose({ data, width }: Picture, light: number, random: Random): void {
  const mask = NOISE_TABLE.length - 1;
  let place = 0;
  for (let k = 0; k < data.length; k += 4) {
    if ((k >> 2) % width === 0) place = random.integer(NOISE_TABLE.length);
    // The same for all channels: cameras leave noise in the luma and smooth the colours.
    const noise = NOISE_TABLE[place++ & mask]!;
    data[k] = data[k]! * light + noise;
    data[k + 1] = data[k + 1]! * light + noise;
    data[k + 2] = data[k + 2]! * light + noise;
  }
}

/** Light under the door of a dark room: a lens that sees it is not covered. */
const DOOR = { x: 560, y: 380, width: 60, height: 50, level: 160, visibleBelow: 0.2 } as const;

function lightUnderDoor({ data, width }: Picture): void {
  for (let row = DOOR.y; row < DOOR.y + DOOR.height; row++)
    for (let column = DOOR.x; column < DOOR.x + DOOR.width; column++)
      data.fill(DOOR.level, 4 * (row * width + column), 4 * (row * width + column) + 3);
}

function mark(frame: Picture, closed: boolean): void {
  const level = closed ? 255 : 0;
  for (let row = MARKER.y; row < MARKER.y + MARKER.size; row++)
    for (let column = MARKER.x; column < MARKER.x + MARKER.size; column++)
      frame.data.set([level, level, level], 4 * (row * frame.width + column));
}

/** Draws the frames of scripts; portraits are loaded once. */
export class Renderer {
  readonly #faces = new Map<PortraitName, PortraitFace>();

  async #face(name: PortraitName): Promise<PortraitFace> {
    const face = this.#faces.get(name) ?? (await PortraitFace.load(name));
    this.#faces.set(name, face);
    return face;
  }

  /** The frame of a script at a time; the same time gives the same frame. */
  async frame(script: Script, seconds: number): Promise<Picture> {
    const { part, since } = partAt(script, seconds);
    const frame: Picture = {
      ...FRAME,
      data: new Uint8ClampedArray(4 * FRAME.width * FRAME.height),
    };
    const closure = part.closure?.(since) ?? 0;
    fill(frame, part.covered === true ? [COVERED_LEVEL, COVERED_LEVEL, COVERED_LEVEL] : WALL);
    if (part.covered !== true) {
      for (const [place, name] of part.people.entries()) {
        if (name === null) continue;
        const face = await this.#face(name);
        const columns = [place, place + 1].map((edge) =>
          Math.round((edge / part.people.length) * FRAME.width),
        );
        const own = isPortrait(part, place) ? 0 : closure;
        drawFace(frame, face, face.at({ left: own, right: own }), placement(part, seconds, place), [
          columns[0]!,
          columns[1]!,
        ]);
      }
    }
    expose(frame, part.light ?? 1, Random.seeded(script.seed, Math.round(seconds * 1000)));
    if (part.covered !== true && (part.light ?? 1) < DOOR.visibleBelow) lightUnderDoor(frame);
    mark(frame, closure >= MARKED_CLOSURE);
    return frame;
  }
}
