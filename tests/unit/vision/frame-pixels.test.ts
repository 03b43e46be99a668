import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FramePixels } from '../../../src/vision/frame-pixels';
import type { Frame } from '../../../src/vision/frame-source';

const SIZE = { width: 4, height: 2 } as const;

/** A camera's frame as far as its pixels are read. */
function frameOf(change: object = {}) {
  const copyTo = vi.fn((bytes: Uint8ClampedArray) => Promise.resolve(bytes.fill(7)));
  const image = { format: 'I420', visibleRect: SIZE, copyTo, ...change };
  const frame = { image, ...SIZE, t: 0, close: () => undefined } as unknown as Frame;
  return { frame, copyTo };
}

const drawn: unknown[] = [];

beforeEach(() => {
  drawn.length = 0;
  // Called with `new`, which takes what they return.
  vi.stubGlobal('ImageData', function (width: number, height: number) {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  });
  vi.stubGlobal('OffscreenCanvas', function (width: number, height: number) {
    const canvas = { width, height };
    return { getContext: () => ({ canvas, putImageData: (pixels: unknown) => drawn.push(pixels) }) };
  });
});

afterEach(() => vi.unstubAllGlobals());

describe('a frame’s pixels', () => {
  it('are read once, and can be drawn from', async () => {
    const { frame, copyTo } = frameOf();
    const picture = await new FramePixels().read(frame);
    expect(picture.pixels?.data[0]).toBe(7);
    expect(drawn).toEqual([picture.pixels]);
    expect(picture).toMatchObject(SIZE);
    expect(picture.image).not.toBe(frame.image);
    expect(copyTo).toHaveBeenCalledExactlyOnceWith(picture.pixels?.data, { format: 'RGBA' });
  });

  it.each([
    ['is turned', { rotation: 90 }],
    ['is mirrored', { flip: true }],
    ['is shown at another size', { visibleRect: { width: 8, height: 2 } }],
    ['lies where nobody can read it', { format: null }],
    ['is a bitmap', { visibleRect: undefined }],
  ])('are left to the drawing where the frame %s', async (_what, change) => {
    const { frame, copyTo } = frameOf(change);
    expect(await new FramePixels().read(frame)).toMatchObject({ image: frame.image, pixels: null });
    expect(copyTo).not.toHaveBeenCalled();
  });

  it('are not asked for again where the browser refuses the format', async () => {
    const copyTo = vi.fn(() => Promise.reject(new TypeError('format')));
    const { frame } = frameOf({ copyTo });
    const pixels = new FramePixels();
    for (let i = 0; i < 3; i++)
      expect(await pixels.read(frame)).toMatchObject({ image: frame.image, pixels: null });
    expect(copyTo).toHaveBeenCalledTimes(1);
  });
});
