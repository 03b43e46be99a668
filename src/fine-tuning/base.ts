/** The network that a fine-tuning starts from, and what of it is trained. */
import { BACKBONE_IDS, type BackboneId } from '../common/backbone-ids';
import { stagesOf, weightSpecs, type Backbone } from '../network/backbone';
import { calibratedState } from '../network/calibrated-state';
import { readCheckpoint, type Checkpoint } from '../network/checkpoint';
import { parseCheckpointCard, readCheckpointCard, type CheckpointCard } from '../network/checkpoint-card';
import { disposeNetwork, uploadNetwork } from '../network/inference';
import { rehearse } from '../network/rehearsal';
import {
  backboneDigest,
  disposeWeights,
  readBackboneFile,
  toTensors,
  type TrainedWeights,
  type WeightValues,
} from '../network/weights';
import { storageError } from '../storage/storage-error';
import type { Depth } from './request';

/** Where networks come from. */
export interface NetworkSource {
  readonly backbones: Readonly<Record<BackboneId, Backbone>>;
  /** safetensors of a backbone. @throws WakefulError `model-load` */
  backboneFile(id: BackboneId, onProgress: (fraction: number) => void): Promise<ArrayBuffer>;
  /** The checkpoint that the app ships with; null: none. It is one of the default backbone. */
  shipped(): Promise<ArrayBuffer | null>;
  /** The checkpoints that were fine-tuned here. */
  readonly checkpoints: {
    /** With its card as JSON text; null: there is none of this id. */
    get(id: string): Promise<{ readonly card: string } | null>;
    file(id: string): Promise<ArrayBuffer>;
  };
}

/** Where training begins and what the state module reads. */
export interface TrainedStages {
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
 * The stage that a depth trains from: `head` the last one, which has no weights; `last` the later
 * half of those the backbone is usually trained from; `deep` all of those; `all` every stage.
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
export function trainedStages(backbone: Backbone, card: CheckpointCard | null, depth: Depth): TrainedStages {
  const trainFrom = stageOfDepth(backbone, depth);
  const isDeeper = (a: string, b: string): boolean =>
    stagesOf(backbone, { from: a }).length > stagesOf(backbone, { from: b }).length;
  return {
    backbone,
    fromStage: card && isDeeper(card.fromStage, trainFrom) ? card.fromStage : trainFrom,
    trainFrom,
    // V_state of an untrained Face Model is 0: a state module by itself has only V_face to learn
    // from.
    features: card?.features ?? (depth === 'head' ? 'V_face' : 'V_state'),
    side: card?.inputSize ?? backbone.inputSize,
  };
}

/**
 * Card of the checkpoint that is fine-tuned; null: there is none, so that an untrained network is.
 */
export async function baseCard(
  { checkpoints, shipped }: Pick<NetworkSource, 'checkpoints' | 'shipped'>,
  base: string | null,
): Promise<CheckpointCard | null> {
  if (base === null) {
    const file = await shipped();
    return file && readCheckpointCard(new Uint8Array(file));
  }
  const stored = await checkpoints.get(base);
  if (!stored) throw storageError('record-corrupt', `There is no checkpoint ${base}.`);
  return parseCheckpointCard(stored.card);
}

export const backboneOf = (
  backbones: NetworkSource['backbones'],
  card: Pick<CheckpointCard, 'backbone'> | null,
): Backbone => backbones[card?.backbone ?? BACKBONE_IDS[0]];

export interface BaseNetwork {
  readonly backbone: Backbone;
  readonly weights: WeightValues;
  readonly digest: string;
  readonly checkpoint: Checkpoint | null;
}

/** @throws WakefulError `model-load`, `checkpoint-invalid`; StorageError */
export async function loadBase(
  source: NetworkSource,
  base: string | null,
  onProgress: (fraction: number) => void,
): Promise<BaseNetwork> {
  const backbone = backboneOf(source.backbones, await baseCard(source, base));
  const file = base === null ? await source.shipped() : await source.checkpoints.file(base);
  return readNetwork(backbone, await source.backboneFile(backbone.id, onProgress), file);
}

/**
 * A backbone with a checkpoint of it, from their files.
 * @throws WakefulError `model-load`, `checkpoint-invalid`
 */
export async function readNetwork(
  backbone: Backbone,
  backboneFile: ArrayBuffer,
  checkpoint: ArrayBuffer | null,
): Promise<BaseNetwork> {
  const weights = readBackboneFile(backbone, new Uint8Array(backboneFile));
  const digest = await backboneDigest(backbone, weights);
  return {
    backbone,
    weights,
    digest,
    checkpoint: checkpoint && readCheckpoint(new Uint8Array(checkpoint), backbone, digest),
  };
}

/**
 * Tries a checkpoint on a face, on tfjs's current backend.
 * @throws WakefulError `checkpoint-unsound`
 */
export async function rehearseBase({ backbone, weights, checkpoint }: BaseNetwork): Promise<void> {
  if (!checkpoint) return;
  const identity = toTensors(weights, weightSpecs(backbone));
  const network = uploadNetwork({ ...checkpoint.card, backbone, identity, weights: checkpoint });
  try {
    await rehearse(network, checkpoint.card.inputSize);
  } finally {
    disposeNetwork(network);
    disposeWeights(identity);
  }
}

/**
 * What training starts from: the base's weights, with the backbone's own where the Face Model now
 * begins earlier. null: an untrained network.
 */
export function startOf(
  { backbone, weights, checkpoint }: BaseNetwork,
  fromStage: string,
): TrainedWeights | null {
  if (!checkpoint) return null;
  const face = new Map(
    weightSpecs(backbone, { from: fromStage }).map(({ name }) => [
      name,
      checkpoint.face.get(name) ?? weights.get(name)!,
    ]),
  );
  // The biases go into the weights: the new network's card has a temperature of its own, fitted on
  // top of them.
  return { face, state: calibratedState(checkpoint.card, checkpoint.state), spread: checkpoint.spread };
}
