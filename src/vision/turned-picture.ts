import type { Turn } from '../common/turns';
import { SizedCanvas } from './sized-canvas';

/** A picture with its size, pixels. */
export interface SizedPicture {
  readonly image: VideoFrame | ImageBitmap | OffscreenCanvas;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of a picture once it is turned. */
export const turnedSize = ({ width, height }: Size, turn: Turn): Size =>
  turn % 180 === 0 ? { width, height } : { width: height, height: width };

/** Fills a canvas of the turned size with the picture turned clockwise. */
export function drawTurned(
  context: CanvasTransform & CanvasDrawImage,
  image: CanvasImageSource,
  size: Size,
  turn: Turn,
): void {
  const { width, height } = turnedSize(size, turn);
  context.setTransform(1, 0, 0, 1, width / 2, height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.drawImage(image, -size.width / 2, -size.height / 2, size.width, size.height);
}

/** Turns the pictures of a camera that is not mounted upright. */
export class TurnedPicture {
  readonly #canvas = new SizedCanvas();

  /** The picture turned clockwise; it stands until the next call. */
  of<Picture extends SizedPicture>(picture: Picture, turn: Turn): Picture | SizedPicture {
    if (turn === 0) return picture;
    const { width, height } = turnedSize(picture, turn);
    const context = this.#canvas.of(width, height);
    drawTurned(context, picture.image, picture, turn);
    return { image: context.canvas, width, height };
  }
}
