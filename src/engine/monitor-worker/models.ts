import * as models from 'virtual:wakeful-models';
import type { BackboneId } from '../../common/backbone-ids';
import { WakefulError } from '../../common/errors';
import { Landmarker } from '../../vision/landmarker';
import { ModelCache } from '../../vision/model-cache';
import { downloadModel, type ModelProgress } from '../../vision/model-download';
import type { NetworkLoadOptions } from '../network-worker/protocol';
import { neededModels } from './needed-models';

/** Downloads what the eyes need and starts them. @throws WakefulError `model-load`, `no-webgl` */
export async function loadLandmarker(onProgress: (progress: ModelProgress) => void): Promise<Landmarker> {
  const [task, wasm] = await Promise.all([
    downloadModel(models.faceLandmarker, { onProgress }),
    downloadModel(models.visionWasm, { onProgress }),
  ]);
  return Landmarker.create({ task, wasm, loaderUrl: models.visionLoaderUrl });
}

/** Lets go of the files that earlier releases left in this browser. */
export async function forgetOldModels(): Promise<void> {
  const { faceLandmarker, visionWasm, faceres, facenet, checkpoint } = models;
  const current = [faceLandmarker, visionWasm, faceres, facenet, checkpoint];
  await ModelCache.ofBrowser()?.keepOnly(current.filter((file) => file !== null));
}

/**
 * Downloads what the network worker needs.
 * @throws WakefulError `model-load`
 */
export async function downloadNetwork(
  backbone: BackboneId,
  onProgress: (progress: ModelProgress) => void,
): Promise<Pick<NetworkLoadOptions, 'backbone' | 'backboneWeights' | 'checkpoint' | 'wasm'>> {
  const { weights, trained } = neededModels(backbone);
  if (!weights) {
    throw new WakefulError(
      'model-load',
      `This build has no ${backbone}.`,
      'Choose another network in the settings.',
    );
  }
  const [backboneWeights, checkpoint] = await Promise.all([
    downloadModel(weights, { onProgress }),
    trained && downloadModel(trained, { onProgress }),
  ]);
  return { backbone, backboneWeights, checkpoint, wasm: models.tfjsWasmUrls };
}
