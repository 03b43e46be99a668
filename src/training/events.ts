import type { ConfusionMatrix } from './metrics';
import type { MixupReport } from './mixup';
import type { TrainingCheckpoint } from './training-checkpoint';
import type { Undersampling } from './undersampling';

/** What a training tells while it runs. */
export type TrainingEvent =
  /** What will be done; subjects who lack a class are named here. */
  | {
      readonly type: 'planned';
      readonly undersampling: Undersampling | null;
      readonly mixup: MixupReport | null;
      /** Original samples trained on. */
      readonly originals: number;
      readonly mixed: number;
      readonly batches: number;
      readonly batchesPerEpoch: number;
    }
  /** The faces go through the frozen part of the network. */
  | {
      readonly type: 'preparing';
      readonly data: 'training' | 'validation';
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly type: 'batch';
      /** Steps taken, from 1. */
      readonly batch: number;
      readonly batches: number;
      /** From 0. */
      readonly epoch: number;
      readonly loss: number;
      readonly gradientNorm: number;
      /** Of the Face Model's weights, as used in this step. */
      readonly learningRate: number;
    }
  | {
      readonly type: 'validation';
      readonly batch: number;
      readonly score: number;
      /** Whether no validation before was better. */
      readonly best: boolean;
      readonly confusion: ConfusionMatrix;
    }
  | { readonly type: 'checkpoint'; readonly checkpoint: TrainingCheckpoint }
  | { readonly type: 'paused' | 'continued'; readonly batch: number };
