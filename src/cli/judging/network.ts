/** Trained weights as a network that judges faces: out of a training, or out of a checkpoint's file. */
import { existsSync, readFileSync } from 'node:fs';
import { dispose, tensor1d } from '@tensorflow/tfjs-core';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { WakefulError } from '../../common/errors';
import { weightSpecs, type Backbone, type Weights } from '../../network/backbone';
import { readCheckpoint, readCheckpointCard, type CheckpointCard } from '../../network/checkpoint';
import { stateSpecs } from '../../network/state-module';
import { disposeWeights, toTensors } from '../../network/weights';
import type { TrainedWeights } from '../../training/setup';
import { loadBackbone } from '../backbone-files';
import type { JudgingNetwork } from '../read-faces';

export interface NetworkParts {
  readonly backbone: Backbone;
  /** The Identity Model, on the current backend; it stays the caller's. */
  readonly identity: Weights;
  readonly fromStage: string;
  readonly features: CheckpointCard['features'];
  readonly temperature: number;
}

/** Uploads trained weights beside their Identity Model. `disposeJudge` frees them. */
export function judgingNetwork(
  { backbone, identity, fromStage, features, temperature }: NetworkParts,
  { face, state, spread }: TrainedWeights,
): JudgingNetwork {
  return {
    deviation: {
      backbone,
      identity,
      face: toTensors(face, weightSpecs(backbone, { from: fromStage })),
      fromStage,
      spread: spread && tensor1d(spread),
    },
    state: {
      weights: toTensors(state, stateSpecs(backbone.embeddingSize, WAKEFULNESS_CLASSES.length)),
      features,
      temperature,
    },
  };
}

/** Frees what `judgingNetwork` uploaded. */
export function disposeJudge({ deviation, state }: JudgingNetwork): void {
  dispose([...deviation.face.values(), ...state.weights.values()]);
  deviation.spread?.dispose();
}

export interface LoadedCheckpoint {
  readonly card: CheckpointCard;
  readonly network: JudgingNetwork;
  readonly dispose: () => void;
}

/**
 * A checkpoint's network, on the current backend.
 * @throws WakefulError `checkpoint-missing`, `checkpoint-invalid`, `model-load`
 */
export async function loadCheckpoint(path: string): Promise<LoadedCheckpoint> {
  if (!existsSync(path)) {
    throw new WakefulError(
      'checkpoint-missing',
      `There is no checkpoint ${path}.`,
      'Give another one with --checkpoint, or train it: npm run train -- --data DIR --out FILE.',
    );
  }
  const bytes = new Uint8Array(readFileSync(path));
  const { backbone, values, digest } = await loadBackbone(readCheckpointCard(bytes).backbone);
  const { card, ...weights } = readCheckpoint(bytes, backbone, digest);
  const identity = toTensors(values, weightSpecs(backbone));
  const { fromStage, features, temperature } = card;
  const network = judgingNetwork({ backbone, identity, fromStage, features, temperature }, weights);
  return {
    card,
    network,
    dispose: () => {
      disposeJudge(network);
      disposeWeights(identity);
    },
  };
}
