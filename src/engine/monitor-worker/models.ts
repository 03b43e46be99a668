import * as models from 'virtual:wakeful-models';
import { BACKBONE_IDS } from '../../common/backbone-ids';
import { Landmarker } from '../../vision/landmarker';
import { ModelCache } from '../../vision/model-cache';
import { downloadModel, type ModelProgress } from '../../vision/model-download';

/** Downloads what the eyes need and starts them. @throws WakefulError `model-load` */
export async function loadLandmarker(onProgress: (progress: ModelProgress) => void): Promise<Landmarker> {
  // It comes meanwhile; Landmarker.create waits for it, and tells where that failed.
  import(/* @vite-ignore */ models.visionLoaderUrl).catch(() => undefined);
  const [task, wasm] = await Promise.all([
    downloadModel(models.faceLandmarker, { onProgress }),
    downloadModel(models.visionWasm, { onProgress }),
  ]);
  return Landmarker.create({ task, wasm, loaderUrl: models.visionLoaderUrl });
}

/** Lets go of the files that earlier releases left in this browser. */
export async function forgetOldModels(): Promise<void> {
  const { faceLandmarker, visionWasm, checkpoint } = models;
  const current = [faceLandmarker, visionWasm, checkpoint, ...BACKBONE_IDS.map((id) => models[id])];
  await ModelCache.ofBrowser()?.keepOnly(current.filter((file) => file !== null));
}
