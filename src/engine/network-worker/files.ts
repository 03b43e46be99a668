import * as models from 'virtual:wakeful-models';
import { BACKBONE_IDS, type BackboneId } from '../../common/backbone-ids';
import { WakefulError } from '../../common/errors';
import { downloadModel, type ModelProgress } from '../../vision/model-download';
import type { ModelFile } from '../../vision/model-file';
import type { NetworkLoadOptions } from './protocol';

/** What a start with a backbone downloads. `weights` null: this build has no such backbone. */
export interface NeededModels {
  readonly eyes: readonly ModelFile[];
  readonly weights: ModelFile | null;
  /**
   * The trained checkpoint in models/ is one of the default backbone; beside another one V_state
   * carries nothing.
   */
  readonly trained: ModelFile | null;
}

export const neededModels = (backbone: BackboneId): NeededModels => ({
  eyes: [models.faceLandmarker, models.visionWasm],
  weights: models[backbone],
  trained: backbone === BACKBONE_IDS[0] ? models.checkpoint : null,
});

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
