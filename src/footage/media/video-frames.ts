import { ALL_FORMATS, BlobSource, Input, VideoSampleSink, type VideoSample } from 'mediabunny';

/** A file that cannot be decoded; the message says why. */
export class UnreadableMedia extends Error {}

export interface VideoPicture {
  readonly image: VideoFrame | ImageBitmap;
  readonly width: number;
  readonly height: number;
  /** Seconds from the first frame. */
  readonly time: number;
}

export interface Video {
  /** Seconds. */
  readonly duration: number;
  /**
   * Up to `perSecond` pictures a second, none twice, whatever the rate of the file and however it
   * varies. Whoever gets one closes it.
   * @param after seconds: only later ones; default: all
   */
  pictures(perSecond: number, after?: number): AsyncGenerator<VideoPicture, void, unknown>;
  close(): void;
}

/** Opens a video file of any kind that the browser decodes. @throws UnreadableMedia */
export async function openVideo(file: Blob): Promise<Video> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) });
  const track = await input.getPrimaryVideoTrack().catch((cause: unknown) => {
    throw new UnreadableMedia(`not a video file that can be read (${String(cause)})`);
  });
  if (!track) throw new UnreadableMedia('it holds no picture');
  if (!(await track.canDecode())) {
    throw new UnreadableMedia(`this browser has no decoder for ${(await track.getCodec()) ?? 'its codec'}`);
  }
  const start = await track.getFirstTimestamp();
  const duration = (await track.computeDuration()) - start;

  async function* pictures(
    perSecond: number,
    after = -Infinity,
  ): AsyncGenerator<VideoPicture, void, unknown> {
    const times = timesOf(duration, perSecond, after).map((time) => start + time);
    let last: number | null = null;
    try {
      for await (const sample of new VideoSampleSink(track!).samplesAtTimestamps(times)) {
        if (sample === null) continue;
        try {
          if (sample.timestamp === last || sample.timestamp - start <= after) continue;
          last = sample.timestamp;
          yield { ...(await pictureOf(sample)), time: sample.timestamp - start };
        } finally {
          sample.close();
        }
      }
    } catch (cause) {
      // What the caller throws does not come by here: this is the decoder.
      const at = ((last ?? start) - start).toFixed(1);
      throw new UnreadableMedia(`decoding failed after ${at} s (${String(cause)})`);
    }
  }

  return { duration, pictures, close: () => input.dispose() };
}

/** Moments to look at, seconds from the start: evenly spaced, those after `after`. */
export function timesOf(duration: number, perSecond: number, after: number): readonly number[] {
  const count = Math.ceil(duration * perSecond);
  return Array.from({ length: count }, (_, i) => i / perSecond).filter((time) => time > after);
}

/** The frame as the camera was held: phones film sideways and say so in the file. */
async function pictureOf(sample: VideoSample): Promise<Omit<VideoPicture, 'time'>> {
  const { displayWidth: width, displayHeight: height } = sample;
  if (sample.rotation === 0 && !sample.flip) return { image: sample.toVideoFrame(), width, height };
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no pictures in workers.');
  sample.draw(context, 0, 0);
  return { image: await createImageBitmap(canvas), width, height };
}
