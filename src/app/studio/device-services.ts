import { openCamera } from '../../engine/camera';
import { createExtraction } from '../../engine/extraction';
import { createFineTuning } from '../../engine/fine-tuning';
import { suggest } from '../../engine/suggesting';
import type { BackendName } from '../../engine/protocol';
import { openFootageLibrary } from '../../footage/library/library';
import type { ProfileStorage } from '../../profile';
import type { StudioServices } from './services';

/** The studio on this device's own workers, footage and models. Workers start when they are first needed. */
export function deviceServices(storage: ProfileStorage, backend: BackendName | null): StudioServices {
  const fineTuning = createFineTuning({ backend });
  const extraction = createExtraction();
  return {
    studio: {
      ...fineTuning,
      suggest,
      extract: (...request) => extraction.extract(...request),
      dispose() {
        fineTuning.dispose();
        extraction.dispose();
      },
    },
    footage: openFootageLibrary(),
    checkpoints: storage.checkpoints,
    openCamera: (camera, onEnded) => openCamera(camera, { onEnded, onMuted: () => undefined }),
  };
}
