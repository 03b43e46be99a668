import * as models from 'virtual:wakeful-models';
import type { BackboneId } from '../../common/backbone-ids';
import { WakefulError } from '../../common/errors';
import { downloadModel, type ModelProgress } from '../../vision/model-download';
import { neededModels } from '../needed-models';
import type { NetworkLoadOptions } from './protocol';

/** The weights of a backbone. @throws WakefulError `model-load` */
export async function downloadBackbone(
  backbone: BackboneId,
  onProgress: (progress: ModelProgress) => void,
): Promise<ArrayBuffer> {
  const { weights } = neededModels(backbone);
  if (weights) return downloadModel(weights, { onProgress });
  throw new WakefulError(
    'model-load',
    `This build has no ${backbone}.`,
    'Choose another network in the settings.',
  );
}

/**
 * Downloads what the network worker needs.
 * @throws WakefulError `model-load`
 */
export async function downloadNetwork(
  backbone: BackboneId,
  onProgress: (progress: ModelProgress) => void,
): Promise<Pick<NetworkLoadOptions, 'backbone' | 'backboneWeights' | 'checkpoint' | 'wasm'>> {
  const { trained } = neededModels(backbone);
  const [backboneWeights, checkpoint] = await Promise.all([
    downloadBackbone(backbone, onProgress),
    trained && downloadModel(trained, { onProgress }),
  ]);
  return { backbone, backboneWeights, checkpoint, wasm: models.tfjsWasmUrls };
}
