import type { Turn } from '../../common/turns';
import { drawTurned, turnedSize, type Size } from '../../vision/turned-picture';

/**
 * A camera's picture turned upright, for what takes a stream as it is: a recorder, a trial. It
 * stands still while the page is hidden.
 */
export async function turnedStream(stream: MediaStream, turn: Turn): Promise<MediaStream> {
  if (turn === 0) return stream;
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser draws no pictures.');
  let drawn: Size = { width: 0, height: 0 };

  function draw(): void {
    const size = { width: video.videoWidth, height: video.videoHeight };
    if (size.width !== drawn.width || size.height !== drawn.height) {
      Object.assign(canvas, turnedSize(size, turn));
      drawn = size;
    }
    drawTurned(context!, video, size, turn);
    if (stream.active) video.requestVideoFrameCallback(draw);
  }
  await video.play();
  draw();
  return canvas.captureStream();
}
