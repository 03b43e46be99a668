import { proxy, wrap, type Remote } from 'comlink';
import { WakefulError } from '../common/errors';
import { whenBroken } from './broken-worker';
import './network-worker/wakeful-throw';
import type { BackendName } from './protocol';
import type { Studio, TrainOutcome } from './studio-api';
import type { FineTuningService } from './training-worker/protocol';

export interface FineTuningOptions {
  /** `?backend=`; null: choose. */
  readonly backend: BackendName | null;
}

interface Running {
  readonly worker: Worker;
  readonly service: Remote<FineTuningService>;
  /** Rejects when the worker breaks: its answers would never come. */
  readonly broken: Promise<never>;
}

/**
 * Fine-tuning as the page sees it. A worker is started when it is first needed, and another one after each training:
 * what it held of the GPU goes with it.
 */
export function createFineTuning({ backend }: FineTuningOptions): Omit<Studio, 'extract' | 'suggest'> {
  let running: Running | null = null;

  function start(): Running {
    const worker = new Worker(new URL('./training-worker/worker.ts', import.meta.url), {
      type: 'module',
      name: 'wakeful-training',
    });
    const broken = new Promise<never>((_, reject) => {
      const fail = (detail: string): void => {
        if (running?.worker === worker) letGo();
        reject(new WakefulError('internal', detail, 'Continue the training: it goes on from the last save.'));
      };
      whenBroken(worker, fail);
    });
    broken.catch(() => undefined);
    return { worker, service: wrap<FineTuningService>(worker), broken };
  }

  function letGo(): void {
    running?.worker.terminate();
    running = null;
  }

  function ask<T>(question: (service: Remote<FineTuningService>) => Promise<T>): Promise<T> {
    running ??= start();
    return Promise.race([question(running.service), running.broken]);
  }

  return {
    plan: (request) => ask((service) => service.plan(request)),
    async train(request, { resume, onEvent }, signal) {
      signal.throwIfAborted();
      const cancel = (): void => void running?.service.cancel();
      signal.addEventListener('abort', cancel);
      try {
        return await ask<TrainOutcome>(async (service) =>
          service.train(request, { resume, backend }, proxy(onEvent)),
        );
      } finally {
        signal.removeEventListener('abort', cancel);
        letGo();
      }
    },
    pause: () => void running?.service.pause(),
    continue: () => void running?.service.continue(),
    unfinished: () => ask((service) => service.unfinished()),
    discardUnfinished: () => ask((service) => service.discardUnfinished()),
    verdict: (id) => ask((service) => service.verdict(id)),
    importCheckpoint: (file, name) => ask((service) => service.importCheckpoint(file, name)),
    dispose: letGo,
  };
}
