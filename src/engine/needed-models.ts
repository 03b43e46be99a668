import * as models from 'virtual:wakeful-models';
import { BACKBONE_IDS, type BackboneId } from '../common/backbone-ids';
import type { ModelFile } from '../vision/model-file';

/** What a start with a backbone downloads. `weights` null: this build has no such backbone. */
export interface NeededModels {
  readonly eyes: readonly ModelFile[];
  readonly weights: ModelFile | null;
  /** The trained checkpoint in models/ is one of the default backbone; beside another one V_state carries nothing. */
  readonly trained: ModelFile | null;
}

export const neededModels = (backbone: BackboneId): NeededModels => ({
  eyes: [models.faceLandmarker, models.visionWasm],
  weights: models[backbone],
  trained: backbone === BACKBONE_IDS[0] ? models.checkpoint : null,
});
