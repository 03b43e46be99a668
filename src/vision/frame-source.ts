import type { Clock, Milliseconds } from '../common/clock';

/**
 * How frames reach the worker: what the page hands over (src/engine/page/frame-input.ts), all of it
 * transferable.
 */
export type FrameInput =
  | { readonly kind: 'track-processor'; readonly readable: ReadableStream<VideoFrame> }
  | { readonly kind: 'image-bitmap'; readonly port: MessagePort };

/** What the page answers over the port to each 'next'; null: the video shows nothing new. */
export type BitmapReply = { readonly image: ImageBitmap } | { readonly image: null };

/** One picture of the camera. Whoever got it closes it, at once. */
export interface Frame {
  readonly image: VideoFrame | ImageBitmap;
  readonly width: number;
  readonly height: number;
  /** Arrival, ms of the worker's monotonic clock. */
  readonly t: Milliseconds;
  close(): void;
}

/** Frames of one camera, pulled one by one. */
export interface FrameSource {
  /**
   * The next frame; null once the camera has ended or the source was closed. Never two calls at a
   * time.
   */
  next(): Promise<Frame | null>;
  close(): void;
}

/** Opens what the page handed over. `now` is the worker's monotonic clock. */
export function openFrameSource(input: FrameInput, now: Clock): FrameSource {
  return input.kind === 'track-processor' ? fromReadable(input.readable, now) : fromPort(input.port, now);
}

/**
 * Full rate in hidden tabs too; a frame that repeats the one before is let go (a frozen camera
 * shows nothing new).
 *
 * The page ends the stream by stopping its track. A closed source reads on until then and closes
 * what comes: cancelling would drop frames that are on their way between the threads, unclosed.
 */
function fromReadable(readable: ReadableStream<VideoFrame>, now: Clock): FrameSource {
  const reader = readable.getReader();
  let last: number | null = null;
  let closed = false;
  let answer: (frame: VideoFrame | undefined) => void = () => undefined;

  const read = (): Promise<VideoFrame | undefined> =>
    reader.read().then(
      ({ value }) => value,
      () => undefined, // a camera that fails has ended
    );
  const readUnlessClosed = (): Promise<VideoFrame | undefined> =>
    new Promise((resolve) => {
      answer = resolve;
      void read().then((frame) => {
        if (closed) frame?.close();
        else resolve(frame);
      });
    });

  return {
    async next() {
      for (;;) {
        const frame = closed ? undefined : await readUnlessClosed();
        if (frame === undefined) return null;
        if (frame.timestamp !== last) {
          last = frame.timestamp;
          return frameOf(frame, frame.displayWidth, frame.displayHeight, now());
        }
        frame.close();
      }
    },
    close() {
      if (closed) return;
      closed = true;
      answer(undefined);
      void (async () => {
        for (let frame = await read(); frame; frame = await read()) frame.close();
      })();
    },
  };
}

/**
 * Time from one question to the next, ms: the worker's timers are not throttled in hidden tabs as
 * the page's are.
 */
const ASK_EVERY: Milliseconds = 66;

/** Asks the page for a picture on the worker's own timer. */
function fromPort(port: MessagePort, now: Clock): FrameSource {
  const closing = new AbortController();
  let asked: Milliseconds = -Infinity;
  let answer: ((reply: BitmapReply | null) => void) | null = null;

  port.onmessage = ({ data }: MessageEvent<BitmapReply>) => answer?.(data);

  const ask = (): Promise<BitmapReply | null> =>
    new Promise((resolve) => {
      answer = resolve;
      port.postMessage('next');
    });
  const pause = (ms: Milliseconds): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  return {
    async next() {
      for (;;) {
        await pause(Math.max(0, asked + ASK_EVERY - now()));
        if (closing.signal.aborted) return null;
        asked = now();
        const image = (await ask())?.image;
        if (image) return frameOf(image, image.width, image.height, now());
      }
    },
    close() {
      closing.abort();
      answer?.(null);
      port.close();
    },
  };
}

function frameOf(image: VideoFrame | ImageBitmap, width: number, height: number, t: Milliseconds): Frame {
  return { image, width, height, t, close: () => image.close() };
}
