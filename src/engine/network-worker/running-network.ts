/** The network as loaded on one running backend: all the tensors it keeps, and what it computes. */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { memory, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { ClassProbabilities } from '../../common/classes';
import type { Backbone, Weights } from '../../network/backbone';
import { embed, weightSpecs } from '../../network/backbone';
import { calibratedState } from '../../network/calibrated-state';
import type { Checkpoint } from '../../network/checkpoint';
import { cropsToTensor } from '../../network/crops';
import { untrainedFace } from '../../network/deviation';
import { stateSpecs } from '../../network/state-module';
import type { TrainedNetwork } from '../../network/verdict';
import { verdict } from '../../network/verdict';
import type { WeightValues } from '../../network/weights';
import { disposeWeights, toTensors } from '../../network/weights';
import type { FaceCrop } from '../../vision/types';
import type { Judgement, JudgeOptions } from './protocol';

/** What a network is loaded from; kept on the host, so that it can be loaded again after a device loss. */
export interface NetworkContent {
  readonly backbone: Backbone;
  readonly weights: WeightValues;
  readonly checkpoint: Checkpoint | null;
}

export interface RunningNetwork {
  embed(crop: FaceCrop): Promise<Float32Array>;
  setIdentity(identity: Float32Array | null): void;
  judge(crop: FaceCrop, options: JudgeOptions): Promise<Omit<Judgement, 'ms'>>;
  /** Everything that `embed` and `judge` compute, without reading it back. */
  rehearse(crop: FaceCrop): void;
  dispose(): void;
}

interface UploadedCheckpoint {
  readonly face: Weights;
  readonly state: Weights;
  readonly spread: Tensor1D | null;
}

function upload(backbone: Backbone, { card, face, state, spread }: Checkpoint): UploadedCheckpoint {
  return {
    face: toTensors(face, weightSpecs(backbone, { from: card.fromStage })),
    state: toTensors(calibratedState(card, state), stateSpecs(backbone.embeddingSize, card.classes.length)),
    spread: spread && tensor1d(spread),
  };
}

/** Softmax outputs in the order of the classes (which `readCheckpoint` has checked). */
function probabilities(values: Float32Array): ClassProbabilities {
  const [asleep, drowsy, awake] = values;
  return { asleep: asleep!, drowsy: drowsy!, awake: awake! };
}

/** Uploads the content to tfjs's current backend. */
export function runNetwork({ backbone, weights, checkpoint }: NetworkContent): RunningNetwork {
  const identity = toTensors(weights, weightSpecs(backbone));
  const uploaded = checkpoint && upload(backbone, checkpoint);
  const fromStage = checkpoint?.card.fromStage ?? backbone.trainFrom;
  const network: TrainedNetwork = {
    deviation: {
      backbone,
      identity,
      face: uploaded?.face ?? untrainedFace(backbone, identity, fromStage),
      fromStage,
      spread: uploaded?.spread ?? null,
    },
    state:
      checkpoint && uploaded
        ? {
            weights: uploaded.state,
            features: checkpoint.card.features,
            temperature: checkpoint.card.temperature,
          }
        : null,
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
    async judge(crop, { identity: fresh }) {
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
      if (uploaded) {
        disposeWeights(uploaded.face);
        disposeWeights(uploaded.state);
        uploaded.spread?.dispose();
      }
    },
  };
}
