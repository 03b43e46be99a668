import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BitmapReply } from '../../../src/vision/frame-source';
import { openFrameInput } from '../../../src/engine/page/frame-input';

afterEach(() => vi.unstubAllGlobals());

const fakeTrack = () => {
  const copy = { stop: vi.fn() };
  const track = { clone: () => copy, stop: vi.fn() };
  return { track: track as unknown as MediaStreamVideoTrack, copy, original: track };
};

describe('openFrameInput', () => {
  it('hands over what a track processor reads, and leaves the preview its track', async () => {
    const given: MediaStreamTrackProcessorInit[] = [];
    const readable = new ReadableStream<VideoFrame>();
    vi.stubGlobal(
      'MediaStreamTrackProcessor',
      class {
        readonly readable = readable;
        constructor(init: MediaStreamTrackProcessorInit) {
          given.push(init);
        }
      },
    );
    const { track, copy, original } = fakeTrack();
    const opened = await openFrameInput(track);
    expect(opened.input).toEqual({ kind: 'track-processor', readable });
    expect(opened.transfer).toEqual([readable]);
    expect(given).toEqual([{ track: copy, maxBufferSize: 1 }]);
    opened.close();
    expect(copy.stop).toHaveBeenCalledOnce();
    expect(original.stop).not.toHaveBeenCalled();
  });

  describe('without a track processor', () => {
    async function page() {
      const video = {
        currentTime: 0,
        readyState: 4,
        muted: false,
        playsInline: false,
        srcObject: null as unknown,
        play: () => Promise.resolve(),
      };
      vi.stubGlobal('document', { createElement: () => video });
      vi.stubGlobal('MediaStream', EventTarget);
      vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
      let pictures = 0;
      // An ArrayBuffer stands for the picture: Node can transfer it.
      vi.stubGlobal('createImageBitmap', () => Promise.resolve(new ArrayBuffer(++pictures)));
      const opened = await openFrameInput(fakeTrack().track);
      if (opened.input.kind !== 'image-bitmap')
        throw new Error(`expected pictures, got ${opened.input.kind}`);
      const { port } = opened.input;
      const ask = (): Promise<BitmapReply> =>
        new Promise((resolve) => {
          port.onmessage = ({ data }: MessageEvent<BitmapReply>) => resolve(data);
          port.postMessage('next');
        });
      const close = (): void => {
        opened.close();
        port.close();
      };
      return { video, ask, close };
    }

    it('answers each question with a new picture, and with none while the video stands still', async () => {
      const { video, ask, close } = await page();
      expect((await ask()).image).toMatchObject({ byteLength: 1 });
      expect((await ask()).image).toBeNull();
      video.currentTime = 0.1;
      expect((await ask()).image).toMatchObject({ byteLength: 2 });
      video.currentTime = 0.2;
      video.readyState = 1;
      expect((await ask()).image).toBeNull();
      close();
      expect(video.srcObject).toBeNull();
      expect(video.muted).toBe(true);
    });

    it('answers with none when the picture cannot be had', async () => {
      const { ask, close } = await page();
      vi.stubGlobal('createImageBitmap', () => Promise.reject(new DOMException('gone', 'InvalidStateError')));
      expect((await ask()).image).toBeNull();
      close();
    });
  });
});
