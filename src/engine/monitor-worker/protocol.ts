import type { BackboneId } from '../../common/backbone-ids';
import type { Milliseconds } from '../../common/clock';
import type { AdoptedCheckpoint, Enrolment, EngineEvent, EngineInfo, BackendName } from '../protocol';
import type { MeasuredFace } from '../../vision/types';
import type { Turn } from '../../common/turns';
import type { FrameInput } from '../../vision/frame-source';
import type { Sensitivity } from '../../wakefulness/constants';

export interface MonitorLoadOptions {
  /** `?backend=`; null: choose. */
  readonly backend: BackendName | null;
  readonly backbone: BackboneId;
  /**
   * Judges in place of the shipped one; where it cannot be used, that is told and the shipped one
   * judges.
   */
  readonly checkpoint: AdoptedCheckpoint | null;
}

/** What to do with the frames. */
export interface WatchPlan {
  /** Known learner: monitoring starts at once. null: enrol first, then monitor. */
  readonly learner: Enrolment | null;
  /** With a known learner: keep the identity, measure eyes and head anew. */
  readonly recalibrate: boolean;
}

export interface WatchedCamera {
  readonly deviceId: string;
  /** How its picture had to be turned before. */
  readonly knownTurn: Turn;
}

/** What the page is told; `replace-network`: another network worker is needed. */
export type MonitorEvent = EngineEvent | { readonly type: 'replace-network' };

/**
 * The monitor worker as the page sees it, through comlink. It turns frames into states and alerts;
 * the network's part of the work is done in the network worker, to which it talks directly.
 */
export interface MonitorService {
  /**
   * Downloads the models and starts the landmarker and the network. Rejects with
   * WakefulError<TroubleCode>.
   */
  load(
    options: MonitorLoadOptions,
    network: MessagePort,
    emit: (event: MonitorEvent) => void,
  ): Promise<Omit<EngineInfo, 'frameSource'>>;
  /** Loads another network worker in the place of the one that fell silent. Never rejects. */
  replaceNetwork(network: MessagePort): Promise<void>;
  /**
   * Takes the frames of one camera from now on; frames of an earlier one are let go. May be called
   * while the models load: resolves once the landmarker looks at frames, whether the network is
   * there or not.
   */
  watch(input: FrameInput, plan: WatchPlan | null, camera: WatchedCamera): Promise<void>;
  pause(): void;
  resume(): void;
  acknowledge(): void;
  snooze(durationMs: Milliseconds): void;
  /** Of this session and later ones. */
  setSensitivity(sensitivity: Sensitivity): void;
  /** Whether pictures of the last seconds are to be at hand, in memory. */
  wantRecentFaces(isWanted: boolean): void;
  recentFaces(): readonly MeasuredFace[];
  recalibrate(): void;
  /** How the camera's picture is to be turned from now on, whatever was found out. */
  turnPicture(turn: Turn): void;
  /** The system holds the camera's picture back (a privacy switch, say), or gives it again. */
  cameraMuted(muted: boolean): void;
  /** Lets the frames go; `watch` may be called again. */
  rest(): Promise<void>;
}
