/**
 * The page of the browser test: runs the real network worker as the engine does, through a port.
 */
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { proxy, wrap, type Remote } from 'comlink';
import type { BackendName } from '../../../../src/common/backends';
import { WakefulError } from '../../../../src/common/errors';
import type {
  NetworkPrediction,
  NetworkInfo,
  NetworkService,
} from '../../../../src/engine/network-worker/protocol';
import '../../../../src/engine/network-worker/wakeful-throw';

export interface BrowserRun {
  readonly info: NetworkInfo;
  readonly predictions: readonly NetworkPrediction[];
}

declare global {
  interface Window {
    /** Loads the test's files on a backend and judges the test's crop `times` times. */
    /** Loads twice in one worker: the codes of what went wrong, null for nothing. */
    loadTwice(): Promise<(string | null)[]>;
    runNetwork(
      backend: BackendName | null,
      size: number,
      times: number,
      trained: boolean,
    ): Promise<BrowserRun>;
  }
}

async function bytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.arrayBuffer();
}

/** The real worker, reached through a port as the engine reaches it. */
function startWorker(): { worker: Worker; network: Remote<NetworkService> } {
  const worker = new Worker(new URL('../../../../src/engine/network-worker/worker.ts', import.meta.url), {
    type: 'module',
  });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(port1, [port1]);
  return { worker, network: wrap<NetworkService>(port2) };
}

async function load(
  network: Remote<NetworkService>,
  backend: BackendName | null,
  trained: boolean,
): Promise<NetworkInfo> {
  return network.load(
    {
      backend,
      backbone: 'faceres',
      backboneWeights: await bytes('faceres.safetensors'),
      checkpoint: trained ? await bytes('checkpoint.safetensors') : null,
      wasm: { 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd },
    },
    proxy(() => undefined),
  );
}

window.loadTwice = async () => {
  const { worker, network } = startWorker();
  const outcomes: (string | null)[] = [];
  for (let attempt = 0; attempt < 2; attempt++) {
    outcomes.push(
      await load(network, null, false).then(
        () => null,
        (error: unknown) => (error instanceof WakefulError ? String(error.code) : String(error)),
      ),
    );
  }
  worker.terminate();
  return outcomes;
};

window.runNetwork = async (backend, size, times, trained) => {
  const { worker, network } = startWorker();
  const info = await load(network, backend, trained);
  const crop = { size, rgba: new Uint8ClampedArray(await bytes(`crop-${size}.rgba`)) };
  await network.setIdentity(await network.embed({ ...crop, rgba: crop.rgba.map((value) => value * 0.7) }));
  const predictions: NetworkPrediction[] = [];
  for (let i = 0; i < times; i++) predictions.push(await network.predict(crop, { identity: true }));
  await network.dispose();
  worker.terminate();
  return { info, predictions };
};
