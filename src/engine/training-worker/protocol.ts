import type { BackendName } from '../../common/backends';
import type { TrainEvent, TrainOutcome, UnfinishedTraining } from '../../fine-tuning/events';
import type { TrainPlan } from '../../fine-tuning/plan';
import type { TrainRequest } from '../../fine-tuning/request';
import type { Verdict } from '../../fine-tuning/verdict';
import type { StoredCheckpoint } from '../../profile/checkpoints/stored-checkpoint';

export interface TrainOptions {
  /** Go on with the training that is kept; its own request counts then. */
  readonly resume: boolean;
  /** `?backend=`; null: choose. */
  readonly backend: BackendName | null;
}

/**
 * The training worker as the page sees it, through comlink. Rejections are WakefulErrors. One
 * training at a time.
 */
export interface FineTuningService {
  plan(request: TrainRequest): Promise<TrainPlan>;
  train(
    request: TrainRequest,
    options: TrainOptions,
    onEvent: (event: TrainEvent) => void,
  ): Promise<TrainOutcome>;
  pause(): void;
  continue(): void;
  /** Stops after the running step; what was done is saved. */
  cancel(): void;
  unfinished(): Promise<UnfinishedTraining | null>;
  discardUnfinished(): Promise<void>;
  verdict(checkpointId: string): Promise<Verdict | null>;
  /**
   * Checks a checkpoint file against the network it is for, tries it on a face, and keeps it.
   * @throws WakefulError `checkpoint-invalid`, `checkpoint-unsound`
   */
  importCheckpoint(file: ArrayBuffer, name: string, backend: BackendName | null): Promise<StoredCheckpoint>;
  /** Tries a kept checkpoint likewise. */
  rehearse(checkpointId: string, backend: BackendName | null): Promise<void>;
}
