import { cropTransform } from './face-alignment';
import type { FaceCrop } from './types';

/**
 * What the crop shows beyond the frame's border: the mean colour of VGGFace, which both backbones
 * see as nothing.
 */
const BORDER = 'rgb(124 117 104)';

/** Cuts faces out of frames. Keeps one canvas for each size. */
export class FaceCropper {
  readonly #contexts = new Map<number, OffscreenCanvasRenderingContext2D>();

  /**
   * The face upright in the middle of a square.
   * @param landmarks LANDMARK_COUNT × (x, y, z), pixels of `image`
   * @param size side of the crop, pixels
   */
  crop(image: CanvasImageSource, landmarks: Float32Array, size: number): FaceCrop {
    const context = this.#contextOf(size);
    context.resetTransform();
    context.fillStyle = BORDER;
    context.fillRect(0, 0, size, size);
    const { a, b, tx, ty } = cropTransform(landmarks, size);
    context.setTransform(a, b, -b, a, tx, ty);
    context.drawImage(image, 0, 0);
    return { size, rgba: context.getImageData(0, 0, size, size).data };
  }

  #contextOf(size: number): OffscreenCanvasRenderingContext2D {
    let context = this.#contexts.get(size);
    if (!context) {
      const created = new OffscreenCanvas(size, size).getContext('2d', {
        alpha: false,
        willReadFrequently: true,
      });
      if (!created) throw new Error('This browser draws no pictures in workers.');
      // Averages over the pixels that fall together when a large face is made smaller.
      created.imageSmoothingQuality = 'high';
      context = created;
      this.#contexts.set(size, context);
    }
    return context;
  }
}
