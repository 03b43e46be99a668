import { describe, expect, test, vi } from 'vitest';
import type { BackendStarter, RunningBackend } from '../../../src/backends/backend';
import { backendUnavailable, isSoftwareDriver, startBackend } from '../../../src/backends/backend';
import { modelError } from '../../../src/common/model-error';
import type { BackendName } from '../../../src/common/backends';

const wasmUrls = { 'tfjs-backend-wasm.wasm': '/a', 'tfjs-backend-wasm-simd.wasm': '/b' };

function running(name: BackendName): RunningBackend {
  return {
    name,
    device: `${name} device`,
    lost: new Promise(() => undefined),
    warmUp: (_, run) => run(),
    release: () => undefined,
  };
}

function starters(fails: readonly BackendName[]): Record<BackendName, BackendStarter> {
  const starter = (name: BackendName): BackendStarter =>
    vi.fn(() =>
      fails.includes(name)
        ? Promise.reject(backendUnavailable(name, 'not here'))
        : Promise.resolve(running(name)),
    );
  return { webgpu: starter('webgpu'), webgl: starter('webgl'), wasm: starter('wasm') };
}

describe('the choice of a backend', () => {
  test.each<[readonly BackendName[], BackendName]>([
    [[], 'webgpu'],
    [['webgpu'], 'webgl'],
    [['webgpu', 'webgl'], 'wasm'],
  ])('without %j it is %s', async (fails, chosen) => {
    expect((await startBackend(starters(fails), null, wasmUrls)).name).toBe(chosen);
  });

  test('a forced backend is the only one tried, and software ones pass', async () => {
    const all = starters([]);
    expect((await startBackend(all, 'wasm', wasmUrls)).name).toBe('wasm');
    expect(all.wasm).toHaveBeenCalledWith({ forced: true, wasm: wasmUrls });
    expect(all.webgpu).not.toHaveBeenCalled();
    await expect(startBackend(starters(['webgl']), 'webgl', wasmUrls)).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringContaining('webgl: not here') as string,
      remedy: expect.stringContaining('?backend=') as string,
    });
  });

  test('an excluded backend is not tried again', async () => {
    const all = starters([]);
    expect((await startBackend(all, null, wasmUrls, new Set(['webgpu']))).name).toBe('webgl');
    expect(all.webgpu).not.toHaveBeenCalled();
    await expect(startBackend(all, 'webgpu', wasmUrls, new Set(['webgpu']))).rejects.toMatchObject({
      code: 'backend-unavailable',
    });
  });

  test('when only a file is missing, that is what is said', async () => {
    const all = {
      ...starters(['webgpu', 'webgl']),
      wasm: () => Promise.reject(modelError('x.wasm did not arrive')),
    };
    await expect(startBackend(all, null, wasmUrls)).rejects.toMatchObject({ code: 'model-load' });
  });

  test('when none starts, the error says why for each', async () => {
    const nothing = startBackend(starters(['webgpu', 'webgl', 'wasm']), null, wasmUrls);
    await expect(nothing).rejects.toThrow(/webgpu: not here; webgl: not here; wasm: not here/);
  });
});

test.each([
  ['Google SwiftShader', true],
  ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', true],
  ['llvmpipe, or similar', true],
  ['Mesa lavapipe', true],
  ['Microsoft Basic Render Driver', true],
  ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', false],
  ['Apple M2', false],
  ['nvidia ampere', false],
])('%s computes in software: %s', (device, software) => {
  expect(isSoftwareDriver(device)).toBe(software);
});
