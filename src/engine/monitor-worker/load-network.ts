import { proxy, transfer, type Remote } from 'comlink';
import { WakefulError } from '../../common/errors';
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
  /** Why the adopted checkpoint does not judge; null: it does, or there is none. */
  readonly refused: string | null;
}

/**
 * Loads the network with the adopted checkpoint; where that is broken or foreign, with the shipped
 * one.
 */
export async function loadNetwork(
  network: Pick<Remote<NetworkService>, 'load'>,
  { backend, backbone, checkpoint }: MonitorLoadOptions,
  onEvent: (event: NetworkEvent) => void,
  onProgress: (progress: ModelProgress) => void,
  download: typeof downloadNetwork = downloadNetwork,
): Promise<LoadedNetwork> {
  const load = async (own: ArrayBuffer | null): Promise<NetworkInfo> => {
    const files = await download(backbone, onProgress);
    return network.load(
      transfer({ ...files, backend, checkpoint: own ?? files.checkpoint }, [files.backboneWeights]),
      proxy(onEvent),
    );
  };
  if (checkpoint === null) return { info: await load(null), checkpointName: null, refused: null };
  try {
    return { info: await load(checkpoint.file), checkpointName: checkpoint.name, refused: null };
  } catch (error) {
    if (!(error instanceof WakefulError) || error.code !== 'checkpoint-invalid') throw error;
    return { info: await load(null), checkpointName: null, refused: error.message };
  }
}
