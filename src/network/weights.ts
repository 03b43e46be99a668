/** From a model file to the tensors of a network, and back to nothing. */
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import { weightSpecs, type Backbone, type Weights, type WeightSpec } from './backbone';
import { floatToHalf } from './half';
import { modelError } from '../common/model-error';
import { encodeUtf8, sha256 } from './platform';
import { decodeTensor, elementCount, readSafetensors, type SafetensorsFile } from './safetensors';

/** float32 values by WeightSpec name, checked against the specs. */
export type WeightValues = ReadonlyMap<string, Float32Array<ArrayBuffer>>;

/** What a training makes of a backbone. */
export interface TrainedWeights {
  /** The Face Model's weights from the first trained stage on, by the backbone's names. */
  readonly face: WeightValues;
  readonly state: WeightValues;
  /** What V_state is divided by; null: nothing. */
  readonly spread: Float32Array<ArrayBuffer> | null;
}

/** SHA-256 that names trained weights, to the last bit. */
export async function trainedDigest({ face, state, spread }: TrainedWeights): Promise<string> {
  const all = [...face, ...state, ...(spread ? [['spread', spread] as const] : [])];
  const digests = await Promise.all(
    all.map(async ([name, values]) => [
      name,
      await sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
    ]),
  );
  return sha256(encodeUtf8(JSON.stringify(digests)));
}

/** A plain loop: `findIndex` takes half a second for the millions of weights of a network. */
function firstNotFinite(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return i;
  return -1;
}

/**
 * The values of all the given weights, each present, of the right shape and finite. Tensors that no
 * spec names are ignored.
 * @throws WakefulError `model-load` naming the first tensor at fault.
 */
export function readValues(file: SafetensorsFile, specs: readonly WeightSpec[]): WeightValues {
  const values = new Map<string, Float32Array<ArrayBuffer>>();
  for (const { name, shape } of specs) {
    const stored = file.tensors.get(name);
    if (!stored) throw modelError(`Tensor "${name}" is missing.`);
    if (stored.shape.length !== shape.length || stored.shape.some((size, axis) => size !== shape[axis])) {
      throw modelError(
        `Tensor "${name}" has the shape [${stored.shape.join(', ')}] instead of [${shape.join(', ')}].`,
      );
    }
    const decoded = decodeTensor(name, stored);
    const bad = firstNotFinite(decoded);
    if (bad >= 0) throw modelError(`Tensor "${name}" is not finite: element ${bad} is ${decoded[bad]!}.`);
    values.set(name, decoded);
  }
  return values;
}

/**
 * Reads a backbone's own model file (as the importers write it).
 * @throws WakefulError `model-load`: another backbone's file, or a tensor missing, ill-shaped or
 *   not finite.
 */
export function readBackboneFile(backbone: Backbone, bytes: Uint8Array<ArrayBuffer>): WeightValues {
  const file = readSafetensors(bytes);
  const owner = file.metadata['backbone'];
  if (owner !== backbone.id) {
    throw modelError(
      owner === undefined
        ? `The file does not say which network it is for; wanted: ${backbone.id}.`
        : `The file holds the weights of ${owner}, not of ${backbone.id}.`,
    );
  }
  return readValues(file, weightSpecs(backbone));
}

/** Uploads values to the current tfjs backend. The tensors are the caller's (`disposeWeights`). */
export function toTensors(values: WeightValues, specs: readonly WeightSpec[]): Weights {
  const tensors = new Map<string, Tensor>();
  for (const { name, shape } of specs) {
    const found = values.get(name);
    if (found?.length !== elementCount(shape)) throw modelError(`Tensor "${name}" is missing or ill-shaped.`);
    tensors.set(name, tensor(found, [...shape], 'float32'));
  }
  return tensors;
}

export function disposeWeights(weights: Weights): void {
  for (const weight of weights.values()) weight.dispose();
}

/**
 * SHA-256 that names a backbone's weights whatever their storage: over id, then each weight's name,
 * shape and values rounded to half precision, in the definition's order. An fp16 and an fp32 file
 * of the same network share it.
 */
export async function backboneDigest(backbone: Backbone, values: WeightValues): Promise<string> {
  const specs = weightSpecs(backbone);
  const table = JSON.stringify([backbone.id, specs.map(({ name, shape }) => [name, shape])]);
  const digests = await Promise.all(
    specs.map(async ({ name }) => {
      const found = values.get(name);
      if (!found) throw modelError(`Tensor "${name}" is missing.`);
      return sha256(new Uint8Array(floatToHalf(found).buffer));
    }),
  );
  return sha256(encodeUtf8(table + digests.join('')));
}
