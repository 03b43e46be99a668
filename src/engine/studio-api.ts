import type { WakefulnessClass } from '../common/classes';
import type { RecordingKind, SecondLabels, Suggestions } from '../footage/recording';
import type { TrainEvent, TrainOutcome, UnfinishedTraining } from '../fine-tuning/events';
import { LEAST_SECONDS } from '../fine-tuning/hold-out';
import type { TrainPlan } from '../fine-tuning/plan';
import type { TrainRequest } from '../fine-tuning/request';
import type { Verdict } from '../fine-tuning/verdict';
import type { TrialEvent, TrialRequest } from './trial-worker/protocol';
import type { StoredCheckpoint } from '../profile/checkpoints/stored-checkpoint';

export type { TrialEvent, TrialRequest } from './trial-worker/protocol';
export type { TrainEvent, TrainOutcome, UnfinishedTraining } from '../fine-tuning/events';
export type { TrainPlan } from '../fine-tuning/plan';
export type { Depth, HoldOut, TrainRequest } from '../fine-tuning/request';
export type { HeldOutResult, ProjectedPoint, Verdict, WorstSecond } from '../fine-tuning/verdict';
export { PAPER_MIXUP } from '../training/mixup';

/** What an extraction is given: one video, or one session of stills. */
export interface ExtractRequest {
  readonly personId: string;
  readonly session: string;
  readonly kind: RecordingKind;
  /** The video; or the stills, in order, each with the label its folder named or null. */
  readonly files: readonly { readonly file: File; readonly label: WakefulnessClass | null }[];
  readonly framesPerSecond: number;
  readonly cropsPerSecond: number;
  /**
   * What a guided recording asked for, second by second: kept with it as a proposal for its labels.
   */
  readonly guide?: Suggestions;
  /** Labels that were set while it was filmed, second by second. */
  readonly labels?: SecondLabels;
  /** Goes on with this stopped recording instead of a new one. */
  readonly resume: string | null;
}

export interface ExtractProgress {
  /** 0..1. */
  readonly share: number;
  /** Seconds of the video done, and in all. */
  readonly time: number;
  readonly duration: number;
  /** ms left, estimated; null: not known yet. */
  readonly remaining: number | null;
  readonly kept: number;
  readonly bytes: number;
  /** Frames without a usable face so far. */
  readonly dropped: number;
}

/** Labelled seconds of each state without which no training starts. */
export const LEAST_LABELLED = LEAST_SECONDS.training + LEAST_SECONDS.heldOut;

/**
 * Labelled seconds of each state from which on a comparison can say how sure it is (README, "The
 * studio").
 */
export const GOOD_LABELLED = 60;

/**
 * The studio's engine: extraction, suggestions and training, each in a worker of its own, beside
 * the monitor's. Rejections are WakefulErrors: `footage-unreadable`, `footage-empty`,
 * `footage-no-face`, `storage-full`, `model-load`, `training-diverged`, `training-too-little`,
 * `device-lost`, `internal`, …
 */
export interface Studio {
  /**
   * Extracts one after the other; resolves to the recording's id when all is extracted. Aborting
   * keeps what was extracted (resume), and takes one that waits out of the queue.
   * @param onTurn told how many extractions are ahead, whenever that changes; 0: it begins
   */
  extract(
    request: ExtractRequest,
    onProgress: (progress: ExtractProgress) => void,
    signal: AbortSignal,
    onTurn?: (ahead: number) => void,
  ): Promise<string>;
  /**
   * What the seconds of a recording are proposed to be. Rejects with a CalibrationError's code
   * where the person's open eyes are not known.
   * @param onShare told how much of it is done, 0..1
   */
  suggest(recordingId: string, onShare: (share: number) => void, signal: AbortSignal): Promise<Suggestions>;
  plan(request: TrainRequest): Promise<TrainPlan>;
  /** `resume`: go on with the unfinished training that is kept. */
  train(
    request: TrainRequest,
    options: { readonly resume: boolean; readonly onEvent: (event: TrainEvent) => void },
    signal: AbortSignal,
  ): Promise<TrainOutcome>;
  pause(): void;
  continue(): void;
  /** Survives a reload. */
  unfinished(): Promise<UnfinishedTraining | null>;
  discardUnfinished(): Promise<void>;
  /**
   * The verdict of a finished training, kept with its checkpoint; null: imported, or none was made.
   */
  verdict(checkpointId: string): Promise<Verdict | null>;
  /**
   * Classifies the faces of a camera by two networks at once, until the signal aborts (and rejects
   * with its reason then) or the camera ends.
   */
  tryLive(
    request: TrialRequest,
    stream: MediaStream,
    onEvent: (event: TrialEvent) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Checks a checkpoint file (safetensors) against the network it is for, tries it on a face, and
   * keeps it. Rejects with `checkpoint-invalid` or `checkpoint-unsound`.
   */
  importCheckpoint(file: ArrayBuffer, name: string): Promise<StoredCheckpoint>;
  /** Tries a kept checkpoint likewise: to be done before the monitor is given it. */
  rehearse(checkpointId: string): Promise<void>;
  dispose(): void;
}
