import { UnreadableMedia, type Video, type VideoPicture } from './video-frames';

/** A video that the page plays for a worker, which has no player of its own. */
export interface PageVideo {
  /** Seconds. */
  readonly duration: number;
  /** What it shows at a time, seconds. The picture is the caller's. */
  readonly pictureAt: (time: number) => Promise<ImageBitmap>;
  readonly close: () => void;
}

/**
 * The same as a video decoded here. Frames that repeat cannot be told from new ones: the player
 * gives no timestamps.
 */
export function videoOfPage({ duration, pictureAt, close }: PageVideo): Video {
  async function* pictures(
    perSecond: number,
    after = -Infinity,
  ): AsyncGenerator<VideoPicture, void, unknown> {
    const first = after < 0 ? 0 : Math.floor(after * perSecond) + 1;
    for (let look = first; look < duration * perSecond; look++) {
      const time = look / perSecond;
      const image = await pictureAt(time).catch((cause: unknown) => {
        throw new UnreadableMedia(`the player failed at ${time.toFixed(1)} s (${String(cause)})`);
      });
      yield { image, width: image.width, height: image.height, time };
    }
  }
  // It always counted as it does.
  return { begin: 0, duration, pictures, close };
}
