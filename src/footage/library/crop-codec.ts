import type { FaceCrop } from '../../vision/types';
import { CROP_TYPES, type CropType, type EncodedCrop } from './chunks';

/**
 * Quality of the kept crops. 160-pixel crops of 60 faces of LFW have 6.8 kB at 95 (43.5 dB against
 * the pixels), 4.6 kB at 90 (40.9 dB), 24 kB as lossless WebP and 63 kB as PNG: at four a second,
 * two hours are 0.2 GB instead of 0.7 or 1.8, and what is lost is less than the noise of a webcam
 * (2 levels of 255, 42 dB).
 */
const QUALITY = 0.95;

/** Turns crops into picture files and back. Keeps one canvas. */
export class CropCodec {
  #context: OffscreenCanvasRenderingContext2D | null = null;

  /** WebP; PNG where the browser writes no WebP (Safari). */
  async encode({ size, rgba }: FaceCrop): Promise<EncodedCrop> {
    const context = this.#contextOf(size);
    context.putImageData(new ImageData(rgba, size, size), 0, 0);
    const blob = await context.canvas.convertToBlob({ type: 'image/webp', quality: QUALITY });
    return { type: cropType(blob.type) ?? 'image/png', bytes: new Uint8Array(await blob.arrayBuffer()) };
  }

  /** @returns null: no picture, or not `size`×`size` pixels */
  async decode({ type, bytes }: EncodedCrop, size: number): Promise<FaceCrop | null> {
    const picture = new Blob([bytes], { type });
    // As it is, or training would see other colours than the network does live.
    const image = await createImageBitmap(picture, { colorSpaceConversion: 'none' }).catch(() => null);
    if (!image) return null;
    try {
      if (image.width !== size || image.height !== size) return null;
      const context = this.#contextOf(size);
      context.drawImage(image, 0, 0);
      return { size, rgba: context.getImageData(0, 0, size, size).data };
    } finally {
      image.close();
    }
  }

  #contextOf(size: number): OffscreenCanvasRenderingContext2D {
    if (this.#context?.canvas.width === size) return this.#context;
    const context = new OffscreenCanvas(size, size).getContext('2d', {
      alpha: false,
      willReadFrequently: true,
    });
    if (!context) throw new Error('This browser draws no pictures off screen.');
    this.#context = context;
    return context;
  }
}

/** The kind of picture file by its first bytes, whatever its name says; null: neither. */
export function sniffCrop(bytes: Uint8Array): CropType | null {
  const ascii = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (ascii(1, 4) === 'PNG') return 'image/png';
  return ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP' ? 'image/webp' : null;
}

const cropType = (type: string): CropType | undefined => CROP_TYPES.find((known) => known === type);
