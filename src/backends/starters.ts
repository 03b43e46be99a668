import type { BackendStarter } from './backend';
import type { BackendName } from '../common/backends';
import { checkWasmArrives, startWasm } from './wasm';
import { startWebGl } from './webgl';
import { startWebGpu } from './webgpu';

/** How each backend starts in a browser's worker. */
export const BACKEND_STARTERS: Readonly<Record<BackendName, BackendStarter>> = {
  webgpu: startWebGpu,
  webgl: startWebGl,
  wasm: async (options) => {
    await checkWasmArrives(options.wasm);
    return startWasm(options);
  },
};
