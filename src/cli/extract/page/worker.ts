/** Looks at files with the app's own eyes: the same landmarks, choice of the learner, measures and crops as the monitor. */
import { expose } from 'comlink';
import { FaceViewer } from '../../../engine/monitor-worker/face-viewer';
import { loadLandmarker } from '../../../engine/monitor-worker/models';
import '../../../engine/network-worker/wakeful-throw';
import { wearGlasses } from '../../../footage/glasses';
import { closeLids } from '../../../footage/lid-warp';
import type { Picture } from '../../../footage/picture';
import type { Frame } from '../../../vision/frame-source';
import type { Landmarker } from '../../../vision/landmarker';
import { CropSlots } from '../../../footage/media/crop-slots';
import type { ExtractService, LookedAt, PortraitLook, TakeLooks, VideoRequest } from '../protocol';
import { toBase64 } from './base64';
import { openVideo, UnreadableMedia } from '../../../footage/media/video-frames';

/** Pictures handed over together. */
const LOOKS_AT_ONCE = 32;
/** ms on the landmarker's clock between files, and between the pictures of a still. */
const PAUSE = 5_000;
const STEP = 33;

let landmarker: Landmarker | null = null;
/** The landmarker's clock only grows, over all files. */
let clock = 0;

function eyes(): Landmarker {
  if (!landmarker) throw new Error('The landmarker is not loaded.');
  return landmarker;
}

/** MediaPipe follows faces from picture to picture: a blank one between two files makes it look afresh. */
async function forget(): Promise<void> {
  clock += PAUSE;
  const blank = await createImageBitmap(new ImageData(64, 64));
  eyes().detect(blank, blank.width, blank.height, clock);
  blank.close();
  clock += STEP;
}

function look(
  viewer: FaceViewer,
  frame: Frame,
  time: number,
  wantsCrop: (time: number) => boolean,
): LookedAt {
  const { face, missing } = viewer.view(frame);
  if (!face) return { time, signals: null, missing, crop: null };
  const crop = wantsCrop(time) ? toBase64(face.crop().rgba) : null;
  return { time, signals: face.signals, missing: null, crop };
}

function frameOf(image: VideoFrame | ImageBitmap, width: number, height: number, t: number): Frame {
  return { image, width, height, t, close: () => image.close() };
}

function open(file: Blob): Promise<ImageBitmap | null> {
  return createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
}

async function still(file: Blob, cropSize: number): Promise<LookedAt | null> {
  const image = await open(file);
  return image && lookAt(image, cropSize);
}

/** A still as a face is seen in a video; the image is closed. */
async function lookAt(image: ImageBitmap, cropSize: number): Promise<LookedAt> {
  await forget();
  const viewer = new FaceViewer(eyes(), cropSize);
  // The first look finds the face, the second one measures it as in a video, from where it was found.
  const first = look(viewer, frameOf(image, image.width, image.height, clock), 0, () => true);
  clock += STEP;
  const second = look(viewer, frameOf(image, image.width, image.height, clock), 0, () => true);
  image.close();
  return second.signals ? second : first;
}

function pixelsOf(image: ImageBitmap): Picture {
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  if (!context) throw new Error('This browser draws no pictures in workers.');
  context.drawImage(image, 0, 0);
  const { width, height, data } = context.getImageData(0, 0, image.width, image.height);
  return { width, height, data: new Uint8ClampedArray(data) };
}

async function portrait(
  file: Blob,
  looks: readonly PortraitLook[],
  cropSize: number,
): Promise<readonly LookedAt[] | null> {
  const image = await open(file);
  if (!image) return null;
  await forget();
  eyes().detect(image, image.width, image.height, clock);
  clock += STEP;
  const faces = eyes().detect(image, image.width, image.height, clock);
  const picture = pixelsOf(image);
  image.close();
  const [largest] = faces.sort((a, b) => b.interocularPx - a.interocularPx);
  if (!largest) return null;
  const seen: LookedAt[] = [];
  for (const { closure, glasses } of looks) {
    const lowered = closeLids(picture, largest.landmarks, { left: closure, right: closure });
    const { data, width, height } = glasses ? wearGlasses(lowered, largest.landmarks, glasses) : lowered;
    seen.push(await lookAt(await createImageBitmap(new ImageData(data, width, height)), cropSize));
  }
  return seen;
}

async function watch(
  file: Blob,
  { cropSize, framesPerSecond, cropsPerSecond, labelled }: VideoRequest,
  take: TakeLooks,
  progress: (share: number) => void,
): Promise<void> {
  const source = await openVideo(file);
  await forget();
  const viewer = new FaceViewer(eyes(), cropSize);
  const slots = new CropSlots(cropsPerSecond, labelled);
  const start = clock;
  let looks: LookedAt[] = [];
  try {
    for await (const { image, width, height, time } of source.pictures(framesPerSecond)) {
      clock = start + time * 1000;
      const frame = frameOf(image, width, height, clock);
      const looked = look(viewer, frame, time, (at) => slots.wants(at));
      frame.close();
      if (looked.crop !== null) slots.fill(time);
      looks.push(looked);
      if (looks.length < LOOKS_AT_ONCE) continue;
      await take(looks);
      looks = [];
      progress(time / source.duration);
    }
  } finally {
    source.close();
  }
  await take(looks);
}

const service: ExtractService = {
  async load() {
    landmarker ??= await loadLandmarker(() => undefined);
  },
  still,
  portrait,
  async video(...request) {
    try {
      await watch(...request);
      return { kind: 'done' };
    } catch (error) {
      if (error instanceof UnreadableMedia) return { kind: 'unreadable', detail: error.message };
      throw error;
    }
  },
};
expose(service);
