/** The file of the frozen trunk's outputs, whole and damaged. */
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TrunkCache } from '../../../src/cli/trunk-cache';
import { disposeWeights } from '../../../src/network/weights';
import type { Weights } from '../../../src/network/backbone';
import { tinyBackbone, tinyFaces, tinyIdentity } from '../../support/tiny-network';
import { useTestBackend } from '../../support/tfjs-backends';

const faces = tinyFaces(['ann', 'bob'], 3, 4);
let folder = '';
let identity: Weights;

beforeEach(async () => {
  await useTestBackend('cpu');
  folder = mkdtempSync(join(tmpdir(), 'wakeful-trunk-'));
  identity = tinyIdentity();
});
afterEach(() => {
  disposeWeights(identity);
  rmSync(folder, { recursive: true });
});

/** Its values, and how often faces went through the trunk for them. */
async function opened(place = folder): Promise<{ values: readonly number[]; computed: boolean }> {
  let computed = false;
  const options = { backbone: tinyBackbone, identity, fromStage: 'block', name: 'faces', digest: 'd' };
  const cache = await TrunkCache.open({ ...options, folder: place }, faces, () => (computed = true));
  const rows = [...faces.samples.keys()];
  const images = await cache.samples(faces.samples, rows).images(rows);
  const values = [...images.dataSync()];
  images.dispose();
  cache.close();
  return { values, computed };
}

const file = (end: string): string =>
  join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(end))!,
  );

it('is computed once, and again where it is damaged', async () => {
  const { values, computed } = await opened();
  expect(computed).toBe(true);
  expect(await opened()).toEqual({ values, computed: false });
  truncateSync(file('.f32'), 100);
  expect(await opened()).toEqual({ values, computed: true });
  for (const head of ['{"cou', '{"count":3,"shape":[4,4,4]}', '{"count":0,"shape":[]}']) {
    writeFileSync(file('.json'), head);
    expect(await opened()).toEqual({ values, computed: true });
  }
  expect(await opened()).toEqual({ values, computed: false });
});

it('says in words where it cannot be', async () => {
  const place = join(folder, 'file');
  writeFileSync(place, '');
  await expect(opened(place)).rejects.toMatchObject({ code: 'file-unwritable' });
});
