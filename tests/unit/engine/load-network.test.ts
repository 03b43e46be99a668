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
  refuse: (checkpoint: ArrayBuffer | null) => Error | null,
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

  it.each([
    ['is damaged', new WakefulError('checkpoint-invalid', 'state.fc1.weight is missing', 'Train again.')],
    ['predicts nothing', new WakefulError('checkpoint-unsound', 'it gives NaN', 'Train again.')],
    ['asks too much of the device', new RangeError('out of memory')],
  ])('that %s gives way to the shipped one, and that is told', async (_, error) => {
    const { tried, loaded } = load((checkpoint) => (checkpoint === OWN.file ? error : null));
    const refused = { code: 'adopted-invalid', detail: error.message };
    expect(await loaded).toMatchObject({ checkpointName: null, refused });
    expect(tried).toEqual([OWN.file, SHIPPED]);
  });

  it('is not blamed for other faults', async () => {
    const { tried, loaded } = load(() => new WakefulError('model-load', 'offline', 'Connect.'));
    await expect(loaded).rejects.toMatchObject({ code: 'model-load' });
    expect(tried).toEqual([OWN.file, SHIPPED]);
  });

  it('may be none: the shipped one judges', async () => {
    const { tried, loaded } = load(() => null, null);
    expect(await loaded).toMatchObject({ checkpointName: null, refused: null });
    expect(tried).toEqual([SHIPPED]);
  });
});

describe('the shipped checkpoint', () => {
  it('that predicts nothing is left out, and that is told: eyes and head go on', async () => {
    const unsound = new WakefulError('checkpoint-unsound', 'it gives NaN', 'Train again.');
    const { tried, loaded } = load((checkpoint) => (checkpoint ? unsound : null), null);
    expect(await loaded).toMatchObject({ refused: { code: 'checkpoint-invalid', detail: 'it gives NaN' } });
    expect(tried).toEqual([SHIPPED, null]);
  });
});
