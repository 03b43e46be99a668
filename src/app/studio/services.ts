import type { CameraSettings } from '../../engine/protocol';
import type { Studio } from '../../engine/studio-api';
import type { FootageLibrary } from '../../footage/footage-library';
import type { CheckpointLibrary } from '../../profile/checkpoints/stored-checkpoint';

/** What the studio stands on, beside the monitor's engine. */
export interface StudioServices {
  readonly studio: Studio;
  readonly footage: FootageLibrary;
  readonly checkpoints: CheckpointLibrary;
  /** The camera for a recording. Rejects with a WakefulError. `onEnded`: it was unplugged or taken away. */
  readonly openCamera: (camera: CameraSettings, onEnded: () => void) => Promise<StudioCamera>;
}

export interface StudioCamera {
  readonly stream: MediaStream;
  readonly close: () => void;
}
