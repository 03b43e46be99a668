import type { WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import type { FaceSignals } from '../vision/types';
import type { UnknownReason } from '../wakefulness/state-event';

/** Who was filmed. Names stay on the device; `id` names the person in data sets. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Where a recording comes from. */
export type RecordingKind = 'webcam' | 'video' | 'stills';

/**
 * How far the extraction of a recording's faces is. `stopped` (cancelled, tab closed, storage full) goes on from
 * `doneUntil` when it is resumed; nothing that was extracted is lost.
 */
export type ExtractionStatus =
  { readonly kind: 'stopped'; readonly doneUntil: number } | { readonly kind: 'done' };

/** One session of one person: what is kept of it. Pictures are kept as aligned face crops only, never whole frames. */
export interface Recording {
  readonly id: string;
  readonly personId: string;
  /** Name of the session, unique per person: folder name in a data set. */
  readonly session: string;
  readonly kind: RecordingKind;
  /** File name, for the list and for finding the video again. */
  readonly fileName: string;
  readonly fileBytes: number;
  readonly createdAt: Milliseconds;
  /** Seconds; of stills their number (one still counts as one second). */
  readonly duration: number;
  /** Frames looked at, and crops kept, per second. */
  readonly framesPerSecond: number;
  readonly cropsPerSecond: number;
  /** Side of the crops, pixels. */
  readonly cropSize: number;
  readonly extraction: ExtractionStatus;
  /** Frames looked at, crops kept, frames without a usable face by reason. */
  readonly seen: number;
  readonly kept: number;
  readonly dropped: Readonly<Partial<Record<UnknownReason, number>>>;
  /** Bytes that its crops and signals take. */
  readonly bytes: number;
}

/** One frame that was looked at. */
export interface FrameSignals {
  /** Seconds from the start. */
  readonly time: number;
  readonly signals: FaceSignals | null;
  /** Why there are no signals; null when there are. */
  readonly missing: UnknownReason | null;
  /** Index of the kept crop of this frame; null: none was kept. */
  readonly crop: number | null;
}

/** The label of each second, index = second; null: not labelled. Only people set these. */
export type SecondLabels = readonly (WakefulnessClass | null)[];

/** A proposed label, never used until somebody accepts it. */
export interface Suggestion {
  readonly label: WakefulnessClass;
  /** 0..1; below `UNSURE_BELOW` (suggest.ts) the second counts as unsure. */
  readonly confidence: number;
}

/** A proposal for each second; null: none. */
export type Suggestions = readonly (Suggestion | null)[];
