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
  lean: 0,
  stretch: 1,
  blur: 0,
  blurAngle: 0,
  resolution: 1,
  grey: false,
  dim: 1,
  tint: [1, 1, 1],
  noise: 0,
  colourNoise: 0,
  shade: 0,
  shadeAngle: 0,
  shadeTint: [1, 1, 1],
  glares: [],
  cover: null,
  quality: null,
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

  const flat = (value: number, change: Partial<Augmentation>): Float32Array =>
    augment(new Float32Array(SIDE * SIDE * 3).fill(value), SIDE, { ...NOTHING, ...change }, Random.seeded(1));
  const mean = (rgb: ArrayLike<number>): number =>
    Array.from(rgb).reduce((sum, value) => sum + value, 0) / rgb.length;

  it('a dim room takes light away and a lamp colours it, on one side more than on the other', () => {
    expect(at(flat(200, { dim: 0.25 }), 3, 9)).toEqual([50, 50, 50]);
    expect(at(flat(100, { tint: [1.2, 1, 0.5] }), 3, 9)).toEqual(
      [120, 100, 50].map((value) => expect.closeTo(value, 4) as number),
    );
    const lit = flat(100, { shade: 0.5, shadeTint: [0.8, 1, 1.2], shadeAngle: 0 });
    const [left, right] = [at(lit, 0, 8), at(lit, SIDE - 1, 8)];
    expect(right[2]!).toBeLessThan(left[2]!);
    expect(right[0]! / right[2]!).toBeLessThan(left[0]! / left[2]!);
  });

  it('glare lies where it is put, and leaves the rest', () => {
    const glare = {
      x: 0.25,
      y: 0.5,
      halfWidth: 0.15,
      halfHeight: 0.15,
      angle: 0,
      strength: 0.5,
      colour: [255, 255, 255] as const,
    };
    const lit = flat(55, { glares: [glare] });
    expect(at(lit, 4, 8)[0]).toBeCloseTo(155, 4);
    expect(at(lit, 12, 8)[0]).toBe(55);
  });

  it('a cover reaches in from its edge only', () => {
    const covered = apply({ cover: { edge: 'bottom', depth: 0.25, colour: [1, 2, 3] } });
    expect(at(covered, 7, SIDE - 1)).toEqual([1, 2, 3]);
    expect(at(covered, 7, 11)).toEqual(at(picture, 7, 11));
  });

  it('motion smears along its direction and keeps the mean there', () => {
    const columns = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) =>
      (Math.floor(i / 3) % SIDE) % 2 === 0 ? 0 : 200,
    );
    const change = { ...NOTHING, blur: 4 / SIDE };
    const across = augment(columns, SIDE, { ...change, blurAngle: 0 }, Random.seeded(1));
    const down = augment(columns, SIDE, { ...change, blurAngle: Math.PI / 2 }, Random.seeded(1));
    expect(at(across, 8, 8)[0]).toBeCloseTo(100, 3);
    expect(at(down, 8, 8)[0]).toBeCloseTo(0, 3);
  });

  it('a bowed head is wider above than below, about the middle', () => {
    const ramp = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) => 10 * (Math.floor(i / 3) % SIDE));
    const bowed = augment(ramp, SIDE, { ...NOTHING, lean: 0.5 }, Random.seeded(1));
    const step = (y: number): number => at(bowed, 9, y)[0]! - at(bowed, 8, y)[0]!;
    expect(step(2)).toBeLessThan(step(13));
    expect((at(bowed, 7, 5)[0]! + at(bowed, 8, 5)[0]!) / 2).toBeCloseTo((10 * (SIDE - 1)) / 2, 3);
  });

  it('JPEG keeps a flat picture and the mean, and loses detail the more the lower the quality', () => {
    flat(77, { quality: 30 }).forEach((value) => expect(Math.abs(value - 77)).toBeLessThan(6));
    const away = (quality: number): number =>
      mean(apply({ quality }).map((value, i) => Math.abs(value - picture[i]!)));
    expect(away(90)).toBeLessThan(away(15));
    expect(away(100)).toBeLessThan(2);
  });

  it('noise has the deviation that was asked for', () => {
    const noisy = flat(128, { noise: 6, colourNoise: 8 });
    const variance = mean(noisy.map((value) => (value - 128) ** 2));
    expect(Math.sqrt(variance)).toBeGreaterThan(8);
    expect(Math.sqrt(variance)).toBeLessThan(12);
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
