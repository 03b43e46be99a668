import { createHash } from 'node:crypto';
import type { BackboneId } from '../../common/backbone-ids';
import type { Recipe } from '../../training/recipe';

/** Everything that the cells of one experiment have in common, and that their numbers depend on. */
export interface ExperimentSettings {
  /** Digest of the extracted data set. */
  readonly dataset: string;
  readonly backbone: BackboneId;
  /** `backboneDigest` of its weights. */
  readonly backboneSha256: string;
  readonly fromStage: string;
  readonly cropSize: number;
  readonly seed: number;
  readonly recipe: Recipe;
  /** Weights that are tested: the last, as in the paper, or the best on the validation group. */
  readonly keep: 'last' | 'best';
}

/** Names an experiment: cells of another one are never mixed in. */
export function settingsFingerprint(settings: ExperimentSettings): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}
