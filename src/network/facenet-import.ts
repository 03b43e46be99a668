/**
 * Turns a facenet-pytorch state_dict (safetensors, OIHW) into our backbone file: convolutions HWIO
 * with their BN folded. Pure; every tensor's name, shape and finiteness is checked.
 */
import { weightSpecs, type WeightSpec } from './backbone';
import { facenet } from './facenet';
import { modelError } from '../common/model-error';
import type { FloatType, StoredTensor } from './safetensors';
import { encodeTensor, readSafetensors, writeSafetensors } from './safetensors';
import { readValues, type WeightValues } from './weights';

/** Of every BN in the network (TensorFlow's original value, kept by facenet-pytorch). */
const BN_EPSILON = 1e-3;

const BN_PARTS = ['weight', 'bias', 'running_mean', 'running_var'] as const;

/** A layer of ours and where its numbers are in the state_dict. */
interface SourceLayer {
  readonly name: string;
  readonly kernel: WeightSpec;
  readonly bias: WeightSpec;
  /** Name of the weight tensor, out × in × h × w, or out × in. */
  readonly weight: string;
  /** Prefix of its BN; null: the layer has a bias instead (`biasName`). */
  readonly bn: string | null;
  readonly biasName: string | null;
}

const layers: readonly SourceLayer[] = (() => {
  const specs = new Map(weightSpecs(facenet).map((spec) => [spec.name, spec]));
  return [...specs.keys()]
    .filter((name) => name.endsWith('/kernel'))
    .map((kernelName) => {
      const name = kernelName.slice(0, -'/kernel'.length);
      const shared = { name, kernel: specs.get(kernelName)!, bias: specs.get(`${name}/bias`)! };
      if (name === 'last_linear') {
        return { ...shared, weight: 'last_linear.weight', bn: 'last_bn', biasName: null };
      }
      // The residual blocks' projections are the only convolutions with a bias and no BN.
      return name.endsWith('.conv2d')
        ? { ...shared, weight: `${name}.weight`, bn: null, biasName: `${name}.bias` }
        : { ...shared, weight: `${name}.conv.weight`, bn: `${name}.bn`, biasName: null };
    });
})();

/** HWIO (or in × out) shape → OIHW (or out × in). */
function torchShape(shape: readonly number[]): readonly number[] {
  return shape.length === 4 ? [shape[3]!, shape[2]!, shape[0]!, shape[1]!] : [shape[1]!, shape[0]!];
}

/** What the state_dict must hold. */
function sourceSpecs({ weight, bn, biasName, kernel, bias }: SourceLayer): readonly WeightSpec[] {
  const vector = (name: string): WeightSpec => ({ name, shape: bias.shape });
  return [
    { name: weight, shape: torchShape(kernel.shape) },
    ...(bn === null ? [] : BN_PARTS.map((part) => vector(`${bn}.${part}`))),
    ...(biasName === null ? [] : [vector(biasName)]),
  ];
}

/**
 * Everything that `importFacenet` reads from a state_dict: names, layouts and shapes as
 * facenet-pytorch has them.
 */
export const facenetStateDict: readonly WeightSpec[] = layers.flatMap(sourceSpecs);

/** In every state_dict, and nothing to us: the classifier of the pre-training, and counters. */
function isIgnored(name: string): boolean {
  return name.startsWith('logits.') || name.endsWith('.num_batches_tracked');
}

/** Per output channel: what its weights are multiplied by, and what is added. */
function affine(
  { bn, biasName }: SourceLayer,
  source: WeightValues,
): { scale: Float64Array; shift: Float64Array } {
  if (bn === null) {
    const shift = Float64Array.from(source.get(biasName!)!);
    return { scale: new Float64Array(shift.length).fill(1), shift };
  }
  const [gamma, beta, mean, variance] = BN_PARTS.map((part) => source.get(`${bn}.${part}`)!);
  const negative = variance!.findIndex((value) => value < 0);
  if (negative >= 0) {
    throw modelError(
      `Tensor "${bn}.running_var" is no variance: element ${negative} is ${variance![negative]!}.`,
    );
  }
  const scale = Float64Array.from(gamma!, (value, i) => value / Math.sqrt(variance![i]! + BN_EPSILON));
  return { scale, shift: Float64Array.from(beta!, (value, i) => value - mean![i]! * scale[i]!) };
}

/** OIHW → HWIO, each output channel scaled. */
function transpose(
  values: Float32Array,
  [height, width, inputs, outputs]: readonly [number, number, number, number],
  scale: Float64Array,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  let from = 0;
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          result[((y * width + x) * inputs + i) * outputs + o] = values[from++]! * scale[o]!;
        }
      }
    }
  }
  return result;
}

function asHwio(shape: readonly number[]): readonly [number, number, number, number] {
  const [a, b, c, d] = shape;
  return shape.length === 4 ? [a!, b!, c!, d!] : [1, 1, a!, b!];
}

/**
 * @param file safetensors with facenet-pytorch's names
 * @param dtype how to store the weights: F16 halves the file (45 MB)
 * @returns our backbone file, readable by `readBackboneFile(facenet, …)`
 * @throws WakefulError `model-load` naming the tensor that is missing, foreign, ill-shaped or not
 *   finite
 */
export function importFacenet(file: Uint8Array<ArrayBuffer>, dtype: FloatType): Uint8Array<ArrayBuffer> {
  const stateDict = readSafetensors(file);
  const expected = new Set(facenetStateDict.map(({ name }) => name));
  const foreign = [...stateDict.tensors.keys()].find((name) => !expected.has(name) && !isIgnored(name));
  const source = readValues(stateDict, facenetStateDict);
  if (foreign !== undefined) throw modelError(`Tensor "${foreign}" does not belong to InceptionResnetV1.`);

  const tensors = new Map<string, StoredTensor>();
  for (const layer of layers) {
    const { kernel, bias, weight } = layer;
    const { scale, shift } = affine(layer, source);
    const folded = transpose(source.get(weight)!, asHwio(kernel.shape), scale);
    tensors.set(kernel.name, encodeTensor(kernel.name, folded, kernel.shape, dtype));
    tensors.set(bias.name, encodeTensor(bias.name, Float32Array.from(shift), bias.shape, dtype));
  }
  return writeSafetensors(tensors, {
    backbone: facenet.id,
    source: 'facenet-pytorch state_dict, InceptionResnetV1, VGGFace2',
    licence: 'MIT',
  });
}
