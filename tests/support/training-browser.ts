/**
 * A browser whose training worker runs in this process: the tiny network on wasm, and a database
 * that lasts.
 */
import 'fake-indexeddb/auto';
import path from 'node:path';
import { IDBFactory } from 'fake-indexeddb';
import type { RunningBackend } from '../../src/backends/backend';
import { startWasm } from '../../src/backends/wasm';
import type { TrainEvent, TrainOutcome, TrainRequest } from '../../src/engine/studio-api';
import { createFineTuningService, type FineTuningParts } from '../../src/engine/training-worker/service';
import { trainingStorage } from '../../src/engine/training-worker/storage';
import { weightSpecs } from '../../src/network/backbone';
import { facenet } from '../../src/network/facenet';
import { encodeTensor, writeSafetensors } from '../../src/network/safetensors';
import { useTestBackend } from './tfjs-backends';
import { ROUND, tinyFootage } from './tiny-footage';
import { tinyBackbone, tinyIdentity } from './tiny-network';

const dist = path.resolve(import.meta.dirname, '../../node_modules/@tensorflow/tfjs-backend-wasm/dist');
const wasm = {
  'tfjs-backend-wasm.wasm': path.join(dist, 'tfjs-backend-wasm.wasm'),
  'tfjs-backend-wasm-simd.wasm': path.join(dist, 'tfjs-backend-wasm-simd.wasm'),
};

await useTestBackend('wasm');
const backboneFile = writeSafetensors(
  new Map(
    [...tinyIdentity()].map(([name, weight]) => {
      const spec = weightSpecs(tinyBackbone).find((known) => known.name === name)!;
      const values = new Float32Array(weight.dataSync<'float32'>());
      weight.dispose();
      return [name, encodeTensor(name, values, spec.shape, 'F32')];
    }),
  ),
  { backbone: 'faceres' },
);

const footage = tinyFootage([
  { id: 'a1', person: 'ann', runs: [...ROUND, ...ROUND] },
  { id: 'b1', person: 'bob', runs: [...ROUND, ...ROUND] },
  { id: 'short', person: 'ann', runs: [['awake', 30], ['drowsy', 4], [null, 20]] }, // prettier-ignore
]);

export const REQUEST: TrainRequest = {
  recordingIds: ['a1', 'b1'],
  depth: 'all',
  holdOut: 'blocks',
  mixup: { stage: 'V_state', partner: 'same', amount: 0.2, alpha: 0.75 },
  epochs: 30,
  seed: 1,
  base: null,
  name: 'mine',
};

/** One browser: its database lasts from one worker to the next. */
export class TrainingBrowser {
  readonly factory = new IDBFactory();
  readonly events: TrainEvent[] = [];
  /** Loses the device of the latest start. */
  lose: (detail: string) => void = () => undefined;
  /** ms that pass between two looks at the clock. */
  pace = 1;
  #t = 0;

  parts(): FineTuningParts & ReturnType<typeof trainingStorage> {
    const start = async (): Promise<RunningBackend> => ({
      ...(await startWasm({ forced: false, wasm })),
      lost: new Promise((resolve) => (this.lose = resolve)),
    });
    return {
      ...trainingStorage(this.factory, () => 1000),
      footage,
      networks: {
        backbones: { faceres: tinyBackbone, facenet },
        backboneFile: () => Promise.resolve(backboneFile.slice().buffer),
        shipped: () => Promise.resolve(null),
      },
      startBackend: start,
      encodePicture: ({ rgba }) => Promise.resolve(new Blob([rgba])),
      now: () => (this.#t += this.pace),
      wallClock: () => 1_700_000_000_000,
    };
  }

  /** Trains in a new worker. `on` sees every event, with the worker. */
  async train(
    request: TrainRequest,
    {
      resume = false,
      parts = this.parts(),
      on = () => undefined,
    }: {
      resume?: boolean;
      parts?: FineTuningParts;
      on?: (event: TrainEvent, service: ReturnType<typeof createFineTuningService>) => void;
    } = {},
  ): Promise<TrainOutcome> {
    const service = createFineTuningService(parts);
    return service.train(request, { resume, backend: null }, (event) => {
      this.events.push(event);
      on(event, service);
    });
  }

  async finish(request: TrainRequest, options: Parameters<TrainingBrowser['train']>[1] = {}) {
    const outcome = await this.train(request, options);
    if (outcome.kind !== 'finished') throw new Error('It was cancelled.');
    const { checkpoints } = this.parts();
    return { ...outcome, file: new Uint8Array(await checkpoints.file(outcome.checkpointId)) };
  }

  seen<T extends TrainEvent['type']>(type: T): readonly Extract<TrainEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<TrainEvent, { type: T }> => event.type === type);
  }
}
