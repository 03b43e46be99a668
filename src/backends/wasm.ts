/** tfjs's wasm backend, on one thread: the baseline that works everywhere. */
import { env, ready, setBackend } from '@tensorflow/tfjs-core';
import { messageOf } from '../common/errors';
import { modelError } from '../common/model-error';
import { backendUnavailable, type BackendStarter, type WasmUrls } from './backend';

const NAME = 'wasm';

/**
 * Fails where tfjs's own loading would fail, but so that it can be tried again: tfjs refuses every
 * further start after its file did not arrive once. The file itself comes from the browser's cache
 * afterwards.
 * @throws WakefulError `model-load`
 */
export async function checkWasmArrives(wasm: WasmUrls): Promise<void> {
  await import('@tensorflow/tfjs-backend-wasm');
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  const url = wasm[simd === true ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm'];
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    await response.arrayBuffer();
  } catch (cause) {
    throw modelError(`${url} did not arrive: ${messageOf(cause)}.`, { cause });
  }
}

export const startWasm: BackendStarter = async ({ wasm }) => {
  const { setThreadsCount, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // Also where the page is cross-origin isolated: see WasmUrls.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setThreadsCount(1);
  setWasmPaths({ ...wasm, 'tfjs-backend-wasm-threaded-simd.wasm': wasm['tfjs-backend-wasm-simd.wasm'] });
  if (!(await setBackend(NAME))) throw backendUnavailable(NAME, 'its files did not arrive or did not start');
  await ready();
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return {
    name: NAME,
    device: simd === true ? 'CPU (SIMD)' : 'CPU',
    lost: new Promise(() => undefined),
    warmUp: (_, run) => run(),
    // Stays registered: tfjs registers it only once, when it is imported, and it holds no device.
    release: () => undefined,
  };
};
