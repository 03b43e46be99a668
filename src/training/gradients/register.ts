/**
 * Makes the networks trainable on every backend.
 *
 * tfjs 4.22's wasm backend has no kernel for the filter gradient of a convolution nor for either
 * gradient of a depthwise one, a wrong one for max pooling with overlapping windows, and scalar
 * loops for the input gradient of a convolution (8 to 10 times slower than its convolution) and for
 * transposed matrix products (25 times); its WebGPU backend computes each weight's gradient in one
 * scalar loop. Here these kernels are registered anew, so that `tf.grads` finds them through
 * conv2d, fused.conv2d and depthwiseConv2d alike. The cpu backend keeps its own, against which the
 * tests hold these; the WebGL backend has its own for all of them.
 */
import '#tfjs-gradients';
import {
  BatchMatMul,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  MaxPoolGrad,
  Tensor,
  findBackendFactory,
  getKernel,
  matMul,
  registerKernel,
  tidy,
  transpose,
  unregisterKernel,
  type BatchMatMulAttrs,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropInputAttrs,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type KernelFunc,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { filterGradient, inputGradient } from './convolution';
import { depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
import { maxPoolGradient } from './max-pool';

type Inputs = Parameters<KernelFunc>[0]['inputs'];

/** Kernels are called with the very tensors of the op; tfjs's types promise less. */
function tensor(inputs: Inputs, name: string): Tensor {
  const found = inputs[name];
  if (!(found instanceof Tensor))
    throw new TypeError(`A gradient kernel was called without its tensor "${name}".`);
  return found as Tensor;
}

/** A kernel by what it computes of two tensors, of these names, and the op's attributes. */
const kernel =
  (
    first: string,
    second: string,
    compute: (a: Tensor4D, b: Tensor4D, attributes: never) => Tensor4D,
  ): KernelFunc =>
  ({ inputs, attrs }) =>
    compute(tensor(inputs, first) as Tensor4D, tensor(inputs, second) as Tensor4D, attrs as never);

function assertChannelsLast(dataFormat: 'NHWC' | 'NCHW'): void {
  if (dataFormat !== 'NHWC')
    throw new RangeError('Gradients of convolutions are defined for NHWC tensors only.');
}

const conv2dFilter = (way: 'convolution' | 'product'): KernelFunc =>
  kernel('x', 'dy', (x, dy, attributes: Conv2DBackpropFilterAttrs) => {
    assertChannelsLast(attributes.dataFormat);
    return filterGradient(x, dy, attributes.filterShape, attributes, way);
  });

const conv2dInput = kernel('dy', 'filter', (dy, filter, attributes: Conv2DBackpropInputAttrs) => {
  assertChannelsLast(attributes.dataFormat);
  return inputGradient(dy, filter, attributes.inputShape, attributes);
});

const depthwiseFilter = kernel('x', 'dy', (x, dy, attributes: DepthwiseConv2dNativeBackpropFilterAttrs) =>
  depthwiseFilterGradient(x, dy, attributes.filterShape, attributes),
);

const depthwiseInput = kernel(
  'dy',
  'filter',
  (dy, filter, attributes: DepthwiseConv2dNativeBackpropInputAttrs) =>
    depthwiseInputGradient(dy, filter, attributes.inputShape, attributes),
);

const maxPool = kernel('input', 'dy', maxPoolGradient);

const swapLastTwo = (x: Tensor): Tensor => {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
};

/** The backend's own product after transposing what it would only walk through slowly. */
function transposingMatMul(stock: KernelFunc): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { transposeA, transposeB } = attrs as unknown as BatchMatMulAttrs;
    if (!transposeA && !transposeB) return stock(attrs ? { inputs, attrs, backend } : { inputs, backend });
    return tidy(() => {
      const a = tensor(inputs, 'a');
      const b = tensor(inputs, 'b');
      return matMul(transposeA ? swapLastTwo(a) : a, transposeB ? swapLastTwo(b) : b);
    });
  };
}

/** Which kernels are made anew on which backend; measured in docs/performance.md. */
const KERNELS: Readonly<Record<string, ReadonlyMap<string, KernelFunc>>> = {
  wasm: new Map([
    [Conv2DBackpropFilter, conv2dFilter('convolution')],
    [Conv2DBackpropInput, conv2dInput],
    [DepthwiseConv2dNativeBackpropFilter, depthwiseFilter],
    [DepthwiseConv2dNativeBackpropInput, depthwiseInput],
    [MaxPoolGrad, maxPool],
  ]),
  webgpu: new Map([
    [Conv2DBackpropFilter, conv2dFilter('product')],
    [DepthwiseConv2dNativeBackpropFilter, depthwiseFilter],
  ]),
};

const registered = new Set<string>();

/**
 * `getKernel` as it behaves: nothing is found for a kernel that a backend lacks, whatever its type
 * says.
 */
const findKernel = getKernel as (name: string, backend: string) => ReturnType<typeof getKernel> | undefined;

function replaceKernel(kernelName: string, backendName: string, kernelFunc: KernelFunc): void {
  const stock = findKernel(kernelName, backendName);
  if (stock) unregisterKernel(kernelName, backendName);
  registerKernel({ ...stock, kernelName, backendName, kernelFunc });
}

/**
 * Registers the gradient kernels for a backend that has been loaded (its module imported); the
 * trainer calls it. Calling it again changes nothing. Backends with good kernels of their own (cpu,
 * webgl) are left alone.
 * @throws Error when the backend is not loaded: its own kernels would be registered later and win.
 */
export function registerTrainingGradients(backendName: string): void {
  if (registered.has(backendName)) return;
  if (!(findBackendFactory as (name: string) => unknown)(backendName)) {
    throw new Error(
      `The tfjs backend "${backendName}" is not loaded: import it before its gradients are registered.`,
    );
  }
  registered.add(backendName);
  for (const [name, kernel] of KERNELS[backendName] ?? []) replaceKernel(name, backendName, kernel);
  if (backendName === 'wasm') {
    const stock = findKernel(BatchMatMul, backendName);
    if (stock) replaceKernel(BatchMatMul, backendName, transposingMatMul(stock.kernelFunc));
  }
}
