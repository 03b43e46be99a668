import { ALL_FORMATS, BlobSource, Input, VideoSampleSink, type VideoSample } from 'mediabunny';
import { RANGES } from '../../common/ranges';
import { codecName, containerName } from './format-name';

/** A file that cannot be decoded; the message says why. */
export class UnreadableMedia extends Error {
  /** What it is, where it is whole and this browser does not know its format; else null. */
  readonly format: string | null;

  constructor(message: string, format: string | null = null) {
    super(message);
    this.format = format;
  }
}

export interface VideoPicture {
  /** Its pixels are square and upright. */
  readonly image: VideoFrame | ImageBitmap;
  readonly width: number;
  readonly height: number;
  /** Seconds, as a player's clock tells them. */
  readonly time: number;
}

export interface Video {
  /** Seconds from the start of the player's clock: where its pictures end. */
  readonly duration: number;
  /**
   * Up to `perSecond` pictures a second, none twice, whatever the rate of the file and however it
   * varies. Whoever gets one closes it.
   * @param after seconds: only later ones; default: all
   * @throws UnreadableMedia where decoding fails, or has left out much of the film
   */
  pictures(perSecond: number, after?: number): AsyncGenerator<VideoPicture, void, unknown>;
  close(): void;
}

/**
 * Part of a film's packets that must give pictures. Not all do: VP8 has some that are never shown,
 * one in ten or fewer.
 */
const LEAST_DECODED = 0.8;

/** Opens a video file of any kind that the browser decodes. @throws UnreadableMedia */
export async function openVideo(file: Blob): Promise<Video> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(file) });
  const track = await input.getPrimaryVideoTrack().catch(async (cause: unknown) => {
    throw new UnreadableMedia(
      `not a video file that can be read (${String(cause)})`,
      await containerName(file),
    );
  });
  if (!track) throw new UnreadableMedia('it holds no picture');
  if (!(await track.canDecode())) {
    const name = codecName(await track.getCodec(), await track.getInternalCodecId());
    throw new UnreadableMedia(`this browser has no decoder for ${name}`, `${name} video`);
  }
  // Containers and players count from the same zero, whenever the first picture comes: an edit list
  // or a sound that begins earlier moves it.
  const duration = await track.computeDuration();
  const { most } = RANGES.recordingSeconds;
  if (duration > most) {
    const hours = Math.round(duration / 3600).toLocaleString('en');
    throw new UnreadableMedia(`it says that it lasts ${hours} hours; ${most / 3600} can be read`);
  }

  async function* pictures(
    perSecond: number,
    after = -Infinity,
  ): AsyncGenerator<VideoPicture, void, unknown> {
    /** Shown until the next one comes. */
    let shown: VideoSample | null = null;
    let decoded = 0;
    let until = Math.max(0, after);
    const picked = (sample: VideoSample, next: number): number | null => {
      const time = Math.max(0, sample.timestamp);
      return time > after && isSeen(time, next, perSecond) ? time : null;
    };
    try {
      // In order: looking frames up by time fails in files without an index whose clusters do not
      // all begin with a key frame, as Chrome's MediaRecorder writes them (mediabunny 1.61).
      for await (const sample of new VideoSampleSink(track!).samples(after > 0 ? after : undefined)) {
        decoded++;
        const before: VideoSample | null = shown;
        // At once: whoever stops reading at the picture below leaves this one to be closed.
        shown = sample;
        try {
          const time = before && picked(before, sample.timestamp);
          if (before && time !== null) yield { ...pictureOf(before), time };
        } finally {
          before?.close();
        }
        until = sample.timestamp;
      }
      const time = shown && picked(shown, duration);
      if (shown && time !== null) yield { ...pictureOf(shown), time };
      if (after > 0) return;
      const { packetCount } = await track!.computePacketStats();
      if (decoded < LEAST_DECODED * packetCount) {
        throw new UnreadableMedia(`only ${decoded} of ${packetCount} frames could be decoded`);
      }
    } catch (cause) {
      if (cause instanceof UnreadableMedia) throw cause;
      // What the caller throws does not come by here: this is the decoder.
      throw new UnreadableMedia(`decoding failed after ${until.toFixed(1)} s (${String(cause)})`);
    } finally {
      shown?.close();
    }
  }

  return { duration, pictures, close: () => input.dispose() };
}

/** Times are sums of frame durations: this much, in pictures, is rounding. */
const ROUNDING = 1e-6;

/** Whether one of `perSecond` evenly spaced looks falls on what is shown from `time` to `next`. */
const isSeen = (time: number, next: number, perSecond: number): boolean =>
  Math.ceil(time * perSecond - ROUNDING) < Math.ceil(next * perSecond - ROUNDING);

/** The frame as the camera was held and as it is shown: phones film sideways, and cameras wide. */
function pictureOf(sample: VideoSample): Omit<VideoPicture, 'time'> {
  const { displayWidth: width, displayHeight: height, pixelAspectRatio } = sample;
  const isSquare = pixelAspectRatio.num === pixelAspectRatio.den;
  if (isSquare && sample.rotation === 0 && !sample.flip) {
    return { image: sample.toVideoFrame(), width, height };
  }
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no pictures in workers.');
  sample.draw(context, 0, 0, width, height);
  return { image: canvas.transferToImageBitmap(), width, height };
}
