import { readFusionWeights, type FusionWeights } from './fusion';
import weights from './fusion-weights.json';

/**
 * The weights that the monitor uses; `source` in the file says what they were fitted on, and by
 * which command.
 */
export const BUILT_IN_FUSION: FusionWeights = readFusionWeights(weights);
