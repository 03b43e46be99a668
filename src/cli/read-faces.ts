import { dispose, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { faceVectors, identityVectors, stateVectors, trunk } from '../network/deviation';
import { posterior, stateLogits } from '../network/state-module';
import type { TrainedNetwork } from '../network/verdict';
import type { FaceSamples } from '../training/samples';

/** Faces that go through the network together. */
const AT_ONCE = 16;

/** What a trained network makes of some faces. */
export interface FaceReadings {
  /** What the state module reads of each face: V_state, or V_face for a network without deviation module. */
  readonly vectors: readonly Float32Array[];
  /** Probabilities of the classes, calibrated by the network's temperature. */
  readonly probabilities: readonly Float32Array[];
}

function rows(values: Float32Array, count: number): Float32Array[] {
  const size = values.length / count;
  return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size));
}

/** A network that judges: unlike a `TrainedNetwork` it always has a state module. */
export interface JudgingNetwork {
  readonly deviation: TrainedNetwork['deviation'];
  readonly state: NonNullable<TrainedNetwork['state']>;
}

/** Runs the network on the samples of these indices, in their order. */
export async function readFaces(
  { deviation, state }: JudgingNetwork,
  samples: FaceSamples,
  indices: readonly number[],
  onProgress: (done: number) => void = () => undefined,
): Promise<FaceReadings> {
  const vectors: Float32Array[] = [];
  const probabilities: Float32Array[] = [];
  for (let start = 0; start < indices.length; start += AT_ONCE) {
    const some = indices.slice(start, start + AT_ONCE);
    const images = await samples.images(some);
    const read: Record<'features' | 'judged', Tensor> = tidy(() => {
      const shared = trunk(deviation, images);
      const vFace = faceVectors(deviation, shared);
      const features =
        state.features === 'V_face'
          ? vFace
          : stateVectors(deviation, vFace, identityVectors(deviation, shared));
      return { features, judged: posterior(stateLogits(state.weights, features), state.temperature) };
    });
    images.dispose();
    vectors.push(...rows(await read.features.data<'float32'>(), some.length));
    probabilities.push(...rows(await read.judged.data<'float32'>(), some.length));
    dispose(read);
    onProgress(start + some.length);
  }
  return { vectors, probabilities };
}
