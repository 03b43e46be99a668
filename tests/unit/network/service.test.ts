import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expose, proxy, wrap } from 'comlink';
import { afterEach, describe, expect, test } from 'vitest';
import type { BackendStarter } from '../../../src/backends/backend';
import { backendUnavailable } from '../../../src/backends/backend';
import type {
  NetworkEvent,
  NetworkLoadOptions,
  NetworkService,
} from '../../../src/engine/network-worker/protocol';
import { createNetworkService } from '../../../src/engine/network-worker/service';
import '../../../src/engine/network-worker/wakeful-throw';
import { startWasm } from '../../../src/backends/wasm';
import { faceres } from '../../../src/network/faceres';
import { cosineSimilarity } from '../../../src/network/similarity';
import { readBackboneFile } from '../../../src/network/weights';
import { faceresFile, madeUpCheckpoint, portraitCrop, unsound } from '../../support/networks';

const wasmFolder = path.resolve(
  import.meta.dirname,
  '../../../node_modules/@tensorflow/tfjs-backend-wasm/dist',
);
const wasm = {
  'tfjs-backend-wasm.wasm': path.join(wasmFolder, 'tfjs-backend-wasm.wasm'),
  'tfjs-backend-wasm-simd.wasm': path.join(wasmFolder, 'tfjs-backend-wasm-simd.wasm'),
};
const file = faceresFile();
const values = readBackboneFile(faceres, file);
const checkpoint = await madeUpCheckpoint(faceres, values);
const face = await portraitCrop(faceres.inputSize);
const mirrored = {
  size: face.size,
  rgba: face.rgba.map(
    (_, i) => face.rgba[i - 4 * ((i >> 2) % face.size) + 4 * (face.size - 1 - ((i >> 2) % face.size))]!,
  ),
};

const unavailable =
  (name: 'webgpu' | 'webgl'): BackendStarter =>
  () =>
    Promise.reject(backendUnavailable(name, 'not in Node'));

function options(changes: Partial<NetworkLoadOptions> = {}): NetworkLoadOptions {
  return {
    backend: null,
    backbone: 'faceres',
    backboneWeights: file.slice().buffer,
    checkpoint: null,
    wasm,
    ...changes,
  };
}

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A backend that computes on wasm but says it is WebGPU, and whose device a test can lose. */
function losable(): { start: BackendStarter; lose: (detail: string) => Promise<void>; starts: () => number } {
  let lose: (detail: string) => void = () => undefined;
  let starts = 0;
  return {
    start: async (how) => {
      starts++;
      const backend = await startWasm(how);
      return { ...backend, name: 'webgpu', lost: new Promise((resolve) => (lose = resolve)) };
    },
    /** Resolves when everybody had a turn to notice. */
    async lose(detail) {
      lose(detail);
      await nextTask();
    },
    starts: () => starts,
  };
}

let service: NetworkService | null = null;
function createService(webgpu: BackendStarter = unavailable('webgpu')): NetworkService {
  let t = 0;
  service = createNetworkService({
    starters: { webgpu, webgl: unavailable('webgl'), wasm: startWasm },
    now: () => (t += 5),
  });
  return service;
}
afterEach(async () => {
  await service?.dispose();
  expect(tf.memory().numTensors).toBe(0);
});

