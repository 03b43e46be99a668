/**
 * The tfjs backends that tests run on in Node: cpu (reference), wasm (single thread) and WebGPU
 * (Dawn on SwiftShader, a software Vulkan: correct, slow, so small inputs only).
 */
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { swiftShaderDriver } from './swiftshader';

export const TEST_BACKENDS = ['cpu', 'wasm', 'webgpu'] as const;
export type TestBackend = (typeof TEST_BACKENDS)[number];

async function useWasm(): Promise<void> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const dist = path.resolve(import.meta.dirname, '../../node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  wasm.setWasmPaths(`${dist}/`);
  // The baseline inside a learning platform: a page without cross-origin isolation has no wasm
  // threads.
  wasm.setThreadsCount(1);
}

let gpuPromise: Promise<GPU> | null = null;

/**
 * Dawn's GPU object, once per process; its types are put on the global object, where tfjs looks for
 * them.
 */
export function nodeGpu(): Promise<GPU> {
  gpuPromise ??= (async () => {
    process.env['VK_ICD_FILENAMES'] = swiftShaderDriver();
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    return create([]);
  })();
  return gpuPromise;
}

/** Puts Dawn's GPU where browsers have it. */
export async function provideNavigatorGpu(): Promise<GPU> {
  const gpu = await nodeGpu();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return gpu;
}

async function useWebGpu(): Promise<void> {
  await provideNavigatorGpu();
  await import('@tensorflow/tfjs-backend-webgpu');
}

/** Makes the named backend tfjs's current one and waits until it is up. */
export async function useTestBackend(name: TestBackend): Promise<void> {
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  if (name === 'wasm') await useWasm();
  if (name === 'webgpu') await useWebGpu();
  // Silences tfjs's advice to install its native Node backend.
  tf.enableProdMode();
  if (!(await tf.setBackend(name))) throw new Error(`tfjs backend ${name} did not start`);
  await tf.ready();
}
