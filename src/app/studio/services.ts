import { openCamera } from '../../engine/page/camera';
import type { BackendName, CameraSettings } from '../../engine/protocol';
import { createStudioEngine } from '../../engine/studio';
import type { Studio } from '../../engine/studio-api';
import type { FootageLibrary } from '../../footage/footage-library';
import { openFootageLibrary } from '../../footage/library/library';
import type { ProfileStorage } from '../../profile';
import type { CheckpointLibrary } from '../../profile/checkpoints/stored-checkpoint';

/** What the studio stands on, beside the monitor's engine. */
export interface StudioServices {
  readonly studio: Studio;
  readonly footage: FootageLibrary;
  readonly checkpoints: CheckpointLibrary;
  /** For a recording. Rejects with a WakefulError. `onEnded`: it was unplugged or taken away. */
  readonly openCamera: (camera: CameraSettings, onEnded: () => void) => Promise<StudioCamera>;
}

export interface StudioCamera {
  readonly stream: MediaStream;
  readonly close: () => void;
}

/**
 * The studio on this device's own workers, footage and models. Workers start when they are first
 * needed.
 */
export function deviceServices(storage: ProfileStorage, backend: BackendName | null): StudioServices {
  return {
    studio: createStudioEngine(backend),
    footage: openFootageLibrary(storage.database ? { database: storage.database } : {}),
    checkpoints: storage.checkpoints,
    openCamera: (camera, onEnded) => openCamera(camera, { onEnded, onMuted: () => undefined }),
  };
}
