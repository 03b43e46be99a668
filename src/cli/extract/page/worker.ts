/**
 * Analyses files as the monitor does: the same landmarks, choice of learner, measures and crops.
 */
import { expose } from 'comlink';
import {
  OfflineAnalyzer,
  openStill,
  type FrameAnalysis,
} from '../../../engine/footage-worker/offline-analyzer';
import { loadLandmarker } from '../../../engine/monitor-worker/models';
import '../../../engine/network-worker/wakeful-throw';
import { wearGlasses } from '../../../footage/glasses';
import { closeLids } from '../../../footage/lid-warp';
import { CropSlots } from '../../../footage/media/crop-slots';
import { openVideo, UnreadableMedia } from '../../../footage/media/video-frames';
import type { Picture } from '../../../footage/picture';
import { encodeBase64 } from '../../../storage/base64';
import type { ExtractService, LookedAt, PortraitLook, TakeLooks, VideoRequest } from '../protocol';

/** Pictures handed over together. */
const LOOKS_AT_ONCE = 32;

let loaded: OfflineAnalyzer | null = null;

function eyes(): OfflineAnalyzer {
  if (!loaded) throw new Error('The landmarker is not loaded.');
  return loaded;
}

const lookedAt = ({ crop, ...look }: FrameAnalysis): LookedAt => ({
  ...look,
  crop: crop && encodeBase64(crop.rgba),
});

async function still(file: Blob, cropSize: number): Promise<LookedAt | null> {
  const image = await openStill(file);
  return image && lookedAt(await eyes().still(image, cropSize));
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
  const image = await openStill(file);
  if (!image) return null;
  const faces = await eyes().faces(image);
  const picture = pixelsOf(image);
  image.close();
  const [largest] = faces.sort((a, b) => b.interocularPx - a.interocularPx);
  if (!largest) return null;
  const seen: LookedAt[] = [];
  for (const { closure, glasses } of looks) {
    const lowered = closeLids(picture, largest.landmarks, { left: closure, right: closure });
    const { data, width, height } = glasses ? wearGlasses(lowered, largest.landmarks, glasses) : lowered;
    const changed = await createImageBitmap(new ImageData(data, width, height));
    seen.push(lookedAt(await eyes().still(changed, cropSize)));
  }
  return seen;
}

async function watch(
  file: Blob,
  { cropSize, framesPerSecond, cropsPerSecond, labelled }: VideoRequest,
  take: TakeLooks,
  progress: (fraction: number) => void,
): Promise<void> {
  const source = await openVideo(file);
  const slots = new CropSlots(cropsPerSecond, labelled);
  let looks: LookedAt[] = [];
  try {
    const pictures = source.pictures(framesPerSecond);
    for await (const look of eyes().film(pictures, cropSize, (time) => slots.wants(time))) {
      if (look.crop) slots.fill(look.time);
      looks.push(lookedAt(look));
      if (looks.length < LOOKS_AT_ONCE) continue;
      await take(looks);
      looks = [];
      progress(look.time / source.duration);
    }
  } finally {
    source.close();
  }
  await take(looks);
}

const service: ExtractService = {
  async load() {
    loaded ??= new OfflineAnalyzer(await loadLandmarker(() => undefined));
  },
  still,
  portrait,
  async video(...request) {
    try {
      await watch(...request);
      return { kind: 'done' };
    } catch (error) {
      if (error instanceof UnreadableMedia) {
        const { format, message } = error;
        const detail = format ? `${format}, which Chromium does not read: save it as MP4 (H.264)` : message;
        return { kind: 'unreadable', detail };
      }
      throw error;
    }
  },
};
expose(service);
