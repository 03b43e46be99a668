/**
 * tfjs's WebGPU backend on a device of our own: tfjs itself would not notice that its device was
 * lost.
 */
import {
  env,
  findBackendFactory,
  ready,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { backendUnavailable, isSoftwareDriver, type BackendStarter } from './backend';

const NAME = 'webgpu';

/** Limits that tfjs's shaders profit from; the rest stays at the standard's guaranteed ones. */
const WANTED_LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

function describe({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return [description, vendor, architecture, device].filter((part) => part !== '').join(' ');
}

export const startWebGpu: BackendStarter = async ({ forced }) => {
  // Absent in older browsers and outside secure contexts, whatever the types say.
  const gpu = (navigator as Partial<NavigatorGPU>).gpu;
  if (!gpu) throw backendUnavailable(NAME, 'the browser has no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw backendUnavailable(NAME, 'no adapter');
  const description = describe(adapter.info);
  if (!forced && (adapter.info.isFallbackAdapter || isSoftwareDriver(description))) {
    throw backendUnavailable(NAME, `software adapter (${description})`);
  }
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]])),
  });

  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const registered: unknown = findBackendFactory(NAME);
  if (registered) removeBackend(NAME);
  const backend = new WebGPUBackend(device, adapter.info);
  registerBackend(NAME, () => backend);
  if (!(await setBackend(NAME))) throw backendUnavailable(NAME, 'tfjs could not start it');
  await ready();

  return {
    name: NAME,
    device: description,
    lost: device.lost.then(({ reason, message }) => message || reason),
    /**
     * First all shaders are compiled in parallel without running anything, then everything runs
     * once.
     */
    async warmUp(compute, run) {
      env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
      try {
        compute();
        await backend.checkCompileCompletionAsync();
      } finally {
        env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
      }
      await run();
    },
    release() {
      removeBackend(NAME);
      device.destroy();
    },
  };
};
