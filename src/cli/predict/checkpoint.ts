/** A checkpoint's file as a network that classifies faces. */
import { existsSync } from 'node:fs';
import { WakefulError } from '../../common/errors';
import { disposeNetwork, uploadNetwork } from '../../network/inference';
import { weightSpecs } from '../../network/backbone';
import { readCheckpoint } from '../../network/checkpoint';
import { readCheckpointCard } from '../../network/checkpoint-card';
import { rehearse } from '../../network/rehearsal';
import { disposeWeights, toTensors } from '../../network/weights';
import { loadBackbone } from '../backbone-files';
import { readNamedFile } from '../files';

/**
 * A checkpoint's file.
 * @throws WakefulError `checkpoint-missing`, `file-unreadable`
 */
export function checkpointFile(path: string): Uint8Array<ArrayBuffer> {
  if (existsSync(path)) return readNamedFile(path);
  throw new WakefulError(
    'checkpoint-missing',
    `There is no checkpoint ${path}.`,
    'Give another one, or train it: npm run train -- --data DIR --out FILE.',
  );
}

/**
 * A checkpoint's network, on the current backend.
 * @throws WakefulError `checkpoint-missing`, `checkpoint-invalid`, `checkpoint-unsound`,
 *   `file-unreadable`, `model-load`
 */
export async function loadCheckpoint(path: string) {
  const bytes = checkpointFile(path);
  const { backbone, values, digest } = await loadBackbone(readCheckpointCard(bytes).backbone);
  const checkpoint = readCheckpoint(bytes, backbone, digest);
  const { card } = checkpoint;
  const identity = toTensors(values, weightSpecs(backbone));
  const network = uploadNetwork({ ...card, backbone, identity, weights: checkpoint });
  const dispose = (): void => {
    disposeNetwork(network);
    disposeWeights(identity);
  };
  try {
    await rehearse(network, card.inputSize);
  } catch (error) {
    dispose();
    throw error;
  }
  return { card, network, dispose };
}
