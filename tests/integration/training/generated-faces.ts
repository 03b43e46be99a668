/**
 * Faces of a few people with eyes open, half closed and closed, made from portraits by the lid
 * warp, cropped as for the network.
 */
import { Random } from '../../../src/common/random';
import { sampleRgb, type Picture, type Rgb } from '../../../src/footage/picture';
import { cropsToTensor, type RgbaCrop } from '../../../src/network/crops';
import type { FaceSamples, LabelledSample } from '../../../src/network/face-samples';
import { PortraitFace, type Face, type PortraitName } from '../../support/footage/portraits';

const SIDE = 160;
/** Distance between the outer eye corners and height of the eyes in an aligned crop, pixels. */
const EYES_PX = 105;
const EYES_AT = 64;

/** How far the eyes are closed in each class, least and most. */
const CLOSURE = { asleep: [0.94, 1], drowsy: [0.45, 0.6], awake: [0, 0.1] } as const;
export type GeneratedClass = keyof typeof CLOSURE;

/**
 * An upright crop, slightly moved, turned, scaled and relit, as a webcam would give it from moment
 * to moment.
 */
function crop(picture: Picture, { eyes }: Face, random: Random): RgbaCrop {
  const vary = (by: number): number => by * (2 * random.uniform() - 1);
  const scale = (eyes.distance / EYES_PX) * (1 + vary(0.05));
  const roll = eyes.roll + vary(0.06);
  const [dx, dy] = [vary(4), vary(4)];
  const light = 1 + vary(0.15);
  const rgba = new Uint8ClampedArray(SIDE * SIDE * 4);
  const colour: Rgb = [0, 0, 0];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [u, v] = [scale * (x - SIDE / 2 + dx), scale * (y - EYES_AT + dy)];
      const [cos, sin] = [Math.cos(roll), Math.sin(roll)];
      sampleRgb(picture, eyes.x + cos * u - sin * v, eyes.y + sin * u + cos * v, colour);
      const at = 4 * (y * SIDE + x);
      for (let channel = 0; channel < 3; channel++)
        rgba[at + channel] = light * colour[channel]! + 3 * random.normal();
      rgba[at + 3] = 255;
    }
  }
  return { size: SIDE, rgba };
}

/** `perClass` crops of every person and class; labels are positions in `classes`. */
export async function generatedFaces(
  people: readonly PortraitName[],
  classes: readonly GeneratedClass[],
  perClass: number,
  seed: number,
): Promise<FaceSamples> {
  const random = Random.seeded(seed);
  const samples: LabelledSample[] = [];
  const crops: RgbaCrop[] = [];
  for (const subject of people) {
    const portrait = await PortraitFace.load(subject);
    classes.forEach((name, label) => {
      const [least, most] = CLOSURE[name];
      for (let i = 0; i < perClass; i++) {
        const closure = least + (most - least) * random.uniform();
        samples.push({ subject, label });
        crops.push(crop(portrait.at({ left: closure, right: closure }), portrait.open, random));
      }
    });
  }
  return { samples, side: SIDE, images: (indices) => cropsToTensor(indices.map((index) => crops[index]!)) };
}
