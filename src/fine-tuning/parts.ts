import type { BackboneId } from '../common/backbone-ids';
import type { Clock } from '../common/clock';
import type { FootageLibrary } from '../footage/footage-library';
import type { Backbone } from '../network/backbone';
import type { CheckpointStore } from '../profile/checkpoints/checkpoint-store';
import type { UnfinishedStore } from '../profile/checkpoints/unfinished-store';
import type { FaceCrop } from '../vision/types';
import type { BackendName } from '../common/backends';
import type { BackendStarter, WasmUrls } from '../backends/backend';

/** What training reads of the footage. */
export type TrainingFootage = Pick<FootageLibrary, 'recording' | 'labels' | 'signals'> & {
  /** Crops by the index in their FrameSignals, in the order asked for. */
  readCrops(id: string, indices: readonly number[]): Promise<readonly FaceCrop[]>;
};

/** Where the networks come from. */
export interface NetworkFiles {
  /** safetensors of a backbone. @throws WakefulError `model-load` */
  backbone(id: BackboneId, onProgress: (share: number) => void): Promise<ArrayBuffer>;
  /** The checkpoint that the app ships with; null: none. It is one of the default backbone. */
  shipped(): Promise<ArrayBuffer | null>;
}

/** What the training stands on, handed in: tests bring their own. */
export interface TrainingParts {
  readonly footage: TrainingFootage;
  readonly checkpoints: CheckpointStore;
  readonly unfinished: UnfinishedStore;
  readonly files: NetworkFiles;
  readonly backbones: Readonly<Record<BackboneId, Backbone>>;
  readonly starters: Readonly<Record<BackendName, BackendStarter>>;
  readonly wasm: WasmUrls;
  /** A crop as a picture file. */
  readonly encodePicture: (crop: FaceCrop) => Promise<Blob>;
  /** Monotonic ms. */
  readonly now: Clock;
  /** Epoch ms. */
  readonly wallClock: Clock;
}
