/**
 * The network worker's entry. Serves a NetworkService on the worker itself and on every MessagePort that is posted to it
 * bare (`worker.postMessage(port, [port])`), so that another worker can be its client.
 */
import { expose } from 'comlink';
import { createNetworkService } from './service';
import './wakeful-throw';
import { checkWasmArrives, startWasm } from './wasm';
import { startWebGl } from './webgl';
import { startWebGpu } from './webgpu';

const service = createNetworkService({
  starters: {
    webgpu: startWebGpu,
    webgl: startWebGl,
    wasm: async (options) => {
      await checkWasmArrives(options.wasm);
      return startWasm(options);
    },
  },
  now: () => performance.now(),
});

expose(service);
addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (data instanceof MessagePort) expose(service, data);
});
