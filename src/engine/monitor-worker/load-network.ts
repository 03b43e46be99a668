import { proxy, transfer, type Remote } from 'comlink';
import { messageOf, WakefulError } from '../../common/errors';
import type { ModelProgress } from '../../vision/model-download';
import { downloadNetwork } from '../network-worker/files';
import type { NetworkEvent, NetworkInfo, NetworkService } from '../network-worker/protocol';
import type { MonitorLoadOptions } from './protocol';

export interface LoadedNetwork {
  readonly info: NetworkInfo;
  /**
   * The name that the learner gave the checkpoint that judges; null: the shipped one judges, or
   * none.
   */
  readonly checkpointName: string | null;
  /** Which checkpoint was left out, and why; null: none. */
  readonly refused: {
    readonly code: 'adopted-invalid' | 'checkpoint-invalid';
    readonly detail: string;
  } | null;
}

/** What is wrong with a checkpoint itself. */
const FAULTS: readonly string[] = ['checkpoint-invalid', 'checkpoint-unsound'];

/**
 * Loads the network with the adopted checkpoint. Where that fails, whatever the reason, with the
 * shipped one; and where that is faulty, with none.
 */
export async function loadNetwork(
  network: Pick<Remote<NetworkService>, 'load'>,
  { backend, backbone, checkpoint }: MonitorLoadOptions,
  onEvent: (event: NetworkEvent) => void,
  onProgress: (progress: ModelProgress) => void,
  download: typeof downloadNetwork = downloadNetwork,
): Promise<LoadedNetwork> {
  const load = async (choose: (shipped: ArrayBuffer | null) => ArrayBuffer | null): Promise<NetworkInfo> => {
    // What is handed over is gone here: each attempt needs it anew.
    const files = await download(backbone, onProgress);
    return network.load(
      transfer({ ...files, backend, checkpoint: choose(files.checkpoint) }, [files.backboneWeights]),
      proxy(onEvent),
    );
  };
  let refused: LoadedNetwork['refused'] = null;
  if (checkpoint !== null) {
    try {
      return { info: await load(() => checkpoint.file), checkpointName: checkpoint.name, refused };
    } catch (error) {
      refused = { code: 'adopted-invalid', detail: messageOf(error) };
    }
  }
  try {
    return { info: await load((shipped) => shipped), checkpointName: null, refused };
  } catch (error) {
    if (!(error instanceof WakefulError) || !FAULTS.includes(String(error.code))) throw error;
    refused ??= { code: 'checkpoint-invalid', detail: error.message };
    return { info: await load(() => null), checkpointName: null, refused };
  }
}
