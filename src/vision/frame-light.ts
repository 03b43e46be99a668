import { exposureOf } from './exposure';
import type { Exposure } from './types';

/** The frame is measured at this size, pixels: enough for its light, and cheap. */
const WIDTH = 32;
const HEIGHT = 24;

/** Measures whole frames. */
export class FrameLight {
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor() {
    const options = { alpha: false, willReadFrequently: true };
    const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', options);
    if (!context) throw new Error('This browser draws no pictures in workers.');
    this.#context = context;
  }

  measure(image: CanvasImageSource): Exposure {
    return exposureOf(this.#drawn(image, true));
  }

  /** Single pixels, spread over the frame, RGBA: they keep the sensor's noise. */
  sample(image: CanvasImageSource): Uint8ClampedArray {
    return this.#drawn(image, false);
  }

  #drawn(image: CanvasImageSource, averages: boolean): Uint8ClampedArray {
    this.#context.imageSmoothingEnabled = averages;
    this.#context.drawImage(image, 0, 0, WIDTH, HEIGHT);
    return this.#context.getImageData(0, 0, WIDTH, HEIGHT).data;
  }
}
