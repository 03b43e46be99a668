import { SECOND_MS } from '../../common/clock';
import type { FaceCrop, FaceSignals, DetectedFace } from '../../vision/types';
import type { VideoPicture } from '../../footage/media/video-frames';
import type { Frame } from '../../vision/frame-source';
import type { Landmarker } from '../../vision/landmarker';
import type { UnknownReason } from '../../wakefulness/state-event';
import { FaceViewer } from '../monitor-worker/face-viewer';

/** ms on the landmarker's clock between files, and between the two passes over one still. */
const PAUSE = 5_000;
const STEP = 33;

/** What one picture of a file shows. */
export interface FrameAnalysis {
  /** Seconds from the start of the video; 0 for a still. */
  readonly time: number;
  readonly signals: FaceSignals | null;
  /** Why there are no signals; null when there are. */
  readonly missing: UnknownReason | null;
  /** null: none was wanted, or there is no face. */
  readonly crop: FaceCrop | null;
}

/**
 * Analyses files as the monitor analyses the camera: the same landmarks, choice of the learner,
 * measures and crops.
 */
export class OfflineAnalyzer {
  readonly #landmarker: Landmarker;
  /** The landmarker's clock only grows, over all files. */
  #clock = 0;

  constructor(landmarker: Landmarker) {
    this.#landmarker = landmarker;
  }

  /** A still as a face is seen in a video; the image is closed. */
  async still(image: ImageBitmap, cropSize: number): Promise<FrameAnalysis> {
    await this.#forget();
    const viewer = new FaceViewer(this.#landmarker, null);
    // The first pass finds the face, the second one measures it from there, as in a video.
    const first = analyze(viewer, this.#frame(image), 0, cropSize);
    this.#clock += STEP;
    const second = analyze(viewer, this.#frame(image), 0, cropSize);
    image.close();
    return second.signals ? second : first;
  }

  /** All faces of a still, measured likewise; the image stays open. */
  async faces(image: ImageBitmap): Promise<DetectedFace[]> {
    await this.#forget();
    this.#landmarker.detect(image, image.width, image.height, this.#clock);
    this.#clock += STEP;
    return this.#landmarker.detect(image, image.width, image.height, this.#clock);
  }

  /**
   * A film, picture by picture; each is closed.
   * @param wantsCrop whether to cut the face out at a time, seconds
   */
  async *film(
    pictures: AsyncIterable<VideoPicture>,
    cropSize: number,
    wantsCrop: (time: number) => boolean,
  ): AsyncGenerator<FrameAnalysis, void, undefined> {
    await this.#forget();
    const viewer = new FaceViewer(this.#landmarker, null);
    const start = this.#clock;
    for await (const { image, width, height, time } of pictures) {
      this.#clock = start + time * SECOND_MS;
      const frame: Frame = { image, width, height, t: this.#clock, close: () => image.close() };
      const analysis = analyze(viewer, frame, time, wantsCrop(time) ? cropSize : null);
      frame.close();
      yield analysis;
    }
  }

  #frame(image: ImageBitmap): Frame {
    const { width, height } = image;
    return { image, width, height, t: this.#clock, close: () => image.close() };
  }

  /**
   * MediaPipe follows faces from picture to picture: a blank one between two files makes it look
   * afresh.
   */
  async #forget(): Promise<void> {
    this.#clock += PAUSE;
    const blank = await createImageBitmap(new ImageData(64, 64));
    this.#landmarker.detect(blank, blank.width, blank.height, this.#clock);
    blank.close();
    this.#clock += STEP;
  }
}

function analyze(viewer: FaceViewer, frame: Frame, time: number, cropSize: number | null): FrameAnalysis {
  const { face, missing } = viewer.view(frame);
  if (!face) return { time, signals: null, missing, crop: null };
  if (face.eyesHidden) return { time, signals: null, missing: 'eyes-hidden', crop: null };
  return { time, signals: face.signals, missing: null, crop: cropSize === null ? null : face.crop(cropSize) };
}

/** Side of the largest picture that is looked at as it is, pixels: no face needs more. */
const LARGEST_SIDE = 4096;

/**
 * A picture file, turned as the camera was held, larger ones made smaller; null: it is none, or one
 * too large to be decoded.
 */
export async function openStill(file: Blob): Promise<ImageBitmap | null> {
  const image = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  const scale = image ? LARGEST_SIDE / Math.max(image.width, image.height) : 1;
  if (!image || scale >= 1) return image;
  const resizeWidth = Math.ceil(image.width * scale);
  const smaller = createImageBitmap(image, { resizeWidth, resizeQuality: 'high' });
  return smaller.catch(() => null).finally(() => image.close());
}
