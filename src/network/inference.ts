/** A trained network on the current backend: upload it, let it classify faces, free it. */
import { dispose, tensor1d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { weightSpecs, type Backbone, type Weights } from './backbone';
import { calibratedState } from './calibrated-state';
import type { CheckpointCard } from './checkpoint-card';
import { faceVectors, identityVectors, stateVectors, trunk } from './deviation';
import type { FaceSamples } from './face-samples';
import { posterior, stateLogits, stateSpecs } from './state-module';
import type { TrainedNetwork } from './verdict';
import { disposeWeights, toTensors, type TrainedWeights } from './weights';

/** Faces that go through the network together. */
const AT_ONCE = 16;

/** A network that classifies: unlike a `TrainedNetwork` it always has a state module. */
export interface Classifier {
  readonly deviation: TrainedNetwork['deviation'];
  readonly state: NonNullable<TrainedNetwork['state']>;
}

/** What a classifier is made of, on the host but for the Identity Model. */
export interface NetworkParts {
  readonly backbone: Backbone;
  /** On the current backend; stays the caller's. */
  readonly identity: Weights;
  readonly fromStage: string;
  readonly features: 'V_state' | 'V_face';
  readonly weights: TrainedWeights;
  readonly temperature: number;
  /** The card's; default: the state module is calibrated by the temperature alone. */
  readonly calibration?: CheckpointCard['calibration'];
}

/** Uploads a trained network; free it with `disposeNetwork`. */
export function uploadNetwork(parts: NetworkParts): Classifier {
  const { backbone, identity, fromStage, features, weights, temperature } = parts;
  const { face, spread } = weights;
  const state = calibratedState(parts, weights.state);
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

/** Frees everything but the Identity Model. */
export function disposeNetwork({ deviation, state }: Classifier): void {
  disposeWeights(deviation.face);
  disposeWeights(state.weights);
  deviation.spread?.dispose();
}

/** What a trained network makes of some faces. */
export interface FacePredictions {
  /** What the state module reads of each face: V_state, or V_face where there is no deviation. */
  readonly vectors: readonly Float32Array[];
  /** Probabilities of the classes, calibrated by the network's temperature. */
  readonly probabilities: readonly Float32Array[];
}

/** Runs the network on the samples of these indices, in their order. */
export async function predict(
  { deviation, state }: Classifier,
  samples: FaceSamples,
  indices: readonly number[],
  onProgress: (done: number) => void | Promise<void> = () => undefined,
): Promise<FacePredictions> {
  const vectors: Float32Array[] = [];
  const probabilities: Float32Array[] = [];
  for (let start = 0; start < indices.length; start += AT_ONCE) {
    const some = indices.slice(start, start + AT_ONCE);
    const images = await samples.images(some);
    const predicted: Record<'features' | 'probabilities', Tensor> = tidy(() => {
      const shared = trunk(deviation, images);
      const vFace = faceVectors(deviation, shared);
      const features =
        state.features === 'V_face'
          ? vFace
          : stateVectors(deviation, vFace, identityVectors(deviation, shared));
      const logits = stateLogits(state.weights, features);
      return { features, probabilities: posterior(logits, state.temperature) };
    });
    images.dispose();
    vectors.push(...rows(await predicted.features.data<'float32'>(), some.length));
    probabilities.push(...rows(await predicted.probabilities.data<'float32'>(), some.length));
    dispose(predicted);
    await onProgress(start + some.length);
  }
  return { vectors, probabilities };
}

function rows(values: Float32Array, count: number): Float32Array[] {
  const size = values.length / count;
  return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size));
}
