import type { BackendName } from '../common/backends';
import type { TrainRequest } from './request';
import type { Verdict } from './verdict';

/** What a fine-tuning tells while it runs. */
export type TrainEvent =
  | { readonly type: 'backend'; readonly backend: BackendName }
  /** `validates`: seconds are set aside to see how far it is; there may be too few. */
  | { readonly type: 'planned'; readonly steps: number; readonly validates: boolean }
  /** How much of the preparation is done, 0..1. */
  | { readonly type: 'preparing'; readonly share: number }
  | {
      readonly type: 'step';
      readonly step: number;
      readonly steps: number;
      readonly loss: number;
      /** ms left, estimated; null: not known yet. */
      readonly remaining: number | null;
    }
  | { readonly type: 'validation'; readonly step: number; readonly macroF1: number; readonly best: boolean }
  | { readonly type: 'paused' | 'continued' | 'saved'; readonly step: number }
  /** A save failed, because the storage is full, say; the training goes on. */
  | { readonly type: 'not-saved'; readonly code: string; readonly detail: string }
  /** How much of the comparison is done, 0..1. */
  | { readonly type: 'comparing'; readonly share: number };

export type TrainOutcome =
  /** The new checkpoint is in the CheckpointLibrary, not adopted. */
  | { readonly kind: 'finished'; readonly checkpointId: string; readonly verdict: Verdict }
  /** Kept so that it can be resumed. */
  | { readonly kind: 'cancelled' };

/** An unfinished training that this device keeps. */
export interface UnfinishedTraining {
  readonly request: TrainRequest;
  readonly step: number;
  readonly steps: number;
  readonly savedAt: number;
}
