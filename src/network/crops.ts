import { tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';

/** A square RGBA picture, `size`×`size`×4 bytes (what the vision part cuts out). */
export interface RgbaCrop {
  readonly size: number;
  readonly rgba: Uint8ClampedArray;
}

/**
 * Crops of one size → [n, size, size, 3] RGB 0..255. Alpha is dropped on the host: a quarter less
 * to upload.
 */
export function cropsToTensor(crops: readonly RgbaCrop[]): Tensor4D {
  const size = crops[0]?.size ?? 0;
  const pixels = size * size;
  const rgb = new Float32Array(crops.length * pixels * 3);
  crops.forEach((crop, index) => {
    if (crop.size !== size || crop.rgba.length !== pixels * 4) {
      throw new RangeError(`Crop ${index} is not ${size}×${size} RGBA like the first.`);
    }
    let to = index * pixels * 3;
    for (let from = 0; from < crop.rgba.length; from += 4) {
      rgb[to++] = crop.rgba[from]!;
      rgb[to++] = crop.rgba[from + 1]!;
      rgb[to++] = crop.rgba[from + 2]!;
    }
  });
  return tensor4d(rgb, [crops.length, size, size, 3]);
}
