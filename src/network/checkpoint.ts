/**
 * A trained checkpoint: one safetensors file with the Face Model's trained stages (`face/…`), the
 * state module (`state/…`), the spread of V_id where V_state is divided by it (`spread`), and the
 * card that says what it is, in the file's metadata.
 */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import type { Backbone, WeightSpec } from './backbone';
import { weightSpecs } from './backbone';
import {
  asCheckpoint,
  cardOf,
  CHECKPOINT_FORMAT,
  CHECKPOINT_VERSION,
  checkpointError,
  type CheckpointCard,
  type CheckpointDescription,
} from './checkpoint-card';
import type { FloatType, StoredTensor } from './safetensors';
import { encodeTensor, readSafetensors, writeSafetensors } from './safetensors';
import { stateSpecs } from './state-module';
import type { WeightValues } from './weights';
import { readValues } from './weights';

/**
 * A checkpoint's content on the host, checked against its backbone; `toTensors` uploads the parts.
 */
export interface Checkpoint {
  readonly card: CheckpointCard;
  /** Face Model weights by the backbone's own names, from `card.fromStage` on. */
  readonly face: WeightValues;
  readonly state: WeightValues;
  /** [embeddingSize], all above 0; null: V_state is used as it is. */
  readonly spread: Float32Array<ArrayBuffer> | null;
}

function faceSpecs(backbone: Backbone, fromStage: string): readonly WeightSpec[] {
  return weightSpecs(backbone, { from: fromStage });
}

const FACE_PREFIX = 'face/';
const SPREAD = 'spread';

function prefixed(specs: readonly WeightSpec[]): readonly WeightSpec[] {
  return specs.map((spec) => ({ ...spec, name: FACE_PREFIX + spec.name }));
}

function spreadSpec(backbone: Backbone): WeightSpec {
  return { name: SPREAD, shape: [backbone.embeddingSize] };
}

/**
 * Reads a checkpoint for a backbone, and refuses any other: other backbone or other weights of it,
 * other classes, a tensor missing, ill-shaped, not finite or too many.
 * @param digest `backboneDigest` of the weights the checkpoint is to be used with
 * @throws WakefulError `checkpoint-invalid` naming what is wrong
 */
export function readCheckpoint(
  bytes: Uint8Array<ArrayBuffer>,
  backbone: Backbone,
  digest: string,
  classes: readonly string[] = WAKEFULNESS_CLASSES,
): Checkpoint {
  return asCheckpoint(() => {
    const file = readSafetensors(bytes);
    const card = cardOf(file);
    if (card.backbone !== backbone.id) {
      throw checkpointError(
        `Checkpoint "${card.name}" is for the network ${card.backbone}, not for ${backbone.id}.`,
      );
    }
    if (card.backboneSha256 !== digest) {
      throw checkpointError(
        `Checkpoint "${card.name}" was trained on other weights of ${backbone.id} (${card.backboneSha256.slice(0, 8)}…) ` +
          `than those loaded (${digest.slice(0, 8)}…).`,
      );
    }
    if (card.classes.join() !== classes.join()) {
      throw checkpointError(
        `Checkpoint "${card.name}" tells apart ${card.classes.join(', ')}; wanted: ${classes.join(', ')}.`,
      );
    }
    const own = faceSpecs(backbone, card.fromStage);
    const stateWeights = stateSpecs(backbone.embeddingSize, card.classes.length);
    const hasSpread = file.tensors.has(SPREAD);
    const expected = [...prefixed(own), ...stateWeights, ...(hasSpread ? [spreadSpec(backbone)] : [])];
    const values = readValues(file, expected);
    const names = new Set(expected.map(({ name }) => name));
    const foreign = [...file.tensors.keys()].find((name) => !names.has(name));
    if (foreign !== undefined) {
      throw checkpointError(`Checkpoint "${card.name}" holds the unexpected tensor "${foreign}".`);
    }
    const spread = values.get(SPREAD) ?? null;
    if (spread?.some((value) => value <= 0)) {
      throw checkpointError(`Checkpoint "${card.name}" has a spread that is not above 0 everywhere.`);
    }
    return {
      card,
      face: new Map(own.map(({ name }) => [name, values.get(FACE_PREFIX + name)!])),
      state: new Map(stateWeights.map(({ name }) => [name, values.get(name)!])),
      spread,
    };
  });
}

/**
 * Writes a checkpoint that `readCheckpoint` takes. The spread is always stored as F32.
 * @throws WakefulError `checkpoint-invalid` when the card or a weight would not be read back (a
 * missing or NaN weight).
 */
export function writeCheckpoint(
  backbone: Backbone,
  description: CheckpointDescription,
  content: Omit<Checkpoint, 'card'>,
  dtype: FloatType,
): Uint8Array<ArrayBuffer> {
  const card: CheckpointCard = { format: CHECKPOINT_FORMAT, version: CHECKPOINT_VERSION, ...description };
  const tensors = new Map<string, StoredTensor>();
  const bytes = asCheckpoint(() => {
    const put = (name: string, spec: WeightSpec, values: WeightValues): void => {
      const found = values.get(spec.name);
      if (!found) throw checkpointError(`The weight "${spec.name}" is missing.`);
      tensors.set(name, encodeTensor(name, found, spec.shape, dtype));
    };
    for (const spec of faceSpecs(backbone, card.fromStage)) put(FACE_PREFIX + spec.name, spec, content.face);
    for (const spec of stateSpecs(backbone.embeddingSize, card.classes.length))
      put(spec.name, spec, content.state);
    if (content.spread) {
      tensors.set(SPREAD, encodeTensor(SPREAD, content.spread, [backbone.embeddingSize], 'F32'));
    }
    return writeSafetensors(tensors, { format: CHECKPOINT_FORMAT, card: JSON.stringify(card) });
  });
  readCheckpoint(bytes, backbone, card.backboneSha256, card.classes);
  return bytes;
}
