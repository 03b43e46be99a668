import type { BackendName } from '../../engine/protocol';
import { openCamera } from '../../engine/page/camera';
import { createStudioEngine } from '../../engine/studio';
import { openFootageLibrary } from '../../footage';
import type { ProfileStorage } from '../../profile';
import type { StudioServices } from './services';

/** The studio on this device's own workers, footage and models. Workers start when they are first needed. */
export function deviceServices(storage: ProfileStorage, backend: BackendName | null): StudioServices {
  return {
    studio: createStudioEngine(backend),
    footage: openFootageLibrary(),
    checkpoints: storage.checkpoints,
    openCamera: (camera, onEnded) => openCamera(camera, { onEnded, onMuted: () => undefined }),
  };
}
