import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BitmapReply, Frame } from '../../../src/vision/frame-source';
import { openFrameSource } from '../../../src/vision/frame-source';

class FakePicture {
  closed = 0;
  readonly timestamp: number;
  readonly displayWidth = 640;
  readonly displayHeight = 480;
  readonly width = 320;
  readonly height = 240;

  constructor(timestamp = 0) {
    this.timestamp = timestamp;
  }

  close(): void {
    this.closed += 1;
  }
}

const asFrame = (picture: FakePicture): VideoFrame => picture as unknown as VideoFrame;
const asBitmap = (picture: FakePicture): ImageBitmap => picture;

describe('frames of a track processor', () => {
  function sourceOf(pictures: FakePicture[], ending: 'close' | 'error') {
    const readable = new ReadableStream<VideoFrame>({
      pull(controller) {
        const picture = pictures.shift();
        if (picture) controller.enqueue(asFrame(picture));
        else if (ending === 'close') controller.close();
        else controller.error(new Error('camera failed'));
      },
    });
    let t = 1000;
    return openFrameSource({ kind: 'track-processor', readable }, () => (t += 10));
  }

  it('come with their size and time of arrival, and close their picture', async () => {
    const picture = new FakePicture(5);
    const source = sourceOf([picture], 'close');
    const frame = await source.next();
    expect(frame).toMatchObject({ width: 640, height: 480, t: 1010 });
    frame!.close();
    expect(picture.closed).toBe(1);
    expect(await source.next()).toBeNull();
  });

  it('are let go when they repeat the one before', async () => {
    const repeated = new FakePicture(1);
    const source = sourceOf([new FakePicture(1), repeated, new FakePicture(2)], 'close');
    expect((await source.next())!.image).toMatchObject({ timestamp: 1 });
    expect((await source.next())!.image).toMatchObject({ timestamp: 2 });
    expect(repeated.closed).toBe(1);
  });

  it('end when the camera fails', async () => {
    const source = sourceOf([], 'error');
    expect(await source.next()).toBeNull();
  });

  it('end when the source is closed, and what is still on its way is closed too', async () => {
    let camera!: ReadableStreamDefaultController<VideoFrame>;
    const readable = new ReadableStream<VideoFrame>({ start: (controller) => void (camera = controller) });
    const source = openFrameSource({ kind: 'track-processor', readable }, () => 0);
    const waiting = source.next();
    source.close();
    expect(await waiting).toBeNull();
    const late = [new FakePicture(1), new FakePicture(2), new FakePicture(2)];
    for (const picture of late) camera.enqueue(asFrame(picture));
    camera.close();
    await vi.waitFor(() => expect(late.map(({ closed }) => closed)).toEqual([1, 1, 1]));
    expect(await source.next()).toBeNull();
  });
});

describe('frames that the worker asks the page for', () => {
  const open: MessagePort[] = [];
  afterEach(() => open.splice(0).forEach((port) => port.close()));

  /**
   * A page that answers each question with the next of these; it stays silent when there is none
   * left.
   */
  function sourceOf(answers: (FakePicture | null)[]) {
    const asked: string[] = [];
    let answer: (reply: BitmapReply) => void = () => undefined;
    // A port that hands pictures over as they are: Node cannot transfer an ImageBitmap.
    const port: Pick<MessagePort, 'postMessage' | 'close' | 'onmessage'> = {
      onmessage: null,
      postMessage(question: string) {
        asked.push(question);
        const next = answers.shift();
        if (next !== undefined) queueMicrotask(() => answer({ image: next && asBitmap(next) }));
      },
      close: vi.fn(),
    };
    answer = (reply) => {
      port.onmessage?.call(port as MessagePort, new MessageEvent('message', { data: reply }));
    };
    const source = openFrameSource({ kind: 'image-bitmap', port: port as MessagePort }, () =>
      performance.now(),
    );
    return { source, asked, port };
  }

  it('come when the page has a new picture', async () => {
    const picture = new FakePicture();
    const { source, asked } = sourceOf([null, null, picture]);
    const frame: Frame | null = await source.next();
    expect(frame).toMatchObject({ width: 320, height: 240 });
    expect(asked).toEqual(['next', 'next', 'next']);
    frame!.close();
    expect(picture.closed).toBe(1);
  });

  it('are asked for at a steady pace, not as fast as the page answers', async () => {
    vi.useFakeTimers();
    try {
      const { source, asked } = sourceOf(Array.from({ length: 100 }, () => null));
      void source.next();
      await vi.advanceTimersByTimeAsync(1000);
      expect(asked.length).toBeGreaterThanOrEqual(14);
      expect(asked.length).toBeLessThanOrEqual(17);
      source.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it('end when the source is closed, even while the page is silent', async () => {
    const { source, port } = sourceOf([]);
    const waiting = source.next();
    await vi.waitFor(() => expect(port.onmessage).not.toBeNull());
    source.close();
    expect(await waiting).toBeNull();
    expect(port.close).toHaveBeenCalledOnce();
    expect(await source.next()).toBeNull();
  });
});
