import type { BackboneId } from '../../common/backbone-ids';
import type { BackendName } from '../../common/backends';
import type { ClassProbabilities } from '../../common/classes';
import type { FrameInput } from '../../vision/frame-source';
import type { UnknownReason } from '../../wakefulness/state-event';
import type { AdoptedCheckpoint } from '../protocol';

/** Two networks of one backbone that are tried on the same faces. */
export interface TrialRequest {
  readonly backbone: BackboneId;
  /** null: the shipped one. */
  readonly before: AdoptedCheckpoint | null;
  readonly after: AdoptedCheckpoint;
}

export type TrialEvent =
  /** Both networks are loaded; faces are looked at from now on. */
  | { readonly type: 'ready' }
  | { readonly type: 'missing'; readonly reason: UnknownReason }
  /** Means over the last second; null: that network is not trained. */
  | {
      readonly type: 'predicted';
      readonly before: ClassProbabilities | null;
      readonly after: ClassProbabilities | null;
      /** Of each network's worker: a leak would show here. */
      readonly tensors: readonly [before: number, after: number];
    };

export interface TrialOptions extends TrialRequest {
  readonly backend: BackendName | null;
  /** To a network worker each. */
  readonly ports: readonly [before: MessagePort, after: MessagePort];
  readonly input: FrameInput;
}

/** The trial worker as the page sees it, through comlink. */
export interface TrialService {
  /** Looks until the frames end or the worker is ended. Rejects with WakefulErrors. */
  run(options: TrialOptions, emit: (event: TrialEvent) => void): Promise<void>;
}
