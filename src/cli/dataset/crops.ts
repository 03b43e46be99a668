import { join } from 'node:path';
import { tensor4d } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import type { FaceSamples } from '../../network/face-samples';
import { DatasetError } from '../../footage/dataset/dataset-error';
import type { CropRow } from '../../footage/dataset/format';
import { writeFileAtomic } from '../files';
import type { Dataset } from './extracted';

/** Smaller crops, px, leave the deepest stages of the backbones nothing to see. */
export const LEAST_CROP = 32;
/** Crops decoded at once: bounds open files and memory. */
const DECODED_AT_ONCE = 32;

/** Writes a square RGBA crop as PNG, without its alpha. */
export async function writeCrop(path: string, size: number, rgba: Uint8Array): Promise<void> {
  const png = await sharp(rgba, { raw: { width: size, height: size, channels: 4 } })
    .removeAlpha()
    .png({ compressionLevel: 6 })
    .toBuffer();
  writeFileAtomic(path, png);
}

/**
 * One crop, side × side × 3 bytes RGB.
 * @param side other than the data set's: the crop is scaled to it (Lanczos, 3 lobes)
 * @throws DatasetError `dataset-crop` when it is missing, broken or of another size
 */
export async function readCrop(
  { root, manifest }: Dataset,
  { file }: CropRow,
  side = manifest.cropSize,
): Promise<Uint8Array> {
  const path = join(root, file);
  const size = manifest.cropSize;
  const remedy = 'Delete the folder of its session and extract again: npm run extract -- DIR OUT.';
  try {
    const { data, info } = await sharp(path)
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.width === size && info.height === size && info.channels === 3) {
      if (side === size) return data;
      return await sharp(data, { raw: { width: size, height: size, channels: 3 } })
        .resize(side, side)
        .raw()
        .toBuffer();
    }
    throw new DatasetError(
      'dataset-crop',
      `The crop ${path} has ${info.width}×${info.height} pixels instead of ${size}×${size}.`,
      remedy,
    );
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError('dataset-crop', `The crop ${path} cannot be read.`, remedy, { cause });
  }
}

/** Crops as the trainer takes them, `side` pixels wide, read from disk when they are asked for. */
export function cropSamples(
  dataset: Dataset,
  rows: readonly CropRow[],
  side = dataset.manifest.cropSize,
): FaceSamples {
  return {
    samples: rows.map(({ subject, label }) => ({ subject, label: WAKEFULNESS_CLASSES.indexOf(label) })),
    side,
    images: async (indices) => {
      const pixels = new Float32Array(indices.length * side * side * 3);
      for (let start = 0; start < indices.length; start += DECODED_AT_ONCE) {
        const some = indices.slice(start, start + DECODED_AT_ONCE);
        const crops = await Promise.all(some.map((index) => readCrop(dataset, rows[index]!, side)));
        crops.forEach((crop, i) => pixels.set(crop, (start + i) * side * side * 3));
      }
      return tensor4d(pixels, [indices.length, side, side, 3]);
    },
  };
}
