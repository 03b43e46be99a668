/** The extraction worker's entry: finds faces in own footage and keeps them. */
import { expose } from 'comlink';
import * as models from 'virtual:wakeful-models';
import { footageError } from '../../footage/footage-error';
import { FootageStore } from '../../footage/library/store';
import { loadLandmarker } from '../monitor-worker/models';
import '../network-worker/wakeful-throw';
import { Extraction } from './extraction';
import { FileEyes } from './file-eyes';
import type { ExtractionService } from './protocol';

const library = new FootageStore();
let eyes: Promise<FileEyes> | null = null;
let stopping = false;

/** A failed load is forgotten, so that it can be tried again. */
function load(): Promise<FileEyes> {
  eyes ??= loadLandmarker(() => undefined)
    .then((landmarker) => new FileEyes(landmarker))
    .catch((error: unknown) => {
      eyes = null;
      throw error;
    });
  return eyes;
}

/** Two tabs that go on with the same recording would write over each other. */
function alone<T>(recording: string | null, work: () => Promise<T>): Promise<T> {
  if (recording === null || !('locks' in navigator)) return work();
  return navigator.locks.request(`wakeful-footage-${recording}`, { ifAvailable: true }, (lock) => {
    if (!lock) throw footageError('footage-busy', 'This recording is being extracted in another tab.');
    return work();
  });
}

const service: ExtractionService = {
  async load() {
    await load();
  },
  async extract(request, page) {
    stopping = false;
    const tools = {
      eyes: await load(),
      library,
      page,
      landmarker: models.faceLandmarker.sha256,
      stopped: () => stopping,
      now: () => performance.now(),
    };
    return alone(request.resume, () => new Extraction(request, tools).run());
  },
  stop: () => void (stopping = true),
};
expose(service);
