import type { WasmUrls } from '../../backends/backend';
import type { BackendName } from '../../common/backends';
import type { ClassProbabilities } from '../../common/classes';
import type { Milliseconds } from '../../common/clock';
import type { BackboneId } from '../../common/backbone-ids';
import type { FaceCrop } from '../../vision/types';

export interface NetworkLoadOptions {
  /**
   * `?backend=`; a forced backend may be a software one. null: best first, software adapters
   * skipped.
   */
  readonly backend: BackendName | null;
  readonly backbone: BackboneId;
  /** safetensors of the backbone. Transfer it: the service keeps its content (device loss). */
  readonly backboneWeights: ArrayBuffer;
  /** safetensors of a trained checkpoint (models/), or null. */
  readonly checkpoint: ArrayBuffer | null;
  readonly wasm: WasmUrls;
}

export interface CheckpointInfo {
  readonly name: string;
  /** Stage that the Face Model was trained from; below it the trunk is computed once. */
  readonly fromStage: string;
}

export interface NetworkInfo {
  readonly backend: BackendName;
  readonly forced: boolean;
  /** Adapter, renderer or instruction set, for the details panel. */
  readonly device: string;
  readonly backbone: BackboneId;
  /**
   * Side of the crop to hand in, pixels. Other sizes work where the backbone is fully
   * convolutional.
   */
  readonly inputSize: number;
  readonly embeddingSize: number;
  /**
   * null: "network not trained: judging by eyes and head only"; `posterior` is then always null.
   */
  readonly checkpoint: CheckpointInfo | null;
}

export type NetworkEvent =
  /** Loading, 0..1: backend start, weights, warm-up. */
  | { readonly type: 'progress'; readonly fraction: number }
  /** The GPU went away. Calls wait for the recovery that follows by itself. */
  | { readonly type: 'device-lost'; readonly detail: string }
  /** Running again, maybe on another backend. */
  | { readonly type: 'recovered'; readonly info: NetworkInfo }
  /** No backend could be brought back; every call rejects from now on. */
  | { readonly type: 'failed'; readonly code: string; readonly detail: string };

export interface PredictOptions {
  /**
   * true: V_id is computed from this very crop, as in training; gives `similarity` when an identity
   * is set. false: V_id is the set identity's (cheaper; `similarity` is null). Without a set
   * identity it acts as true.
   */
  readonly identity: boolean;
}

export interface NetworkPrediction {
  /** Cosine between this crop's V_id and the set identity; null without either. */
  readonly similarity: number | null;
  /** Temperature-scaled; null without a trained checkpoint. */
  readonly posterior: ClassProbabilities | null;
  /** tf.memory().numTensors after the verdict; a leak would show here. */
  readonly tensors: number;
  /** From the call's start in the worker to the readback. */
  readonly ms: Milliseconds;
}

/**
 * The network worker as the engine sees it, through comlink (`wrap<NetworkService>(port)`). Calls
 * are served one after the other. Rejections are WakefulErrors on both sides once both import
 * ./wakeful-throw.
 */
export interface NetworkService {
  /**
   * May be called again with other files or another backend; everything earlier, the set identity
   * too, is forgotten.
   */
  load(options: NetworkLoadOptions, onEvent: (event: NetworkEvent) => void): Promise<NetworkInfo>;
  /**
   * V_id of one crop, as the backbone gives it: NOT normalised for faceres (its length matters to
   * V_state). An enrolment is the mean of these; compare with `cosineSimilarity`
   * (src/network/similarity.ts).
   */
  embed(crop: FaceCrop): Promise<Float32Array>;
  /** The enrolled learner's V_id (mean of `embed` results), or null. */
  setIdentity(identity: Float32Array | null): Promise<void>;
  /** One verdict; exactly one small readback. */
  predict(crop: FaceCrop, options: PredictOptions): Promise<NetworkPrediction>;
  /** Calls back once a second: the clocks of a hidden page stand still, a worker's go on. */
  keepTime(onSecond: () => void): void;
  /** Frees every tensor and the device. `load` may be called again. */
  dispose(): Promise<void>;
}
