/** The extraction worker's entry: finds faces in own footage and keeps them. */
import { expose } from 'comlink';
import * as models from 'virtual:wakeful-models';
import { once } from '../../common/once';
import { footageError } from '../../footage/footage-error';
import { FootageStore } from '../../footage/library/store';
import { ifFree } from '../../storage/web-locks';
import { loadLandmarker } from '../monitor-worker/models';
import '../network-worker/wakeful-throw';
import { Extraction } from './extraction';
import { OfflineAnalyzer } from './offline-analyzer';
import type { ExtractionService } from './protocol';

const library = new FootageStore();
const load = once(async () => new OfflineAnalyzer(await loadLandmarker(() => undefined)));
let stop = new AbortController();

/** Two tabs that go on with the same recording would write over each other. */
function alone<T>(recording: string | null, work: () => Promise<T>): Promise<T> {
  if (recording === null) return work();
  const { locks } = navigator as { readonly locks?: LockManager };
  return ifFree(locks, `wakeful-footage-${recording}`, work, () => {
    throw footageError('footage-busy', 'This recording is being extracted in another tab.');
  });
}

const service: ExtractionService = {
  async load() {
    await load();
  },
  async extract(request, page) {
    stop = new AbortController();
    const tools = {
      analyzer: await load(),
      library,
      page,
      landmarker: models.faceLandmarker.sha256,
      stop: stop.signal,
      now: () => performance.now(),
    };
    return alone(request.resume, () => new Extraction(request, tools).run());
  },
  stop: () => stop.abort(),
};
expose(service);
