import { describe, expect, it, vi } from 'vitest';
import { WakefulError } from '../../../src/common/errors';
import { loadNetwork } from '../../../src/engine/monitor-worker/load-network';
import type { MonitorLoadOptions } from '../../../src/engine/monitor-worker/protocol';
import type { NetworkInfo, NetworkLoadOptions } from '../../../src/engine/network-worker/protocol';

// The real one knows the addresses of the build's files.
vi.mock('../../../src/engine/network-worker/files', () => ({ downloadNetwork: vi.fn() }));

const SHIPPED = new ArrayBuffer(3);
const OWN = { id: 'm1', name: 'Evenings', file: new ArrayBuffer(5) };
const INFO: NetworkInfo = {
  backend: 'wasm',
  forced: false,
  device: 'a made-up device',
  backbone: 'faceres',
  inputSize: 160,
  embeddingSize: 1024,
  checkpoint: null,
};
const nothing = (): void => undefined;

/** A network worker that refuses some checkpoints. */
function load(
  refuse: (checkpoint: ArrayBuffer | null) => WakefulError | null,
  checkpoint: MonitorLoadOptions['checkpoint'] = OWN,
) {
  const tried: (ArrayBuffer | null)[] = [];
  const network = {
    load: ({ checkpoint: own }: NetworkLoadOptions) => {
      tried.push(own);
      const error = refuse(own);
      return error ? Promise.reject(error) : Promise.resolve(INFO);
    },
  };
  // Handed over to the worker, and so gone here: every attempt needs a new one.
  const download = () => {
    const wasm = { 'tfjs-backend-wasm.wasm': '', 'tfjs-backend-wasm-simd.wasm': '' };
    const backboneWeights = new ArrayBuffer(8);
    return Promise.resolve({ backbone: 'faceres', backboneWeights, checkpoint: SHIPPED, wasm } as const);
  };
  const options = { backend: null, backbone: 'faceres', checkpoint } as const;
  const worker = network as unknown as Parameters<typeof loadNetwork>[0];
  return { tried, loaded: loadNetwork(worker, options, nothing, nothing, download) };
}

describe('the adopted checkpoint', () => {
  it('judges', async () => {
    const { tried, loaded } = load(() => null);
    expect(await loaded).toMatchObject({ checkpointName: 'Evenings', refused: null });
    expect(tried).toEqual([OWN.file]);
  });

  it('that is damaged gives way to the shipped one, and that is told', async () => {
    const damaged = new WakefulError('checkpoint-invalid', 'state.fc1.weight is missing', 'Train again.');
    const { tried, loaded } = load((checkpoint) => (checkpoint === OWN.file ? damaged : null));
    expect(await loaded).toMatchObject({ checkpointName: null, refused: 'state.fc1.weight is missing' });
    expect(tried).toEqual([OWN.file, SHIPPED]);
  });

  it('is not blamed for other faults', async () => {
    const { tried, loaded } = load(() => new WakefulError('model-load', 'offline', 'Connect.'));
    await expect(loaded).rejects.toMatchObject({ code: 'model-load' });
    expect(tried).toHaveLength(1);
  });

  it('may be none: the shipped one judges', async () => {
    const { tried, loaded } = load(() => null, null);
    expect(await loaded).toMatchObject({ checkpointName: null, refused: null });
    expect(tried).toEqual([SHIPPED]);
  });
});
