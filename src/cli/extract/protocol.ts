/** What the extraction's page and Node tell each other: plain JSON, with crops in base64. */
import type { FaceSignals } from '../../vision/types';
import type { Glasses } from '../../footage/glasses';
import type { UnknownReason } from '../../wakefulness/state-event';

export interface ExtractOptions {
  /** Side of the crops, pixels. */
  readonly cropSize: number;
  /** Video frames looked at per second. */
  readonly framesPerSecond: number;
  /** Crops kept per second of video. */
  readonly cropsPerSecond: number;
}

/** One picture that was looked at. */
export interface LookedAt {
  /** Seconds from the start of the video; 0 for a still. */
  readonly time: number;
  readonly signals: FaceSignals | null;
  /** Why there are no signals; null when there are. */
  readonly missing: UnknownReason | null;
  /** RGBA of the crop, base64; null: none was wanted, or there is no face. */
  readonly crop: string | null;
}

export interface VideoRequest extends ExtractOptions {
  /** Whole seconds that have a label: crops are kept in these only. */
  readonly labelled: readonly number[];
}

/** How a portrait with open eyes is changed before it is looked at. */
export interface PortraitLook {
  /** How far both eyes are closed, 0..1. */
  readonly closure: number;
  /** null: none are drawn. */
  readonly glasses: Glasses | null;
}

/** A file that no browser can make sense of is an answer, not an exception. */
export type MediaAnswer =
  { readonly kind: 'done' } | { readonly kind: 'unreadable'; readonly detail: string };

/** Takes what was looked at, some pictures at a time; the work waits until it is taken. */
export type TakeLooks = (looks: readonly LookedAt[]) => Promise<void>;

/** The worker's side. */
export interface ExtractService {
  /** @throws WakefulError `model-load`, `no-webgl` */
  load(): Promise<void>;
  still(file: Blob, cropSize: number): Promise<LookedAt | null>;
  /** A portrait in several looks, in order; null: no picture, or no face to change. */
  portrait(file: Blob, looks: readonly PortraitLook[], cropSize: number): Promise<readonly LookedAt[] | null>;
  video(
    file: Blob,
    request: VideoRequest,
    take: TakeLooks,
    progress: (fraction: number) => void,
  ): Promise<MediaAnswer>;
}

/** What the page puts on `window` for Node; files come through its file input. */
export interface ExtractPage {
  load(): Promise<void>;
  /** The stills in the file input, in its order; null: unreadable. */
  stills(cropSize: number): Promise<readonly (LookedAt | null)[]>;
  /** The one portrait in the file input, in several looks. */
  portrait(looks: readonly PortraitLook[], cropSize: number): Promise<readonly LookedAt[] | null>;
  /** The one video in the file input; what is seen goes to `window.takeLooks`. */
  video(request: VideoRequest): Promise<MediaAnswer>;
}
