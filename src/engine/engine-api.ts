import type { BackboneId } from '../common/backbone-ids';
import type { Milliseconds } from '../common/clock';
import type { Turn } from '../common/turns';
import type { Sensitivity } from '../wakefulness/constants';
import type { CameraDevice, CameraSettings, EngineEvent, PrepareOptions, StartOptions } from './protocol';
import type { MeasuredFace } from '../vision/types';

/**
 * The engine as the page sees it (implementation: createEngine in ./engine). All heavy work is in
 * workers; every method returns quickly, and everything that happens is told through `subscribe`.
 */
export interface Engine {
  /** The networks whose weights this build has, the default first. */
  readonly backbones: readonly BackboneId[];
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /**
   * Asks for the camera, loads models, enrols if needed, monitors. Rejects with
   * WakefulError<TroubleCode>.
   */
  start(options: StartOptions, signal?: AbortSignal): Promise<void>;
  /**
   * Loads the models and starts the workers, so that a start needs the camera alone. Turns nothing
   * on. Never rejects: what fails here fails again at the start, and is told then.
   */
  prepare(options: PrepareOptions): Promise<void>;
  /**
   * Camera on and preview running; null before start and after stop. Feed it to a muted <video>.
   */
  readonly stream: MediaStream | null;
  /** Ends monitoring, turns the camera off. Safe at any time. */
  stop(): Promise<void>;
  /** Keeps the camera but gives no verdicts (`unknown: paused`). */
  pause(): void;
  resume(): void;
  acknowledge(): void;
  snooze(durationMs: Milliseconds): void;
  /** How readily alerts come, in this session and later ones. */
  setSensitivity(sensitivity: Sensitivity): void;
  /** Whether `recentFaces` is to have some, in this session and later ones. */
  wantRecentFaces(isWanted: boolean): void;
  /**
   * Pictures of the learner's face in the last seconds. Never rejects; none where none are wanted.
   */
  recentFaces(): Promise<readonly MeasuredFace[]>;
  /** Measures eyes and head anew while monitoring (identity kept). */
  recalibrate(): void;
  switchCamera(camera: CameraSettings): Promise<void>;
  /**
   * Turns the picture of the running camera by so much, whatever was found out; told as a
   * `camera-turn` event.
   */
  turnPicture(turn: Turn): void;
  /** How the pictures of cameras had to be turned before, by `deviceId`. */
  knowTurns(turns: Readonly<Record<string, Turn>>): void;
  listCameras(): Promise<readonly CameraDevice[]>;
  /**
   * Bytes of the model files for a backbone that are not kept in this browser yet; 0: a start needs
   * no network.
   */
  missingModelBytes(backbone: BackboneId): Promise<number>;
  /**
   * Brings these files here before anybody presses Start, told as `download` events. Rejects with
   * WakefulError `model-load`, or the signal's reason. A browser may refuse to keep them: ask
   * missingModelBytes.
   */
  keepModels(backbone: BackboneId, signal?: AbortSignal): Promise<void>;
}
