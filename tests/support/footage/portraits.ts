import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import * as v from 'valibot';
import { closeLids } from '../../../src/footage/lid-warp';
import { smoothstep, type Picture, type Rgb } from '../../../src/footage/picture';
import type { EyePair } from '../../../src/wakefulness/observation';

/**
 * The portraits that the tests' footage is made of: clear faces, eyes open, in photos that an npm
 * package ships.
 */
export const PORTRAIT_NAMES = ['learner', 'stranger', 'third'] as const;
export type PortraitName = (typeof PORTRAIT_NAMES)[number];

const Portrait = v.object({
  /** Photo in the demo folder of @vladmandic/face-api. */
  file: v.string(),
  /**
   * How far to the sides of the face the photo shows nobody else, in distances between the outer
   * eye corners.
   */
  reach: v.number(),
  /** 478 × (x, y, z), measured by the app's own face landmarker, pixels of the photo. */
  landmarks: v.pipe(v.array(v.number()), v.length(3 * 478)),
});
const Portraits = v.object({ learner: Portrait, stranger: Portrait, third: Portrait });

const PORTRAITS = v.parse(
  Portraits,
  JSON.parse(readFileSync(new URL('../../fixtures/portraits.json', import.meta.url), 'utf8')),
);

const photoPath = (file: string): string =>
  join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo', file);

/** Outer corners of the person's right and left eye. */
const [RIGHT_CORNER, LEFT_CORNER] = [33, 263];

/**
 * Part of the photo that is cut out, in distances between the outer eye corners: the head with room
 * to move.
 */
const CUT = { width: 7, height: 5.4, eyeHeight: 0.44 };

/** Steps of closure that are kept: finer ones cannot be told apart at webcam size. */
const CLOSURE_STEPS = 20;

export interface Face {
  readonly picture: Picture;
  /** 478 × (x, y, z), pixels of `picture`. */
  readonly landmarks: readonly number[];
  /**
   * Middle between the outer eye corners, their distance (pixels) and the tilt of their line
   * (radians).
   */
  readonly eyes: { readonly x: number; readonly y: number; readonly distance: number; readonly roll: number };
}

/** The wall of the room in which all films play. */
export const WALL: Rgb = [150, 146, 138];

/**
 * Photo and wall blend over this many eye distances; the part of the photo that stays is taller
 * than wide.
 */
const WALL_FADE = 0.3;
const ROOM_ASPECT = 0.6;

/** Puts a wall behind the person, in place: who else is in the photo must not be in the room. */
function putBeforeWall({ data, width }: Picture, eyes: Face['eyes'], reach: number): void {
  for (let k = 0; k < data.length; k += 4) {
    const dx = ((k / 4) % width) - eyes.x;
    const dy = Math.floor(k / 4 / width) - eyes.y;
    const wall = smoothstep(reach - WALL_FADE, reach, Math.hypot(dx, dy * ROOM_ASPECT) / eyes.distance);
    for (let channel = 0; channel < 3; channel++)
      data[k + channel]! += wall * (WALL[channel]! - data[k + channel]!);
  }
}

/** A portrait at any closure of its eyes; warped pictures are kept. */
export class PortraitFace {
  readonly open: Face;
  readonly #closed = new Map<string, Picture>();

  private constructor(open: Face) {
    this.open = open;
  }

  static async load(name: PortraitName): Promise<PortraitFace> {
    const { file, landmarks, reach } = PORTRAITS[name];
    const [rx, ry] = [landmarks[3 * RIGHT_CORNER]!, landmarks[3 * RIGHT_CORNER + 1]!];
    const [lx, ly] = [landmarks[3 * LEFT_CORNER]!, landmarks[3 * LEFT_CORNER + 1]!];
    const distance = Math.hypot(lx - rx, ly - ry);
    const photo = sharp(photoPath(file));
    const size = await photo.metadata();
    const left = Math.max(0, Math.round((rx + lx) / 2 - (CUT.width / 2) * distance));
    const top = Math.max(0, Math.round((ry + ly) / 2 - CUT.height * CUT.eyeHeight * distance));
    const { data, info } = await photo
      .extract({
        left,
        top,
        width: Math.min(size.width - left, Math.round(CUT.width * distance)),
        height: Math.min(size.height - top, Math.round(CUT.height * distance)),
      })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const eyes = {
      x: (rx + lx) / 2 - left,
      y: (ry + ly) / 2 - top,
      distance,
      roll: Math.atan2(ly - ry, lx - rx),
    };
    const picture = { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
    putBeforeWall(picture, eyes, reach);
    return new PortraitFace({
      picture,
      eyes,
      landmarks: landmarks.map((value, k) =>
        k % 3 === 0 ? value - left : k % 3 === 1 ? value - top : value,
      ),
    });
  }

  /** The portrait with its eyes closed so far, 0 open … 1 closed. */
  at(closure: EyePair): Picture {
    const step = (amount: number): number => Math.round(amount * CLOSURE_STEPS) / CLOSURE_STEPS;
    const wanted = { left: step(closure.left), right: step(closure.right) };
    const key = `${wanted.left} ${wanted.right}`;
    const known = this.#closed.get(key);
    if (known !== undefined) return known;
    const picture = closeLids(this.open.picture, this.open.landmarks, wanted);
    this.#closed.set(key, picture);
    return picture;
  }
}
