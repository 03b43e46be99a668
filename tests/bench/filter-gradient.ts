/** tfjs's own filter gradient against ours, for the layers of the backbones' last stages. */
import * as tf from '@tensorflow/tfjs-core';
import { filterGradient } from '../../src/training/gradients/convolution';
import { timeTogether } from './measure';

export interface FilterGradientResult {
  readonly layer: string;
  readonly stock: number | null;
  readonly ours: number;
  readonly ratio: number | null;
}

type Layer = readonly [
  name: string,
  input: readonly [height: number, width: number, channels: number],
  filter: readonly [height: number, width: number, outputs: number],
  stride: 1 | 2,
  pad: 'same' | 'valid',
];

/** At 160 px. */
const LAYERS: readonly Layer[] = [
  ['faceres block11 1×1, 512→512', [10, 10, 512], [1, 1, 512], 1, 'same'],
  ['faceres block13 1×1, 1024→1024', [5, 5, 1024], [1, 1, 1024], 1, 'same'],
  ['facenet block8 1×1, 1792→192', [3, 3, 1792], [1, 1, 192], 1, 'same'],
  ['facenet mixed_7a 3×3 s2, 256→256', [8, 8, 256], [3, 3, 256], 2, 'valid'],
  ['facenet mixed_7a 3×3, 256→256', [8, 8, 256], [3, 3, 256], 1, 'same'],
  ['facenet block8 1×3, 192→192', [3, 3, 192], [1, 3, 192], 1, 'same'],
  ['facenet block17 1×7, 128→128', [8, 8, 128], [1, 7, 128], 1, 'same'],
];

type Kernel = tf.KernelFunc | undefined;

/** tfjs's own kernel; take it before ours is registered. */
export function stockFilterGradient(backend: string): Kernel {
  return (tf.getKernel as (name: string, backend: string) => tf.KernelConfig | undefined)(
    tf.Conv2DBackpropFilter,
    backend,
  )?.kernelFunc;
}

async function measure(
  [name, input, filter, stride, pad]: Layer,
  stock: Kernel,
  images: number,
  seconds: number,
): Promise<FilterGradientResult> {
  const filterShape: [number, number, number, number] = [filter[0], filter[1], input[2], filter[2]];
  const x = tf.randomNormal<tf.Rank.R4>([images, ...input]);
  const outputs = tf.backend_util.computeConv2DInfo(x.shape, filterShape, stride, 1, pad).outShape;
  const dy = tf.randomNormal<tf.Rank.R4>(outputs);
  const way = tf.getBackend() === 'webgpu' ? 'product' : 'convolution';
  const read = async (gradient: tf.Tensor): Promise<void> => {
    await gradient.data();
    gradient.dispose();
  };
  const ours = () => read(filterGradient(x, dy, filterShape, { strides: stride, pad }, way));
  const theirs = stock
    ? () =>
        read(
          tf.tidy(() => {
            const result = stock({
              inputs: { x, dy },
              attrs: { strides: [stride, stride], pad, dataFormat: 'NHWC', filterShape },
              backend: tf.backend(),
            });
            return tf.engine().makeTensorFromTensorInfo(Array.isArray(result) ? result[0]! : result);
          }),
        )
    : null;
  const timings = theirs
    ? await timeTogether({ ours, theirs }, seconds)
    : await timeTogether({ ours }, seconds);
  tf.dispose([x, dy]);
  const stockTime =
    'theirs' in timings ? (timings as Record<string, { best: number }>)['theirs']!.best : null;
  return {
    layer: name,
    ours: timings.ours.best,
    stock: stockTime,
    ratio: stockTime === null ? null : stockTime / timings.ours.best,
  };
}

export async function benchFilterGradients(
  stock: Kernel,
  images: number,
  seconds: number,
): Promise<readonly FilterGradientResult[]> {
  const results: FilterGradientResult[] = [];
  for (const layer of LAYERS) results.push(await measure(layer, stock, images, seconds));
  return results;
}
