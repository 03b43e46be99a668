import { openCamera } from '../../engine/page/camera';
import { turnedStream } from '../../engine/page/turned-stream';
import type { BackendName } from '../../engine/protocol';
import { createStudioEngine } from '../../engine/studio';
import type { Studio } from '../../engine/studio-api';
import type { FootageLibrary } from '../../footage/footage-library';
import { openFootageLibrary } from '../../footage/library/library';
import type { ProfileStorage, Settings } from '../../profile';
import type { CheckpointLibrary } from '../../profile/checkpoints/stored-checkpoint';

/** What the studio stands on, beside the monitor's engine. */
export interface StudioServices {
  readonly studio: Studio;
  readonly footage: FootageLibrary;
  readonly checkpoints: CheckpointLibrary;
  /**
   * For a recording, its picture turned as the monitor has learned or was told. Rejects with a
   * WakefulError. `onEnded`: it was unplugged or taken away.
   */
  readonly openCamera: (settings: ChosenCamera, onEnded: () => void) => Promise<StudioCamera>;
}

type ChosenCamera = Pick<Settings, 'camera' | 'cameraTurns'>;

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
    openCamera: openTurnedCamera,
  };
}

async function openTurnedCamera(
  { camera: wish, cameraTurns }: ChosenCamera,
  onEnded: () => void,
): Promise<StudioCamera> {
  const opened = await openCamera(wish, { onEnded, onMuted: () => undefined });
  const close = (): void => opened.close();
  const { deviceId = '' } = opened.track.getSettings();
  try {
    return { stream: await turnedStream(opened.stream, cameraTurns[deviceId] ?? 0), close };
  } catch (error) {
    close();
    throw error;
  }
}
