import type { BackendName } from '../common/backends';
import type { BackboneId } from '../common/backbone-ids';
import type { ClassProbabilities } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import type { Turn } from '../common/turns';
import type { AlertEvent, StateEvent } from '../wakefulness/state-event';
import type { Enrolment, EnrolmentHint, EnrolmentProgress } from '../profile/enrolment/enrolment';

export { BACKENDS, type BackendName } from '../common/backends';
export type { Enrolment, EnrolmentHint, EnrolmentProgress } from '../profile/enrolment/enrolment';

/** Everything that can go wrong while monitoring, each with its own plain message in the app. */
export const TROUBLE_CODES = [
  'camera-denied',
  'camera-missing',
  'camera-busy',
  'camera-unplugged',
  'insecure-context',
  'backend-unavailable',
  'device-lost',
  'worker-silent',
  'network-silent',
  'model-load',
  'checkpoint-invalid',
  'adopted-invalid',
  'storage-blocked',
  'storage-full',
  'record-corrupt',
  'enrolment-timeout',
  'enrolment-other-person',
  'internal',
] as const;
export type TroubleCode = (typeof TROUBLE_CODES)[number];

export interface Trouble {
  readonly code: TroubleCode;
  /** Technical detail for the log and bug reports; never the only thing shown. */
  readonly detail: string;
  /** Monitoring stopped because of it. */
  readonly fatal: boolean;
  /** What stood in the way of an enrolment. */
  readonly hint?: EnrolmentHint;
}

export interface DownloadProgress {
  readonly file: string;
  readonly loaded: number;
  readonly total: number;
}

/** What judges: shown on the page. */
export interface EngineInfo {
  readonly backend: BackendName;
  /** True when `?backend=` asked for this backend. */
  readonly forced: boolean;
  /** Adapter or device description where the browser gives one, for the details panel. */
  readonly device: string;
  readonly backbone: string;
  /**
   * Name of the trained checkpoint, or null: "network not trained: judging by eyes and head only".
   */
  readonly checkpoint: string | null;
  /** The network does not answer: until it is back, eyes and head alone are classified. */
  readonly silent: boolean;
  /** How frames reach the worker. */
  readonly frameSource: 'track-processor' | 'image-bitmap';
}

/** One frame's live measures for the preview overlay and the details panel, at most ~10/s. */
export interface LiveMeasures {
  readonly t: Milliseconds;
  readonly framesPerSecond: number;
  readonly verdictsPerSecond: number;
  /** Learner's face box, as fractions of the frame; null when not seen. */
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  } | null;
  readonly ear: { readonly left: number; readonly right: number } | null;
  readonly pose: { readonly pitch: number; readonly yaw: number; readonly roll: number } | null;
  readonly similarity: number | null;
  readonly posterior: ClassProbabilities | null;
  /** tf.memory().numTensors in the network worker; a leak would show here. */
  readonly tensors: number;
}

export type EngineEvent =
  | { readonly type: 'download'; readonly progress: DownloadProgress }
  | { readonly type: 'ready'; readonly info: EngineInfo }
  /** The network runs elsewhere now, fell silent, or is back. */
  | { readonly type: 'network'; readonly info: Omit<EngineInfo, 'frameSource'> }
  /** How this camera's picture has to be turned, once that is known. */
  | { readonly type: 'camera-turn'; readonly deviceId: string; readonly turn: Turn }
  | { readonly type: 'enrolment'; readonly progress: EnrolmentProgress }
  | { readonly type: 'enrolled'; readonly enrolment: Enrolment }
  | { readonly type: 'state'; readonly event: StateEvent }
  | { readonly type: 'alert'; readonly event: AlertEvent }
  | { readonly type: 'measures'; readonly measures: LiveMeasures }
  | { readonly type: 'trouble'; readonly trouble: Trouble }
  | { readonly type: 'trouble-cleared'; readonly code: TroubleCode }
  | { readonly type: 'stopped' };

export interface CameraSettings {
  /** `deviceId` of the chosen camera; null: the browser's default. */
  readonly deviceId: string | null;
  readonly width: number;
  readonly height: number;
}

/** A fine-tuned checkpoint that the learner chose. */
export interface AdoptedCheckpoint {
  readonly id: string;
  /** Shown on the page. */
  readonly name: string;
  /** The safetensors file. */
  readonly file: ArrayBuffer;
}

/** What is to be loaded. */
export interface PrepareOptions {
  /** `?backend=`; null: choose. */
  readonly backend: BackendName | null;
  /** One of the engine's `backbones`. */
  readonly backbone: BackboneId;
  /**
   * Reads the adopted checkpoint, one of this backbone; null: the shipped one judges. Never
   * rejects.
   */
  readonly checkpoint: () => Promise<AdoptedCheckpoint | null>;
}

export interface StartOptions extends PrepareOptions {
  readonly camera: CameraSettings;
  /**
   * Known learner, enrolled with this backbone: monitoring starts at once. null: enrol first, then
   * monitor.
   */
  readonly learner: Enrolment | null;
  /** With a known learner: keep the identity, measure eyes and head anew. */
  readonly recalibrate: boolean;
}

export interface CameraDevice {
  readonly deviceId: string;
  readonly label: string;
}
