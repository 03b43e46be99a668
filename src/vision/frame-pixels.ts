import type { Frame } from './frame-source';
import { SizedCanvas } from './sized-canvas';
import type { SizedPicture } from './turned-picture';

/** A picture in memory: as pixels, and to draw from. */
export interface FramePicture extends SizedPicture {
  /** null where the browser reads none at once: then the image is drawn. */
  readonly pixels: ImageData | null;
}

/**
 * Reads the pixels of a frame once. Each drawing of a VideoFrame converts it anew: measured 4 ms at
 * 640×480, with several drawings a frame.
 */
export class FramePixels {
  readonly #canvas = new SizedCanvas();
  #pixels: ImageData | null = null;
  #isRefused = false;

  /** Stands until the next call, also when the frame is closed. One call at a time. */
  async read({ image, width, height }: Frame): Promise<FramePicture> {
    if (this.#isRefused || !isPlain(image, width, height)) return { image, width, height, pixels: null };
    const pixels = this.#pixelsOf(width, height);
    const context = this.#canvas.of(width, height);
    try {
      await image.copyTo(pixels.data, { format: 'RGBA' });
    } catch {
      // Browsers before 2024 copy frames in their own format only.
      this.#isRefused = true;
      return { image, width, height, pixels: null };
    }
    context.putImageData(pixels, 0, 0);
    return { image: context.canvas, width, height, pixels };
  }

  #pixelsOf(width: number, height: number): ImageData {
    if (this.#pixels?.width !== width || this.#pixels.height !== height)
      this.#pixels = new ImageData(width, height);
    return this.#pixels;
  }
}

/** A frame whose pixels lie in memory as they are shown: a drawing turns, cuts and scales too. */
function isPlain(image: Frame['image'], width: number, height: number): image is VideoFrame {
  if (!('visibleRect' in image) || image.format === null || !image.visibleRect) return false;
  const { rotation = 0, flip = false } = image as { readonly rotation?: number; readonly flip?: boolean };
  return rotation === 0 && !flip && image.visibleRect.width === width && image.visibleRect.height === height;
}
