/** A checkpoint's file as a network that classifies faces. */
import { existsSync, readFileSync } from 'node:fs';
import { WakefulError } from '../../common/errors';
import { disposeNetwork, uploadNetwork } from '../../network/inference';
import { weightSpecs } from '../../network/backbone';
import { readCheckpoint } from '../../network/checkpoint';
import { readCheckpointCard } from '../../network/checkpoint-card';
import { disposeWeights, toTensors } from '../../network/weights';
import { loadBackbone } from '../backbone-files';

/**
 * A checkpoint's network, on the current backend.
 * @throws WakefulError `checkpoint-missing`, `checkpoint-invalid`, `model-load`
 */
export async function loadCheckpoint(path: string) {
  if (!existsSync(path)) {
    throw new WakefulError(
      'checkpoint-missing',
      `There is no checkpoint ${path}.`,
      'Give another one with --checkpoint, or train it: npm run train -- --data DIR --out FILE.',
    );
  }
  const bytes = new Uint8Array(readFileSync(path));
  const { backbone, values, digest } = await loadBackbone(readCheckpointCard(bytes).backbone);
  const checkpoint = readCheckpoint(bytes, backbone, digest);
  const { card } = checkpoint;
  const identity = toTensors(values, weightSpecs(backbone));
  const network = uploadNetwork({ ...card, backbone, identity, weights: checkpoint });
  return {
    card,
    network,
    dispose: (): void => {
      disposeNetwork(network);
      disposeWeights(identity);
    },
  };
}
