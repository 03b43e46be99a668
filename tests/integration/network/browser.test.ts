/**
 * The network worker, bundled as the app bundles it, in real Chromium under the app's own security
 * headers.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BackendName } from '../../../src/common/backends';
import { faceres } from '../../../src/network/faceres';
import { readBackboneFile } from '../../../src/network/weights';
import { bundledPage, type BundledPage } from '../../support/bundled-page';
import { faceresFile, madeUpCheckpoint, portraitCrop } from '../../support/networks';
import type {} from './browser/page';

/** Small, because WebGPU and WebGL compute in software here. */
const SIZE = 64;

const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-unsafe-swiftshader',
];

let bundled: BundledPage;
let page: Page;

async function putFiles(publicDir: string): Promise<void> {
  const file = faceresFile();
  writeFileSync(path.join(publicDir, 'faceres.safetensors'), file);
  writeFileSync(
    path.join(publicDir, 'checkpoint.safetensors'),
    await madeUpCheckpoint(faceres, readBackboneFile(faceres, file), { inputSize: SIZE }),
  );
  for (const size of [SIZE, faceres.inputSize]) {
    writeFileSync(path.join(publicDir, `crop-${size}.rgba`), (await portraitCrop(size)).rgba);
  }
}

beforeAll(async () => {
  bundled = await bundledPage(path.join(import.meta.dirname, 'browser'), putFiles, SOFTWARE_GPU);
  page = await bundled.open();
});

afterAll(() => bundled.close());

const run = (backend: BackendName | null, size: number, times: number, trained: boolean) =>
  page.evaluate(
    ([chosen, side, count, withCheckpoint]) => window.runNetwork(chosen, side, count, withCheckpoint),
    [backend, size, times, trained] as const,
  );

describe('the network worker in Chromium', () => {
  test('chooses wasm where WebGPU and WebGL are software, and judges without leaking', async () => {
    const { info, predictions } = await run(null, faceres.inputSize, 20, false);
    expect(info).toMatchObject({ backend: 'wasm', forced: false, device: 'CPU (SIMD)', checkpoint: null });
    expect(new Set(predictions.map(({ tensors }) => tensors)).size).toBe(1);
    expect(predictions[0]!.posterior).toBeNull();
    expect(predictions[0]!.similarity).toBeGreaterThan(0.8);
    const ms = predictions.map((prediction) => prediction.ms).sort((a, b) => a - b);
    console.log(`wasm in Chromium, ${faceres.inputSize} px: median ${ms[10]!.toFixed(1)} ms a verdict`);
  });

  test('gives the same verdict on every backend', async () => {
    const wasm = await run('wasm', SIZE, 1, true);
    const [expected] = wasm.predictions;
    for (const backend of ['webgpu', 'webgl'] as const) {
      const { info, predictions } = await run(backend, SIZE, 2, true);
      expect(info).toMatchObject({
        backend,
        forced: true,
        device: expect.stringMatching(/swiftshader/i) as string,
      });
      for (const { posterior, similarity } of predictions) {
        expect(similarity).toBeCloseTo(expected!.similarity!, 3);
        for (const state of ['asleep', 'drowsy', 'awake'] as const) {
          expect(Math.abs(posterior![state] - expected!.posterior![state])).toBeLessThan(1e-3);
        }
      }
      expect(new Set(predictions.map(({ tensors }) => tensors)).size).toBe(1);
    }
  });

  test('a wasm file that does not arrive is said to be missing, and the next attempt works', async () => {
    let requests = 0;
    await page.context().route(/\.wasm$/, (route) => (requests++ === 0 ? route.abort() : route.continue()));
    const seen = bundled.complaints.length;
    expect(await page.evaluate(() => window.loadTwice())).toEqual(['model-load', null]);
    await page.context().unroute(/\.wasm$/);
    expect(bundled.complaints.splice(seen).every((text) => text.includes('ERR_FAILED'))).toBe(true);
  });

  test('nothing was refused by the security policy and nothing failed', () => {
    expect(bundled.complaints).toEqual([]);
  });
});
