/** The network as loaded on one running backend: all the tensors it keeps, and what it computes. */
import { memory, tensor2d, tidy, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ClassProbabilities } from '../../common/classes';
import { embed, weightSpecs, type Backbone } from '../../network/backbone';
import type { Checkpoint } from '../../network/checkpoint';
import { cropsToTensor } from '../../network/crops';
import { untrainedFace } from '../../network/deviation';
import { disposeNetwork, uploadNetwork } from '../../network/inference';
import { verdict, type TrainedNetwork } from '../../network/verdict';
import { disposeWeights, toTensors, type WeightValues } from '../../network/weights';
import type { FaceCrop } from '../../vision/types';
import type { NetworkPrediction, PredictOptions } from './protocol';

/**
 * What a network is loaded from; kept on the host, so that it can be loaded again after a device
 * loss.
 */
export interface NetworkContent {
  readonly backbone: Backbone;
  readonly weights: WeightValues;
  readonly checkpoint: Checkpoint | null;
}

export interface RunningNetwork {
  embed(crop: FaceCrop): Promise<Float32Array>;
  setIdentity(identity: Float32Array | null): void;
  predict(crop: FaceCrop, options: PredictOptions): Promise<Omit<NetworkPrediction, 'ms'>>;
  /** Everything that `embed` and `predict` compute, without reading it back. */
  rehearse(crop: FaceCrop): void;
  dispose(): void;
}

/** Softmax outputs in the order of the classes (which `readCheckpoint` has checked). */
function probabilities(values: Float32Array): ClassProbabilities {
  const [asleep, drowsy, awake] = values;
  return { asleep: asleep!, drowsy: drowsy!, awake: awake! };
}

/** Uploads the content to tfjs's current backend. */
export function runNetwork({ backbone, weights, checkpoint }: NetworkContent): RunningNetwork {
  const identity = toTensors(weights, weightSpecs(backbone));
  const { trainFrom } = backbone;
  const trained =
    checkpoint && uploadNetwork({ ...checkpoint.card, backbone, identity, weights: checkpoint });
  const network: TrainedNetwork = trained ?? {
    deviation: {
      backbone,
      identity,
      face: untrainedFace(backbone, identity, trainFrom),
      fromStage: trainFrom,
      spread: null,
    },
    state: null,
  };
  let known: Tensor2D | null = null;
  /** Results whose readback has not come: on a lost device it may never come. */
  const pending = new Set<Tensor>();

  /** The one readback of a call; the tensor is spent by it. */
  async function read(tensor: Tensor): Promise<Float32Array> {
    pending.add(tensor);
    try {
      return Float32Array.from(await tensor.data());
    } finally {
      pending.delete(tensor);
      tensor.dispose();
    }
  }

  return {
    embed: (crop) => read(tidy(() => embed(backbone, identity, cropsToTensor([crop])))),
    setIdentity(vector) {
      known?.dispose();
      known = vector && tensor2d(vector, [1, backbone.embeddingSize]);
    },
    async predict(crop, { identity: fresh }) {
      const freshIdentity = fresh || known === null;
      const compared = freshIdentity && known !== null;
      const values =
        compared || network.state
          ? await read(tidy(() => verdict(network, cropsToTensor([crop]), { known, freshIdentity })))
          : new Float32Array();
      return {
        similarity: compared ? values[0]! : null,
        posterior: network.state ? probabilities(values.subarray(compared ? 1 : 0)) : null,
        tensors: memory().numTensors,
      };
    },
    rehearse(crop) {
      tidy(() => {
        const rgb = cropsToTensor([crop]);
        const anyone = embed(backbone, identity, rgb);
        verdict(network, rgb, { known: anyone, freshIdentity: true });
        if (network.state) verdict(network, rgb, { known: anyone, freshIdentity: false });
      });
    },
    dispose() {
      for (const tensor of pending) tensor.dispose();
      known?.dispose();
      known = null;
      disposeWeights(identity);
      if (trained) disposeNetwork(trained);
    },
  };
}