describe('the network service', () => {
  test('without a checkpoint: identity only, no posterior', async () => {
    const network = createService();
    const events: NetworkEvent[] = [];
    const info = await network.load(options(), (event) => events.push(event));
    expect(info).toEqual({
      backend: 'wasm',
      forced: false,
      device: 'CPU (SIMD)',
      backbone: 'faceres',
      inputSize: 160,
      embeddingSize: 1024,
      checkpoint: null,
    });
    expect(events.map((event) => event.type === 'progress' && event.fraction)).toEqual([0.2, 0.4, 0.6, 1]);

    const tensors = tf.memory().numTensors;
    const nobody = { similarity: null, posterior: null, tensors, ms: 5 };
    expect(await network.predict(face, { identity: true })).toEqual(nobody);
    const vId = await network.embed(face);
    expect(vId).toHaveLength(1024);
    expect(Math.hypot(...vId)).toBeGreaterThan(2); // not normalised
    await network.setIdentity(vId);
    const known = await network.predict(face, { identity: true });
    expect(known.similarity).toBeCloseTo(1, 5);
    const other = await network.predict(mirrored, { identity: true });
    expect(other.similarity).toBeCloseTo(cosineSimilarity(await network.embed(mirrored), vId), 5);
    expect((await network.predict(face, { identity: false })).similarity).toBeNull();
    await network.setIdentity(null);
    expect(await network.predict(face, { identity: true })).toEqual(nobody);
  });

  test('with a checkpoint: one posterior, from the frame’s own or the enrolled identity', async () => {
    const network = createService();
    const info = await network.load(options({ checkpoint: checkpoint.slice().buffer }), () => undefined);
    expect(info.checkpoint).toEqual({ name: 'made up for a test', fromStage: 'block10' });
    const fresh = await network.predict(face, { identity: true });
    const { asleep, drowsy, awake } = fresh.posterior!;
    expect(asleep + drowsy + awake).toBeCloseTo(1, 5);
    expect(new Set([asleep, drowsy, awake]).size).toBe(3);
    expect(fresh.similarity).toBeNull();
    // Nobody is enrolled: the identity branch runs all the same.
    expect((await network.predict(face, { identity: false })).posterior).toEqual(fresh.posterior);

    await network.setIdentity(await network.embed(face));
    const same = await network.predict(face, { identity: false });
    expect(same.similarity).toBeNull();
    expect(same.posterior!.asleep).toBeCloseTo(asleep, 5);
    await network.setIdentity(await network.embed(mirrored));
    expect((await network.predict(face, { identity: true })).posterior).toEqual(fresh.posterior);
    const stranger = await network.predict(face, { identity: false });
    expect(Math.abs(stranger.posterior!.asleep - asleep)).toBeGreaterThan(1e-4);
  });

  test('reads back once for each verdict and keeps the tensor count flat', async () => {
    const network = createService();
    await network.load(options({ checkpoint: checkpoint.slice().buffer }), () => undefined);
    await network.setIdentity(await network.embed(face));
    const backend = tf.backend();
    let readbacks = 0;
    const read = backend.read.bind(backend);
    backend.read = (id) => (readbacks++, read(id));
    const counts: number[] = [];
    for (const identity of [true, false, true, false]) {
      counts.push((await network.predict(face, { identity })).tensors);
    }
    backend.read = read;
    expect(readbacks).toBe(4);
    expect(new Set(counts).size).toBe(1);
  });

  test('loading again frees what was loaded before and forgets the identity', async () => {
    const network = createService();
    await network.load(options({ checkpoint: checkpoint.slice().buffer }), () => undefined);
    await network.setIdentity(await network.embed(face));
    await network.load(options(), () => undefined);
    const { similarity, tensors } = await network.predict(face, { identity: true });
    expect(similarity).toBeNull();
    expect(tensors).toBe(values.size);
  });

  test.each<[string, () => Partial<NetworkLoadOptions>, string]>([
    ['a cut-off backbone', () => ({ backboneWeights: file.slice(0, -4).buffer }), 'model-load'],
    ['a cut-off checkpoint', () => ({ checkpoint: checkpoint.slice(0, -4).buffer }), 'checkpoint-invalid'],
    [
      'a checkpoint that predicts nothing',
      () => ({ checkpoint: unsound(faceres, checkpoint).buffer }),
      'checkpoint-unsound',
    ],
    ['a backend that is not there', () => ({ backend: 'webgl' }), 'backend-unavailable'],
  ])('refuses %s and can load the right thing after', async (_, changes, code) => {
    const network = createService();
    await expect(network.load(options(changes()), () => undefined)).rejects.toMatchObject({ code });
    await expect(network.embed(face)).rejects.toMatchObject({ code: 'network-not-loaded' });
    await network.load(options(), () => undefined);
    expect(await network.embed(face)).toHaveLength(1024);
  });

  test('refuses an identity that is none', async () => {
    const network = createService();
    await network.load(options(), () => undefined);
    await expect(network.setIdentity(new Float32Array(512))).rejects.toMatchObject({
      code: 'record-corrupt',
    });
    await expect(network.setIdentity(new Float32Array(1024).fill(NaN))).rejects.toMatchObject({
      code: 'record-corrupt',
    });
  });

  test('serves a client over a port, errors with code and remedy', async () => {
    const { port1, port2 } = new MessageChannel();
    expose(createService(), port1);
    const client = wrap<NetworkService>(port2);
    const error = await client.embed(face).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'WakefulError',
      code: 'network-not-loaded',
      remedy: 'Start monitoring again.',
    });
    const fractions: NetworkEvent[] = [];
    await client.load(
      options(),
      proxy((event: NetworkEvent) => void fractions.push(event)),
    );
    expect(await client.embed(face)).toHaveLength(1024);
    expect(fractions).toHaveLength(4);
    port1.close();
  });
});

describe('when the device is lost', () => {
  test('the same backend comes back with the same content and identity', async () => {
    const gpu = losable();
    const network = createService(gpu.start);
    const events: NetworkEvent[] = [];
    const info = await network.load(options({ checkpoint: checkpoint.slice().buffer }), (event) =>
      events.push(event),
    );
    expect(info.backend).toBe('webgpu');
    await network.setIdentity(await network.embed(face));
    const before = await network.predict(mirrored, { identity: true });
    events.length = 0;
    await gpu.lose('unplugged');
    expect(await network.predict(mirrored, { identity: true })).toEqual(before);
    expect(events.filter(({ type }) => type !== 'progress')).toEqual([
      { type: 'device-lost', detail: 'webgpu: unplugged' },
      { type: 'recovered', info },
    ]);
    expect(gpu.starts()).toBe(2);
  });

  test('a verdict under way is given after the recovery', async () => {
    const gpu = losable();
    const network = createService(gpu.start);
    await network.load(options(), () => undefined);
    const embedding = await network.embed(face);
    const backend = tf.backend();
    // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
    const read = backend.read;
    backend.read = () => new Promise(() => undefined);
    const pending = network.embed(face);
    await nextTask();
    backend.read = read;
    await gpu.lose('reset');
    expect(await pending).toEqual(embedding);
  });

  test('a backend lost again and again gives way to the next', async () => {
    const gpu = losable();
    const network = createService(gpu.start);
    const events: NetworkEvent[] = [];
    await network.load(options(), (event) => events.push(event));
    for (let loss = 0; loss < 3; loss++) {
      await gpu.lose('reset');
      await network.embed(face);
    }
    const recovered = events.filter((event) => event.type === 'recovered').map(({ info }) => info.backend);
    expect(recovered).toEqual(['webgpu', 'webgpu', 'wasm']);
  });

  test('when nothing starts any more, it is said and calls reject', async () => {
    const gpu = losable();
    const network = createService(gpu.start);
    const events: NetworkEvent[] = [];
    await network.load(options({ backend: 'webgpu' }), (event) => events.push(event));
    for (let loss = 0; loss < 3; loss++) {
      await gpu.lose('reset');
      await network.setIdentity(null).catch(() => undefined);
    }
    expect(events.at(-1)).toMatchObject({ type: 'failed', code: 'backend-unavailable' });
    await expect(network.embed(face)).rejects.toMatchObject({ code: 'network-not-loaded' });
  });
});
