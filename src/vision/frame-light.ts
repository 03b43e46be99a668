import { exposureOf } from './exposure';
import type { Exposure } from './types';

/** The frame is measured at this size, pixels: enough for its light, and cheap. */
const WIDTH = 32;
const HEIGHT = 24;

/** Measures the light of whole frames. */
export class FrameLight {
  readonly #context: OffscreenCanvasRenderingContext2D;

  constructor() {
    const options = { alpha: false, willReadFrequently: true };
    const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d', options);
    if (!context) throw new Error('This browser draws no pictures in workers.');
    this.#context = context;
  }

  measure(image: CanvasImageSource): Exposure {
    this.#context.drawImage(image, 0, 0, WIDTH, HEIGHT);
    return exposureOf(this.#context.getImageData(0, 0, WIDTH, HEIGHT).data);
  }
}
