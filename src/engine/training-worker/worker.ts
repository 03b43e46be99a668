/** The training worker's entry. */
import { expose } from 'comlink';
import * as models from 'virtual:wakeful-models';
import type { EncodePicture } from '../../fine-tuning/mixup-examples';
import { openFootageLibrary } from '../../footage/library/library';
import { BACKBONES } from '../../network/backbones';
import { downloadModel } from '../../vision/model-download';
import { downloadBackbone } from '../network-worker/files';
import { startBackend } from '../../backends/backend';
import { BACKEND_STARTERS } from '../../backends/starters';
import '../network-worker/wakeful-throw';
import { createFineTuningService } from './service';
import { trainingStorage } from './storage';

const encodePng: EncodePicture = async ({ size, rgba }) => {
  const canvas = new OffscreenCanvas(size, size);
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, size, size), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
};

const wallClock = (): number => Date.now();

expose(
  createFineTuningService({
    ...trainingStorage(indexedDB, wallClock),
    footage: openFootageLibrary(),
    networks: {
      backbones: BACKBONES,
      backboneFile: (id, onProgress) =>
        downloadBackbone(id, ({ loaded, total }) => onProgress(loaded / total)),
      shipped: async () => models.checkpoint && downloadModel(models.checkpoint),
    },
    startBackend: (forced) => startBackend(BACKEND_STARTERS, forced, models.tfjsWasmUrls),
    // Typed as always there, but browsers leave it out on pages without HTTPS.
    locks: (navigator as { locks?: LockManager }).locks,
    encodePicture: encodePng,
    now: () => performance.now(),
    wallClock,
  }),
);
