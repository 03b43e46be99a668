import { proxy, type Remote } from 'comlink';
import type { BackendName } from '../common/backends';
import { WakefulError } from '../common/errors';
import { createExtraction } from './extraction';
import { spawnWorker, type SpawnedWorker } from './spawn-worker';
import type { Studio, TrainOutcome } from './studio-api';
import type { SuggestionsService } from './suggestions-worker/worker';
import { createTrial } from './trial';
import type { FineTuningService } from './training-worker/protocol';

/**
 * The studio's engine on the page. The training worker is started when it is first needed, and
 * another one after each training: what it held of the GPU goes with it.
 * @param backend `?backend=`; null: choose
 */
export function createStudioEngine(backend: BackendName | null): Studio {
  const extraction = createExtraction();
  let running: SpawnedWorker<FineTuningService> | null = null;
  const training = (): SpawnedWorker<FineTuningService> =>
    (running ??= startTraining(() => (running = null)));

  function letGo(): void {
    running?.terminate();
    running = null;
  }

  return {
    extract: extraction.extract,
    suggest,
    tryLive: createTrial(backend),
    plan: (request) => training().call((service) => service.plan(request), { long: true }),
    async train(request, { resume, onEvent }, signal) {
      signal.throwIfAborted();
      const worker = training();
      const cancel = (): void => worker.tell((service) => service.cancel());
      signal.addEventListener('abort', cancel);
      try {
        return await worker.call<TrainOutcome>(
          async (service) => service.train(request, { resume, backend }, proxy(onEvent)),
          { long: true },
        );
      } finally {
        signal.removeEventListener('abort', cancel);
        letGo();
      }
    },
    pause: () => running?.tell((service) => service.pause()),
    continue: () => running?.tell((service) => service.continue()),
    unfinished: () => training().call((service) => service.unfinished()),
    discardUnfinished: () => training().call((service) => service.discardUnfinished()),
    verdict: (id) => training().call((service) => service.verdict(id)),
    importCheckpoint: (file, name) => aside((service) => service.importCheckpoint(file, name, backend)),
    rehearse: (id) => aside((service) => service.rehearse(id, backend)),
    dispose() {
      letGo();
      extraction.dispose();
    },
  };
}

/** In a worker of its own: a training that runs keeps its backend. */
async function aside<T>(work: (service: Remote<FineTuningService>) => Promise<T>): Promise<T> {
  const worker = startTraining(() => undefined);
  try {
    return await worker.call(work, { long: true });
  } finally {
    worker.terminate();
  }
}

const startTraining = (onBroken: () => void): SpawnedWorker<FineTuningService> =>
  spawnWorker(
    new Worker(new URL('./training-worker/worker.ts', import.meta.url), {
      type: 'module',
      name: 'wakeful-training',
    }),
    {
      explain: (detail) =>
        new WakefulError('internal', detail, 'Continue the training: it goes on from the last save.'),
      onBroken,
    },
  );

/**
 * A worker for each recording that is opened, which goes with its answer. Of two hours it computes
 * for some seconds, and nobody who has left the page waits for them.
 */
const suggest: Studio['suggest'] = async (recordingId, onShare, signal) => {
  signal.throwIfAborted();
  const worker = spawnWorker<SuggestionsService>(
    new Worker(new URL('./suggestions-worker/worker.ts', import.meta.url), {
      type: 'module',
      name: 'wakeful-suggestions',
    }),
    {
      explain: (detail) => new WakefulError('internal', detail, 'Open the recording again.'),
      onBroken: () => undefined,
    },
  );
  try {
    return await worker.call((service) => service.suggest(recordingId, proxy(onShare)), {
      signal,
      long: true,
    });
  } finally {
    worker.terminate();
  }
};
