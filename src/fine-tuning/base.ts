/** The network that a fine-tuning starts from, and what of it is trained. */
import { BACKBONE_IDS } from '../common/backbone-ids';
import { stagesOf, weightSpecs, type Backbone } from '../network/backbone';
import { calibratedState } from '../network/calibrated-state';
import { readCheckpoint, type Checkpoint } from '../network/checkpoint';
import { parseCheckpointCard, readCheckpointCard, type CheckpointCard } from '../network/checkpoint-card';
import { backboneDigest, readBackboneFile, type WeightValues } from '../network/weights';
import { storageError } from '../storage/storage-error';
import type { TrainedWeights } from '../training/setup';
import type { Depth } from '../engine/studio-api';
import type { TrainingParts } from './parts';

/** Where training begins and what the state module reads. */
export interface Training {
  readonly backbone: Backbone;
  /** First stage of which the Face Model has weights of its own. */
  readonly fromStage: string;
  /** First stage whose weights are trained. */
  readonly trainFrom: string;
  readonly features: CheckpointCard['features'];
  /** Side of the crops, pixels. */
  readonly side: number;
}

/**
 * The stage that a depth trains from: `head` the last one, which has no weights; `last` the later half of those the
 * backbone is usually trained from; `deep` all of those; `all` every stage.
 */
export function stageOfDepth(backbone: Backbone, depth: Depth): string {
  const { stages, trainFrom } = backbone;
  if (depth === 'all') return stages[0]!.name;
  if (depth === 'head') return stages.at(-1)!.name;
  if (depth === 'deep') return trainFrom;
  const weighted = stagesOf(backbone, { from: trainFrom }).filter(({ weights }) => weights.length > 0);
  return weighted[Math.floor(weighted.length / 2)]!.name;
}

/** @param card of the base checkpoint; null: an untrained network */
export function trainingOf(backbone: Backbone, card: CheckpointCard | null, depth: Depth): Training {
  const trainFrom = stageOfDepth(backbone, depth);
  const isDeeper = (a: string, b: string): boolean =>
    stagesOf(backbone, { from: a }).length > stagesOf(backbone, { from: b }).length;
  return {
    backbone,
    fromStage: card && isDeeper(card.fromStage, trainFrom) ? card.fromStage : trainFrom,
    trainFrom,
    // V_state of an untrained Face Model is 0: a state module by itself has only V_face to learn from.
    features: card?.features ?? (depth === 'head' ? 'V_face' : 'V_state'),
    side: card?.inputSize ?? backbone.inputSize,
  };
}

/** Card of the checkpoint that is fine-tuned; null: there is none, so that an untrained network is. */
export async function baseCard(
  { checkpoints, files }: Pick<TrainingParts, 'checkpoints' | 'files'>,
  base: string | null,
): Promise<CheckpointCard | null> {
  if (base === null) {
    const shipped = await files.shipped();
    return shipped && readCheckpointCard(new Uint8Array(shipped));
  }
  const stored = await checkpoints.get(base);
  if (!stored) throw storageError('record-corrupt', `There is no checkpoint ${base}.`);
  return parseCheckpointCard(stored.card);
}

export const backboneOf = (parts: Pick<TrainingParts, 'backbones'>, card: CheckpointCard | null): Backbone =>
  parts.backbones[card?.backbone ?? BACKBONE_IDS[0]];

export interface BaseNetwork {
  readonly backbone: Backbone;
  readonly weights: WeightValues;
  readonly digest: string;
  readonly checkpoint: Checkpoint | null;
}

/** @throws WakefulError `model-load`, `checkpoint-invalid`; StorageError */
export async function loadBase(
  parts: TrainingParts,
  base: string | null,
  onProgress: (share: number) => void,
): Promise<BaseNetwork> {
  const backbone = backboneOf(parts, await baseCard(parts, base));
  const file = base === null ? await parts.files.shipped() : await parts.checkpoints.file(base);
  const weights = readBackboneFile(
    backbone,
    new Uint8Array(await parts.files.backbone(backbone.id, onProgress)),
  );
  const digest = await backboneDigest(backbone, weights);
  return {
    backbone,
    weights,
    digest,
    checkpoint: file && readCheckpoint(new Uint8Array(file), backbone, digest),
  };
}

/** What training starts from: the base's weights, with the backbone's own where the Face Model now begins earlier. */
export function startOf(
  { backbone, weights, checkpoint }: BaseNetwork,
  { fromStage }: Training,
): TrainedWeights | null {
  if (!checkpoint) return null;
  const face = new Map(
    weightSpecs(backbone, { from: fromStage }).map(({ name }) => [
      name,
      checkpoint.face.get(name) ?? weights.get(name)!,
    ]),
  );
  // The biases go into the weights: the new network's card has a temperature of its own, fitted on top of them.
  return { face, state: calibratedState(checkpoint.card, checkpoint.state), spread: checkpoint.spread };
}
