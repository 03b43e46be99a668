/**
 * Development check, no part of `npm test`: both backbones against embeddings that independent code
 * computed. `npx tsx tests/integration/network/goldens.dev.ts FOLDER` where FOLDER has
 * goldens/*.json, goldens/face-*.png and weights/facenet-vggface2.safetensors (facenet-pytorch's
 * state_dict).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import * as v from 'valibot';
import { forward, weightSpecs, type Backbone } from '../../../src/network/backbone';
import { facenet } from '../../../src/network/facenet';
import { importFacenet } from '../../../src/network/facenet-import';
import { faceres } from '../../../src/network/faceres';
import { cosineSimilarity } from '../../../src/network/similarity';
import { disposeWeights, readBackboneFile, toTensors } from '../../../src/network/weights';
import { faceresFile } from '../../support/networks';
import { useTestBackend, type TestBackend } from '../../support/tfjs-backends';

const goldenSchema = v.object({
  embeddings: v.array(v.object({ id: v.string(), raw: v.array(v.number()) })),
});

const [folder = '.'] = process.argv.slice(2);

interface Check {
  readonly backbone: Backbone;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly golden: string;
  readonly size: number;
  /** The goldens are from before this stage. */
  readonly until?: string;
}

async function check(
  backend: TestBackend,
  title: string,
  { backbone, file, golden, size, until }: Check,
): Promise<void> {
  await useTestBackend(backend);
  const weights = toTensors(readBackboneFile(backbone, file), weightSpecs(backbone));
  const json: unknown = JSON.parse(readFileSync(path.join(folder, 'goldens', golden), 'utf8'));
  const { embeddings } = v.parse(goldenSchema, json);
  let [worstError, worstCosine, fastest] = [0, 1, Infinity];
  for (const { id, raw } of embeddings) {
    const image = sharp(path.join(folder, 'goldens', `face-${id}-${size}.png`))
      .removeAlpha()
      .raw();
    const x = tf.tensor4d(Float32Array.from(await image.toBuffer()), [1, size, size, 3]);
    const start = performance.now();
    const range = until === undefined ? {} : { until };
    const y = tf.tidy(() => forward(backbone, weights, backbone.preprocess(x), range));
    const got = await y.data();
    fastest = Math.min(fastest, performance.now() - start);
    const difference = Math.hypot(...raw.map((value, i) => value - got[i]!));
    worstError = Math.max(worstError, difference / Math.hypot(...raw));
    worstCosine = Math.min(worstCosine, cosineSimilarity(raw, got));
    tf.dispose([x, y]);
  }
  disposeWeights(weights);
  console.log(
    `${title} on ${backend}: relative error ${worstError.toExponential(1)}, ` +
      `1 − cosine ${(1 - worstCosine).toExponential(1)} at worst, fastest ${fastest.toFixed(0)} ms`,
  );
}

const stateDict = new Uint8Array(readFileSync(path.join(folder, 'weights', 'facenet-vggface2.safetensors')));
const faceresCheck: Check = { backbone: faceres, file: faceresFile(), golden: 'faceres.json', size: 224 };
const facenetCheck = (dtype: 'F32' | 'F16'): Check => ({
  backbone: facenet,
  file: importFacenet(stateDict, dtype),
  golden: 'facenet-vggface2.json',
  size: 160,
  until: 'normalize',
});
for (const backend of ['wasm', 'cpu'] as const) {
  await check(backend, 'faceres', faceresCheck);
  await check(backend, 'facenet fp32', facenetCheck('F32'));
}
await check('wasm', 'facenet fp16', facenetCheck('F16'));
