/**
 * Turns Human's `faceres` graph model into our backbone file. Pure, so that the build can call it.
 *
 * The graph has the BN of its 1×1 convolutions folded and that of its depthwise ones as scale and
 * bias. The scale is folded into the depthwise kernels, which are then kept as F32 (0.2 MB in all)
 * because rounding the products to half precision would cost accuracy; everything else keeps the
 * source's own fp16 bits. conv1's input channels are turned from BGR to RGB.
 */
import * as v from 'valibot';
import { weightSpecs, type WeightSpec } from './backbone';
import { faceres } from './faceres';
import { halfToFloat } from './half';
import { modelError } from '../common/model-error';
import { count } from '../common/ranges';
import { elementCount, encodeTensor, writeSafetensors, type StoredTensor } from './safetensors';

const graphSchema = v.object({
  format: v.literal('graph-model'),
  weightsManifest: v.tuple([
    v.object({
      weights: v.array(
        v.object({
          name: v.string(),
          shape: v.array(count),
          dtype: v.picklist(['float32', 'int32']),
          quantization: v.optional(v.object({ dtype: v.literal('float16') })),
        }),
      ),
    }),
  ]),
});

interface SourceTensor {
  readonly shape: readonly number[];
  readonly halves: Uint16Array<ArrayBuffer>;
}

/** The graph's fp16 tensors by name. */
function sourceTensors(graph: unknown, bin: Uint8Array): ReadonlyMap<string, SourceTensor> {
  const parsed = v.safeParse(graphSchema, graph);
  if (!parsed.success) throw modelError(`Not the graph model of faceres: ${v.summarize(parsed.issues)}.`);
  const found = new Map<string, SourceTensor>();
  let at = 0;
  for (const { name, shape, quantization } of parsed.output.weightsManifest[0].weights) {
    const end = at + elementCount(shape) * (quantization ? 2 : 4);
    if (end > bin.byteLength) {
      throw modelError(`The weights are cut off: tensor "${name}" ends at byte ${end} of ${bin.byteLength}.`);
    }
    if (quantization)
      found.set(name, { shape, halves: new Uint16Array(new Uint8Array(bin.subarray(at, end)).buffer) });
    at = end;
  }
  if (at !== bin.byteLength) throw modelError(`${bin.byteLength - at} bytes follow the last weight.`);
  return found;
}

/** Our weight name → the graph's, for everything that is copied bit by bit. */
function sourceName({ name }: WeightSpec): string {
  const [, stage, index, layer] = /^(conv1|block(\d+)\/(depthwise|pointwise))\//.exec(name) ?? [];
  const node = stage === 'conv1' ? 'conv1' : `conv_${layer === 'depthwise' ? 'dw' : 'pw'}_${index ?? ''}`;
  if (name.endsWith('/bias')) return `${node}_bn/batchnorm_1/sub`;
  return layer === 'depthwise' ? `${node}/depthwise_kernel` : `${node}/convolution/merged_input`;
}

/** [h, w, in, out] halves with the input channels in reverse order. */
function reverseInputs({ shape, halves }: SourceTensor): Uint16Array<ArrayBuffer> {
  const [inputs, outputs] = [shape[2]!, shape[3]!];
  return halves.map((_, i) => {
    const input = Math.floor(i / outputs) % inputs;
    return halves[i + (inputs - 1 - 2 * input) * outputs]!;
  });
}

/**
 * @param graph the parsed faceres.json of @vladmandic/human
 * @param bin the bytes of faceres.bin
 * @returns safetensors with our names (see faceres.ts), readable by `readBackboneFile(faceres, …)`
 * @throws WakefulError `model-load` naming the tensor at fault
 */
export function importFaceres(graph: unknown, bin: Uint8Array): Uint8Array<ArrayBuffer> {
  const source = sourceTensors(graph, bin);
  const take = (name: string, shape: readonly number[]): SourceTensor => {
    const tensor = source.get(name);
    if (!tensor) throw modelError(`The graph has no fp16 tensor "${name}".`);
    if (tensor.shape.join() !== shape.join()) {
      throw modelError(
        `Tensor "${name}" has the shape [${tensor.shape.join(', ')}] instead of [${shape.join(', ')}].`,
      );
    }
    return tensor;
  };

  const tensors = new Map<string, StoredTensor>();
  for (const spec of weightSpecs(faceres)) {
    const { name, shape } = spec;
    const from = sourceName(spec);
    const original = take(from, shape);
    if (name.endsWith('/depthwise/kernel')) {
      const channels = shape[2]!;
      const scale = halfToFloat(
        take(from.replace('/depthwise_kernel', '_bn/batchnorm_1/mul'), [channels]).halves,
      );
      const scaled = halfToFloat(original.halves).map((value, i) => value * scale[i % channels]!);
      tensors.set(name, encodeTensor(name, scaled, shape, 'F32'));
    } else {
      const halves = name === 'conv1/kernel' ? reverseInputs(original) : original.halves;
      tensors.set(name, { dtype: 'F16', shape, bytes: new Uint8Array(halves.buffer) });
    }
  }
  return writeSafetensors(tensors, {
    backbone: faceres.id,
    source: '@vladmandic/human models/faceres (HSE FaceRes, MobileNetV1, VGGFace2)',
    licence: 'MIT (packaging), Apache-2.0 (original model)',
  });
}
