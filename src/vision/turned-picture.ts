import type { Turn } from '../common/turns';

/** A picture with its size, pixels. */
export interface SizedPicture {
  readonly image: VideoFrame | ImageBitmap | OffscreenCanvas;
  readonly width: number;
  readonly height: number;
}

/** Turns the pictures of a camera that is not mounted upright. */
export class TurnedPicture {
  #context: OffscreenCanvasRenderingContext2D | null = null;

  /** The picture turned clockwise; it stands until the next call. */
  of(picture: SizedPicture, turn: Turn): SizedPicture {
    if (turn === 0) return picture;
    const onSide = turn !== 180;
    const width = onSide ? picture.height : picture.width;
    const height = onSide ? picture.width : picture.height;
    const context = this.#contextOf(width, height);
    context.setTransform(1, 0, 0, 1, width / 2, height / 2);
    context.rotate((turn * Math.PI) / 180);
    context.drawImage(picture.image, -picture.width / 2, -picture.height / 2, picture.width, picture.height);
    return { image: context.canvas, width, height };
  }

  #contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
    const { canvas } = this.#context ?? {};
    if (canvas?.width !== width || canvas.height !== height)
      this.#context = new OffscreenCanvas(width, height).getContext('2d', {
        alpha: false,
        willReadFrequently: true,
      });
    if (!this.#context) throw new Error('This browser draws no pictures in workers.');
    return this.#context;
  }
}
