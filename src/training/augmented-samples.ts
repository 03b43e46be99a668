import { concat, tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { Random } from '../common/random';
import { augment, randomAugmentation } from './augmentation';
import type { FaceSamples } from '../network/face-samples';

/** Streams of the seed. */
const STREAM = { change: 11, noise: 12 } as const;

/**
 * The samples, followed by `copies` changed versions of each: sample i of n is there again as i +
 * n, i + 2n, … Each version is the same whenever it is asked for, so that what the frozen part of
 * the network makes of it can be kept.
 */
export function withAugmented(faces: FaceSamples, copies: number, seed: number): FaceSamples {
  const { samples, side } = faces;
  const count = samples.length;
  return {
    samples: Array.from({ length: copies + 1 }, () => samples).flat(),
    side,
    async images(indices) {
      const plain = await faces.images(indices.map((index) => index % count));
      if (indices.every((index) => index < count)) return plain;
      const values = await plain.data<'float32'>();
      plain.dispose();
      const size = side * side * 3;
      const pictures = indices.map((index, i): Tensor4D => {
        const own = values.subarray(i * size, (i + 1) * size);
        if (index < count) return tensor4d(own, [1, side, side, 3]);
        const change = randomAugmentation(Random.seeded(seed, STREAM.change, index));
        return tensor4d(augment(own, side, change, Random.seeded(seed, STREAM.noise, index)), [
          1,
          side,
          side,
          3,
        ]);
      });
      const together = concat(pictures);
      for (const picture of pictures) picture.dispose();
      return together;
    },
  };
}
