/** tfjs in Node: one of its backends, started by name. */
import { resolve } from 'node:path';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { WakefulError } from '../common/errors';

export const NODE_BACKENDS = ['wasm', 'webgpu', 'cpu'] as const;
export type NodeBackend = (typeof NODE_BACKENDS)[number];

const WASM_FILES = resolve(import.meta.dirname, '../../node_modules/@tensorflow/tfjs-backend-wasm/dist/');

const LOAD: Readonly<Record<NodeBackend, () => Promise<void>>> = {
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
  },
  wasm: async () => {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(`${WASM_FILES}/`);
    // One thread a process: many shards keep all cores busier than threads that wait for each
    // other.
    wasm.setThreadsCount(1);
  },
  webgpu: async () => {
    // Dawn on Vulkan, Metal or D3D; VK_ICD_FILENAMES chooses the Vulkan driver. tfjs looks for it
    // where browsers have it.
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]) }, configurable: true });
    await import('@tensorflow/tfjs-backend-webgpu');
  },
};

/** Makes a backend the current one. @throws WakefulError `backend-unavailable` */
export async function useNodeBackend(name: NodeBackend): Promise<void> {
  let cause: unknown;
  try {
    await LOAD[name]();
    if (await setBackend(name)) {
      await ready();
      return;
    }
  } catch (error) {
    cause = error;
  }
  throw new WakefulError(
    'backend-unavailable',
    `The backend ${name} does not start on this machine${cause instanceof Error ? `: ${cause.message}` : '.'}`,
    'Use --backend wasm, which runs everywhere.',
    { cause },
  );
}
