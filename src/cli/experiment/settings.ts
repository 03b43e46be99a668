import { createHash } from 'node:crypto';
import type { BackboneId } from '../../common/backbone-ids';
import { weightSpecs } from '../../network/backbone';
import { BACKBONES } from '../../network/backbones';
import { PAPER_RECIPE, type Recipe } from '../../training/recipe';
import { hasTrunk } from '../trunk-cache';

/** Everything that the cells of one experiment have in common, and that their numbers depend on. */
export interface ExperimentSettings {
  /** Digest of the extracted data set. */
  readonly dataset: string;
  readonly backbone: BackboneId;
  /** `backboneDigest` of its weights. */
  readonly backboneSha256: string;
  readonly fromStage: string;
  /** Side of the network's input, pixels. */
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

/** How long a training is, in words. */
export const lengthOf = ({ length }: Recipe): string =>
  'batches' in length ? `${length.batches} batches` : `${length.epochs} epochs`;

function scheduleOf({ schedule }: Recipe): string {
  switch (schedule.kind) {
    case 'per-epoch':
      return `×${schedule.factor} after each epoch`;
    case 'stepwise':
      return `×${schedule.factor} after every ${schedule.every} batches`;
    case 'warm-up-cosine':
      return 'a warm-up and half a cosine';
  }
}

const TOLD: readonly (readonly [what: string, value: (recipe: Recipe) => string])[] = [
  ['optimizer', ({ optimizer }) => optimizer.kind],
  ['length', lengthOf],
  ['batch size', ({ batchSize }) => String(batchSize)],
  ['learning rate of the network', ({ networkLearningRate }) => String(networkLearningRate)],
  ['learning rate of the state module', ({ headLearningRate }) => String(headLearningRate)],
  ['learning rate schedule', scheduleOf],
  ['weight decay', ({ weightDecay }) => String(weightDecay)],
  ['weights of the classes', ({ classWeights }) => classWeights],
  ['V_state', ({ divideBySpread }) => (divideBySpread ? 'divided by the spread of V_id' : 'as it is')],
];

/** How the training departs from the paper's (4.3), a sentence each; none where it does not. */
export function departures({
  backbone,
  recipe,
  fromStage,
  keep,
}: Pick<ExperimentSettings, 'backbone' | 'recipe' | 'fromStage' | 'keep'>): readonly string[] {
  const lines = TOLD.flatMap(([what, value]) => {
    const [ours, papers] = [value(recipe), value(PAPER_RECIPE)];
    return ours === papers ? [] : [`Training, ${what}: ${ours}; the paper's: ${papers}.`];
  });
  if (hasTrunk(BACKBONES[backbone], fromStage))
    lines.push(`Only the stages from ${fromStage} on are trained; the paper trains all.`);
  if (weightSpecs(BACKBONES[backbone], { from: fromStage }).length === 0)
    lines.push(
      `From ${fromStage} on the Face Model has no weights to train: V_state stays zero, so whatever reads it tells nothing. ` +
        'Only the training without the deviation module means something.',
    );
  if (keep === 'best') lines.push('The best validated weights are tested; the paper tests the last ones.');
  return lines;
}
