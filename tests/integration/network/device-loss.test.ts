/** A real WebGPU device (Dawn on SwiftShader) taken away under the network service. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { backendUnavailable } from '../../../src/backends/backend';
import type { NetworkEvent } from '../../../src/engine/network-worker/protocol';
import { createNetworkService } from '../../../src/engine/network-worker/service';
import { startWebGpu } from '../../../src/backends/webgpu';
import { faceres } from '../../../src/network/faceres';
import { readBackboneFile } from '../../../src/network/weights';
import { faceresFile, madeUpCheckpoint, portraitCrop } from '../../support/networks';
import { provideNavigatorGpu } from '../../support/tfjs-backends';

/** Small: WebGPU computes in software here. */
const SIZE = 32;
const none = (): Promise<never> => Promise.reject(backendUnavailable('wasm', 'not in this test'));
const devices: GPUDevice[] = [];

beforeAll(async () => {
  const gpu = await provideNavigatorGpu();
  const requestAdapter = gpu.requestAdapter.bind(gpu);
  gpu.requestAdapter = async (options) => {
    const adapter = await requestAdapter(options);
    if (!adapter) return null;
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      devices.push(device);
      return device;
    };
    return adapter;
  };
});

test('a software adapter is skipped unless it is asked for', async () => {
  const wasm = { 'tfjs-backend-wasm.wasm': '', 'tfjs-backend-wasm-simd.wasm': '' };
  await expect(startWebGpu({ forced: false, wasm })).rejects.toMatchObject({
    code: 'backend-unavailable',
    message: expect.stringMatching(/software adapter \(.*swiftshader/i) as string,
  });
});

test('verdicts go on, the same as before, on a new device', async () => {
  const file = faceresFile();
  const checkpoint = await madeUpCheckpoint(faceres, readBackboneFile(faceres, file), { inputSize: SIZE });
  const service = createNetworkService({
    starters: { webgpu: startWebGpu, webgl: none, wasm: none },
    now: () => 0,
  });
  const events: NetworkEvent[] = [];
  await service.load(
    {
      backend: 'webgpu',
      backbone: 'faceres',
      backboneWeights: file.buffer,
      checkpoint: checkpoint.buffer,
      wasm: { 'tfjs-backend-wasm.wasm': '', 'tfjs-backend-wasm-simd.wasm': '' },
    },
    (event) => events.push(event),
  );
  const crop = await portraitCrop(SIZE);
  await service.setIdentity(await service.embed(crop));
  const before = await service.predict(crop, { identity: true });
  expect(devices).toHaveLength(1);

  devices[0]!.destroy();
  await devices[0]!.lost;
  expect(await service.predict(crop, { identity: true })).toEqual(before);
  expect(devices).toHaveLength(2);
  expect(events.map(({ type }) => type).filter((type) => type !== 'progress')).toEqual([
    'device-lost',
    'recovered',
  ]);

  // And once more while a verdict is under way.
  const pending = service.predict(crop, { identity: true });
  devices[1]!.destroy();
  expect(await pending).toEqual(before);
  expect(devices).toHaveLength(3);
  await service.dispose();
  expect(tf.engine().state.numTensors).toBe(0);
});
