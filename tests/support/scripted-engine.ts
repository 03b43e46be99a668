import type { BackboneId } from '../../src/common/backbone-ids';
import type { Milliseconds } from '../../src/common/clock';
import type { Engine } from '../../src/engine/engine-api';
import type {
  CameraDevice,
  CameraSettings,
  EngineEvent,
  EngineInfo,
  Enrolment,
  LiveMeasures,
  PrepareOptions,
  StartOptions,
} from '../../src/engine/protocol';
import type { MeasuredFace } from '../../src/vision/types';
import type { Turn } from '../../src/common/turns';
import type { Sensitivity } from '../../src/wakefulness/constants';
import type { AlertEvent, StateEvent } from '../../src/wakefulness/state-event';

/** What the page asked of the engine. */
export type EngineCall =
  | { readonly name: 'start'; readonly options: StartOptions }
  | { readonly name: 'snooze'; readonly duration: Milliseconds }
  | { readonly name: 'switchCamera'; readonly camera: CameraSettings }
  | { readonly name: 'turnPicture'; readonly turn: Turn }
  | { readonly name: 'stop' | 'pause' | 'resume' | 'acknowledge' | 'recalibrate' };

/**
 * An engine that does what a test says: it tells what it is told to tell, and remembers what it was
 * asked.
 */
export class ScriptedEngine implements Engine {
  readonly calls: EngineCall[] = [];
  /** What it was asked to load before a start. */
  readonly prepared: Omit<PrepareOptions, 'checkpoint'>[] = [];
  backbones: readonly BackboneId[] = ['faceres'];
  cameras: readonly CameraDevice[] = [];
  stream: MediaStream | null = null;
  sensitivity: Sensitivity = 'normal';
  wantsRecentFaces = false;
  faces: readonly MeasuredFace[] = [];
  /** What it was told of the cameras. */
  turns: Readonly<Record<string, Turn>> = {};
  /** What `missingModelBytes` says, for as long as `onKeepModels` does not change it. */
  missingBytes = 0;
  onKeepModels: (signal?: AbortSignal) => Promise<void> = () => Promise.resolve();
  /** What `start` does; by default it succeeds at once and says nothing. */
  onStart: (options: StartOptions) => Promise<void> = () => Promise.resolve();
  readonly #listeners = new Set<(event: EngineEvent) => void>();

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(...events: readonly EngineEvent[]): void {
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  tellState(event: Partial<StateEvent> & Pick<StateEvent, 't' | 'state'>): void {
    this.tell({ type: 'state', event: stateEvent(event) });
  }

  tellAlert(event: Partial<AlertEvent> & Pick<AlertEvent, 't' | 'level'>): void {
    this.tell({ type: 'alert', event: { loudness: 0.25, cause: null, quietUntil: null, ...event } });
  }

  prepare({ backend, backbone }: PrepareOptions): Promise<void> {
    this.prepared.push({ backend, backbone });
    return Promise.resolve();
  }

  async start(options: StartOptions, signal?: AbortSignal): Promise<void> {
    this.calls.push({ name: 'start', options });
    signal?.throwIfAborted();
    await this.onStart(options);
    signal?.throwIfAborted();
  }

  stop(): Promise<void> {
    this.calls.push({ name: 'stop' });
    this.stream = null;
    this.tell({ type: 'stopped' });
    return Promise.resolve();
  }

  pause(): void {
    this.calls.push({ name: 'pause' });
  }

  resume(): void {
    this.calls.push({ name: 'resume' });
  }

  setSensitivity(sensitivity: Sensitivity): void {
    this.sensitivity = sensitivity;
  }

  wantRecentFaces(isWanted: boolean): void {
    this.wantsRecentFaces = isWanted;
  }

  recentFaces(): Promise<readonly MeasuredFace[]> {
    return Promise.resolve(this.wantsRecentFaces ? this.faces : []);
  }

  knowTurns(turns: Readonly<Record<string, Turn>>): void {
    this.turns = turns;
  }

  turnPicture(turn: Turn): void {
    this.calls.push({ name: 'turnPicture', turn });
  }

  acknowledge(): void {
    this.calls.push({ name: 'acknowledge' });
  }

  snooze(duration: Milliseconds): void {
    this.calls.push({ name: 'snooze', duration });
  }

  recalibrate(): void {
    this.calls.push({ name: 'recalibrate' });
  }

  switchCamera(camera: CameraSettings): Promise<void> {
    this.calls.push({ name: 'switchCamera', camera });
    return Promise.resolve();
  }

  listCameras(): Promise<readonly CameraDevice[]> {
    return Promise.resolve(this.cameras);
  }

  missingModelBytes(): Promise<number> {
    return Promise.resolve(this.missingBytes);
  }

  keepModels(_: BackboneId, signal?: AbortSignal): Promise<void> {
    return this.onKeepModels(signal);
  }

  /** The calls of one name, in their order. */
  asked<N extends EngineCall['name']>(name: N): readonly Extract<EngineCall, { readonly name: N }>[] {
    return this.calls.filter((call): call is Extract<EngineCall, { readonly name: N }> => call.name === name);
  }
}

/** A state as the engine would tell it; only what matters has to be said. */
export function stateEvent(event: Partial<StateEvent> & Pick<StateEvent, 't' | 'state'>): StateEvent {
  const third = 1 / 3;
  const isUnknown = event.state === 'unknown';
  return {
    shown: event.state,
    causes: [],
    confidence: isUnknown ? 0 : 0.94,
    certainty: isUnknown ? null : 'sure',
    probabilities: { asleep: third, drowsy: third, awake: third },
    perclos: null,
    perclos3: null,
    openness: isUnknown ? null : 0.9,
    closureMs: 0,
    ...(isUnknown ? { reason: 'no-face' } : {}),
    ...event,
  };
}

export const INFO: EngineInfo = {
  backend: 'wasm',
  forced: false,
  device: 'a made-up device',
  backbone: 'faceres',
  checkpoint: null,
  silent: false,
  frameSource: 'track-processor',
};

export const MEASURES: LiveMeasures = {
  t: 0,
  framesPerSecond: 14.9,
  verdictsPerSecond: 4.2,
  box: { x: 0.36, y: 0.24, width: 0.28, height: 0.46 },
  ear: { left: 0.29, right: 0.3 },
  pose: { pitch: 2, yaw: -4, roll: 1 },
  similarity: 0.81,
  posterior: null,
  tensors: 214,
};

/** Numbers of a V_id of faceres. */
const EMBEDDING_SIZE = 1024;

export function enrolmentAt(t: Milliseconds): Enrolment {
  return {
    backbone: 'faceres',
    embedding: Float32Array.from({ length: EMBEDDING_SIZE }, (_, i) => Math.sin(i + 1)),
    calibration: {
      open: { left: 0.3, right: 0.3 },
      closed: { left: 0.08, right: 0.08 },
      pose: { pitch: 0, yaw: 0, roll: 0 },
      mar: 0.05,
      calibratedAt: t,
    },
    frames: 24,
  };
}
