/**
 * A network is tried on a face before it is used: weights that are all finite may still give
 * infinities, or a posterior that is none.
 */
import { WakefulError } from '../common/errors';
import { cropsToTensor, type RgbaCrop } from './crops';
import { predict, type Classifier } from './inference';

/** What floats may miss of 1; networks in half precision miss a thousandth. */
const TOLERANCE = 0.01;

/** @throws WakefulError `checkpoint-unsound` where they are not finite and of sum 1 */
export function assertProbabilities(values: readonly number[]): void {
  const sum = values.reduce((total, value) => total + value, 0);
  if (values.every((value) => value >= 0) && Math.abs(sum - 1) <= TOLERANCE) return;
  throw new WakefulError(
    'checkpoint-unsound',
    `For a face the network gives ${values.map((value) => value.toPrecision(3)).join(', ')}: no probabilities.`,
    'Choose another network, or train this one again. The one in use stays as it is.',
  );
}

type Rgb = readonly [number, number, number];
const WALL: Rgb = [120, 130, 140];
const SKIN: Rgb = [205, 160, 135];
const DARK: Rgb = [50, 35, 30];

/** Ovals of a face with open eyes: centre, half axes, in sides of the picture. Later ones cover. */
const OVALS: readonly (readonly [number, number, number, number, Rgb])[] = [
  [0.5, 0.5, 0.36, 0.48, SKIN],
  [0.36, 0.4, 0.08, 0.035, [235, 230, 225]],
  [0.64, 0.4, 0.08, 0.035, [235, 230, 225]],
  [0.36, 0.4, 0.03, 0.035, DARK],
  [0.64, 0.4, 0.03, 0.035, DARK],
  [0.5, 0.72, 0.12, 0.03, [150, 70, 70]],
];

/** A drawn face: no picture of anybody needs to come with the program. */
export function drawnFace(size: number): { size: number; rgba: Uint8ClampedArray<ArrayBuffer> } {
  const rgba = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const [x, y] = [(pixel % size) / size, Math.floor(pixel / size) / size];
    const isIn = ([cx, cy, rx, ry]: (typeof OVALS)[number]): boolean =>
      ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
    rgba.set(OVALS.findLast(isIn)?.[4] ?? WALL, pixel * 4);
  }
  return { size, rgba };
}

/** @throws WakefulError `checkpoint-unsound` */
export async function rehearse(network: Classifier, side: number): Promise<void> {
  const face: RgbaCrop = drawnFace(side);
  const samples = { samples: [{ subject: '', label: 0 }], side, images: () => cropsToTensor([face]) };
  const { probabilities } = await predict(network, samples, [0]);
  assertProbabilities([...probabilities[0]!]);
}
