import type { WakefulnessClass } from '../common/classes';
import type { BackendName } from './protocol';
import type { RecordingKind, Suggestions } from '../footage/recording';
import type { StoredCheckpoint } from '../profile/checkpoints/stored-checkpoint';

/** What an extraction is given: one video, or one session of stills. */
export interface ExtractRequest {
  readonly personId: string;
  readonly session: string;
  readonly kind: RecordingKind;
  /** The video; or the stills, in order, each with the label its folder named or null. */
  readonly files: readonly { readonly file: File; readonly label: WakefulnessClass | null }[];
  readonly framesPerSecond: number;
  readonly cropsPerSecond: number;
  /** What a guided recording asked for, second by second: kept with it as a proposal for its labels. */
  readonly guide?: Suggestions;
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

/** How deep the Face Model is trained. `head`: the state module only. */
export type Depth = 'head' | 'last' | 'deep' | 'all';

/** How held-out seconds are chosen: never neighbouring frames. */
export type HoldOut = 'blocks' | 'session' | 'person';

export interface TrainRequest {
  readonly recordingIds: readonly string[];
  readonly depth: Depth;
  readonly holdOut: HoldOut;
  readonly mixup: {
    readonly stage: 'images' | 'V_state';
    readonly partner: 'same' | 'other';
    /** 0..0.4 */
    readonly amount: number;
    readonly alpha: number;
  } | null;
  readonly epochs: number;
  readonly seed: number;
  /** Checkpoint that is fine-tuned: a stored one's id, null: the shipped one. */
  readonly base: string | null;
  readonly name: string;
}

/** What a training would need and whether it can be done; computed before it starts. */
export interface TrainPlan {
  /** What is missing, in codes that the app has words for; empty: it can start. */
  readonly missing: readonly {
    readonly code:
      'too-few-seconds' | 'class-missing' | 'one-class-held-out' | 'too-few-sessions' | 'too-few-people';
    readonly label: WakefulnessClass | null;
    readonly have: number;
    readonly need: number;
  }[];
  /** Classes of which there is so little that training and verdict are little more than chance. */
  readonly few: readonly WakefulnessClass[];
  readonly training: Readonly<Record<WakefulnessClass, number>>;
  readonly heldOut: Readonly<Record<WakefulnessClass, number>>;
  /** Bytes that a training of each depth takes at most, estimated. */
  readonly memory: Readonly<Record<Depth, number>>;
  /** Shares of the faces whose person lacks a class for same-person mixup, in words ready for the report: person ids. */
  readonly lackingPeople: readonly string[];
}

export type TrainEvent =
  | { readonly type: 'backend'; readonly backend: BackendName }
  /** `validates`: seconds are set aside to see how far it is; there may be too few. */
  | { readonly type: 'planned'; readonly steps: number; readonly validates: boolean }
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
  | { readonly type: 'comparing'; readonly share: number };

/** One network on the held-out seconds. */
export interface HeldOutResult {
  readonly macroF1: number;
  /** F1 by class, in the order of WAKEFULNESS_CLASSES; null: the class does not occur. */
  readonly f1: readonly (number | null)[];
  /** `confusion[truth][prediction]`, seconds. */
  readonly confusion: readonly (readonly number[])[];
}

export interface WorstSecond {
  readonly recordingId: string;
  readonly second: number;
  readonly crop: number;
  readonly truth: WakefulnessClass;
  readonly before: WakefulnessClass;
  readonly after: WakefulnessClass;
}

export interface ProjectedPoint {
  readonly x: number;
  readonly y: number;
  /** A class, or "asleep+drowsy" / "drowsy+awake" for mixed samples. */
  readonly group: string;
  readonly personId: string | null;
}

/** Before and after, on the same held-out seconds. */
export interface Verdict {
  readonly before: HeldOutResult;
  readonly after: HeldOutResult;
  /** Of the difference after − before, 95 %, bootstrap over stretches of time; NaN where a class has but one. */
  readonly difference: { readonly low: number; readonly high: number };
  /**
   * better: adopt; promising: better on these seconds, which are too few to be sure; same: no difference; worse: adopting needs
   * an explicit wish.
   */
  readonly advice: 'better' | 'promising' | 'same' | 'worse';
  readonly worst: readonly WorstSecond[];
  readonly projection: {
    readonly before: readonly ProjectedPoint[];
    readonly after: readonly ProjectedPoint[];
  };
  /** Mixed image examples (the paper's Figure 3) as PNG files: first, mixed, second. */
  readonly mixupExamples: readonly {
    readonly lambda: number;
    readonly labels: readonly [WakefulnessClass, WakefulnessClass];
    readonly pictures: readonly [Blob, Blob, Blob];
  }[];
  /** Steps taken. */
  readonly steps: number;
  /** Step of the best validation, whose weights the checkpoint has; null: there was none, it has the last ones. */
  readonly bestStep: number | null;
  readonly backend: BackendName;
}

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

/**
 * The studio's engine: extraction, suggestions and training, each in a worker of its own, beside the monitor's. Rejections are
 * WakefulErrors: `footage-unreadable`, `footage-empty`, `footage-no-face`, `storage-full`, `model-load`,
 * `training-diverged`, `training-too-little`, `device-lost`, `internal`, …
 */
export interface Studio {
  /** Resolves to the recording's id when all is extracted. Aborting keeps what was extracted (resume). */
  extract(
    request: ExtractRequest,
    onProgress: (progress: ExtractProgress) => void,
    signal: AbortSignal,
  ): Promise<string>;
  /**
   * What the seconds of a recording are proposed to be. Rejects with a CalibrationError's code where the person's open eyes
   * are not known.
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
  /** The verdict of a finished training, kept with its checkpoint; null: imported, or none was made. */
  verdict(checkpointId: string): Promise<Verdict | null>;
  /** Checks a checkpoint file (safetensors) against the network it is for, and keeps it. Rejects with `checkpoint-invalid`. */
  importCheckpoint(file: ArrayBuffer, name: string): Promise<StoredCheckpoint>;
  dispose(): void;
}
