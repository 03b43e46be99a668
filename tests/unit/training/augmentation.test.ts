import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor4d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { withAugmented } from '../../../src/training/augmented-samples';
import { augment, randomAugmentation, type Augmentation } from '../../../src/training/augmentation';
import type { FaceSamples } from '../../../src/network/face-samples';

const SIDE = 16;
const NOTHING: Augmentation = {
  flip: false,
  gamma: 1,
  contrast: 1,
  shiftX: 0,
  shiftY: 0,
  scale: 1,
  turn: 0,
  resolution: 1,
  grey: false,
  noise: 0,
  shade: 0,
  shadeAngle: 0,
};

/** Colours that differ in every pixel and channel. */
const picture = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 37) % 251);
const apply = (change: Partial<Augmentation>): Float32Array =>
  augment(picture, SIDE, { ...NOTHING, ...change }, Random.seeded(1));
const at = (rgb: ArrayLike<number>, x: number, y: number): number[] =>
  [0, 1, 2].map((channel) => rgb[3 * (y * SIDE + x) + channel]!);

describe('augmentation', () => {
  it('changes nothing where nothing is asked for', () => {
    apply({}).forEach((value, i) => expect(value).toBeCloseTo(picture[i]!, 4));
  });

  it('mirrors, shifts to the right and down, and turns grey', () => {
    const flipped = apply({ flip: true });
    expect(at(flipped, 2, 5)).toEqual(
      at(picture, SIDE - 3, 5).map((value) => expect.closeTo(value, 4) as number),
    );
    const shifted = apply({ shiftX: 2 / SIDE, shiftY: 1 / SIDE });
    expect(at(shifted, 6, 6)).toEqual(at(picture, 4, 5).map((value) => expect.closeTo(value, 4) as number));
    const [r, g, b] = at(apply({ grey: true }), 3, 3);
    expect(r).toBe(g);
    expect(g).toBe(b);
  });

  it('magnifies about the middle: a point moves outwards by the factor', () => {
    const ramp = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) => 10 * (Math.floor(i / 3) % SIDE));
    const middle = (SIDE - 1) / 2;
    const larger = augment(ramp, SIDE, { ...NOTHING, scale: 1.25 }, Random.seeded(1));
    expect(at(larger, 10, 8)[0]).toBeCloseTo(10 * (middle + (10 - middle) / 1.25), 3);
  });

  it('a larger gamma darkens, contrast spreads about middle grey', () => {
    const level = (value: number, change: Partial<Augmentation>): number =>
      augment(
        new Float32Array(SIDE * SIDE * 3).fill(value),
        SIDE,
        { ...NOTHING, ...change },
        Random.seeded(1),
      )[0]!;
    expect(level(127.5, { gamma: 2 })).toBeCloseTo(63.75, 3);
    expect(level(178, { contrast: 1.2 })).toBeCloseTo(188, 3);
  });

  it('a low resolution keeps the mean and takes detail away', () => {
    const checks = Float32Array.from(
      { length: SIDE * SIDE * 3 },
      (_, i) => 255 * ((Math.floor(i / 3) + Math.floor(i / 3 / SIDE)) % 2),
    );
    const blurred = augment(checks, SIDE, { ...NOTHING, resolution: 0.5 }, Random.seeded(1));
    blurred.forEach((value) => expect(value).toBeCloseTo(127.5, 3));
  });

  it('stays within 0..255 and is the same for the same seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const change = randomAugmentation(Random.seeded(seed));
        const once = augment(picture, SIDE, change, Random.seeded(seed));
        expect(once.every((value) => value >= 0 && value <= 255)).toBe(true);
        expect(augment(picture, SIDE, change, Random.seeded(seed))).toEqual(once);
      }),
      { numRuns: 30 },
    );
  });
});

describe('augmented samples', () => {
  const samples = [
    { subject: 'a', label: 0 },
    { subject: 'b', label: 2 },
  ];
  const faces: FaceSamples = {
    samples,
    side: SIDE,
    images: (indices) =>
      tensor4d(
        Float32Array.from(indices.flatMap((index) => [...picture.map((value) => (value + index) % 256)])),
        [indices.length, SIDE, SIDE, 3],
      ),
  };
  const read = async (indices: readonly number[], seed = 3): Promise<Float32Array> => {
    const images = await withAugmented(faces, 2, seed).images(indices);
    const values = await images.data<'float32'>();
    images.dispose();
    return values;
  };

  beforeAll(async () => {
    await setBackend('cpu');
  });

  it('come after the plain ones, with their labels and subjects', () => {
    expect(withAugmented(faces, 2, 3).samples).toEqual([...samples, ...samples, ...samples]);
  });

  it('are the same alone and in company, differ from copy to copy and from seed to seed', async () => {
    const size = SIDE * SIDE * 3;
    const together = await read([0, 2, 4]);
    expect(together.slice(0, size)).toEqual(picture);
    expect(await read([2])).toEqual(together.slice(size, 2 * size));
    expect(together.slice(size, 2 * size)).not.toEqual(together.slice(2 * size));
    expect(await read([2], 4)).not.toEqual(together.slice(size, 2 * size));
  });
});
