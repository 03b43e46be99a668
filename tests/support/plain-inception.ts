/**
 * InceptionResnetV1's parts by plain loops on channel-first arrays, straight from a facenet-pytorch
 * state_dict (BN not folded). Shares no code with src/network: what both compute alike is right.
 */
export interface Planes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** channels × height × width */
  readonly data: Float64Array;
}

export interface TorchTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type StateDict = ReadonlyMap<string, TorchTensor>;

function planes(channels: number, height: number, width: number): Planes {
  return { channels, height, width, data: new Float64Array(channels * height * width) };
}

interface ConvOptions {
  readonly stride?: number;
  readonly padding?: readonly [vertical: number, horizontal: number];
}

function conv2d(
  x: Planes,
  { shape, data }: TorchTensor,
  { stride = 1, padding = [0, 0] }: ConvOptions,
): Planes {
  const [outputs, inputs, kernelHeight, kernelWidth] = shape as [number, number, number, number];
  const y = planes(
    outputs,
    Math.floor((x.height + 2 * padding[0] - kernelHeight) / stride) + 1,
    Math.floor((x.width + 2 * padding[1] - kernelWidth) / stride) + 1,
  );
  let at = 0;
  for (let o = 0; o < outputs; o++) {
    for (let row = 0; row < y.height; row++) {
      for (let column = 0; column < y.width; column++) {
        let sum = 0;
        for (let dy = 0; dy < kernelHeight; dy++) {
          const fromRow = row * stride + dy - padding[0];
          if (fromRow < 0 || fromRow >= x.height) continue;
          for (let dx = 0; dx < kernelWidth; dx++) {
            const fromColumn = column * stride + dx - padding[1];
            if (fromColumn < 0 || fromColumn >= x.width) continue;
            for (let i = 0; i < inputs; i++) {
              sum +=
                x.data[(i * x.height + fromRow) * x.width + fromColumn]! *
                data[((o * inputs + i) * kernelHeight + dy) * kernelWidth + dx]!;
            }
          }
        }
        y.data[at++] = sum;
      }
    }
  }
  return y;
}

function mapChannels(x: Planes, change: (value: number, channel: number) => number): Planes {
  const size = x.height * x.width;
  return { ...x, data: x.data.map((value, i) => change(value, Math.floor(i / size))) };
}

const relu = (value: number): number => Math.max(0, value);

function vector(dict: StateDict, name: string): Float32Array {
  return dict.get(name)!.data;
}

/** y = (x − mean) / √(var + ε) · γ + β */
function batchNorm(dict: StateDict, prefix: string): (value: number, channel: number) => number {
  const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
    vector(dict, `${prefix}.${part}`),
  );
  return (value, channel) =>
    ((value - mean![channel]!) / Math.sqrt(variance![channel]! + 0.001)) * gamma![channel]! + beta![channel]!;
}

/** BasicConv2d: convolution without bias, BN, ReLU. */
function basic(dict: StateDict, name: string, x: Planes, options: ConvOptions = {}): Planes {
  const normalise = batchNorm(dict, `${name}.bn`);
  return mapChannels(conv2d(x, dict.get(`${name}.conv.weight`)!, options), (value, channel) =>
    relu(normalise(value, channel)),
  );
}

function maxPool3(x: Planes): Planes {
  const y = planes(x.channels, Math.floor((x.height - 3) / 2) + 1, Math.floor((x.width - 3) / 2) + 1);
  let at = 0;
  for (let c = 0; c < x.channels; c++) {
    for (let row = 0; row < y.height; row++) {
      for (let column = 0; column < y.width; column++) {
        let most = -Infinity;
        for (let k = 0; k < 9; k++) {
          const [dy, dx] = [Math.floor(k / 3), k % 3];
          most = Math.max(most, x.data[(c * x.height + 2 * row + dy) * x.width + 2 * column + dx]!);
        }
        y.data[at++] = most;
      }
    }
  }
  return y;
}

function stack(...parts: readonly Planes[]): Planes {
  const [{ height, width }] = parts as [Planes];
  const y = planes(
    parts.reduce((sum, { channels }) => sum + channels, 0),
    height,
    width,
  );
  let at = 0;
  for (const { data } of parts) {
    y.data.set(data, at);
    at += data.length;
  }
  return y;
}

function residual(
  dict: StateDict,
  name: string,
  x: Planes,
  side: Planes,
  scale: number,
  last: boolean,
): Planes {
  const bias = vector(dict, `${name}.conv2d.bias`);
  const projected = conv2d(side, dict.get(`${name}.conv2d.weight`)!, {});
  const size = x.height * x.width;
  const data = x.data.map((value, i) => {
    const sum = value + scale * (projected.data[i]! + bias[Math.floor(i / size)]!);
    return last ? sum : relu(sum);
  });
  return { ...x, data };
}

const HALVING: ConvOptions = { stride: 2 };
const PADDED: ConvOptions = { padding: [1, 1] };

type PlainStage = (dict: StateDict, x: Planes) => Planes;

/** One example of each kind of stage, by facenet-pytorch's name. */
export const PLAIN_STAGES: Readonly<Record<string, PlainStage>> = {
  conv2d_1a: (dict, x) => basic(dict, 'conv2d_1a', x, HALVING),
  conv2d_2b: (dict, x) => basic(dict, 'conv2d_2b', x, PADDED),
  maxpool_3a: (_, x) => maxPool3(x),
  conv2d_4a: (dict, x) => basic(dict, 'conv2d_4a', x),
  'repeat_1.4': (dict, x) => {
    const at = (path: string) => `repeat_1.4.${path}`;
    const one = basic(dict, at('branch1.1'), basic(dict, at('branch1.0'), x), PADDED);
    const two = basic(dict, at('branch2.1'), basic(dict, at('branch2.0'), x), PADDED);
    const side = stack(basic(dict, at('branch0'), x), one, basic(dict, at('branch2.2'), two, PADDED));
    return residual(dict, 'repeat_1.4', x, side, 0.17, false);
  },
  mixed_6a: (dict, x) => {
    const one = basic(dict, 'mixed_6a.branch1.1', basic(dict, 'mixed_6a.branch1.0', x), PADDED);
    return stack(
      basic(dict, 'mixed_6a.branch0', x, HALVING),
      basic(dict, 'mixed_6a.branch1.2', one, HALVING),
      maxPool3(x),
    );
  },
  'repeat_2.9': (dict, x) => {
    const at = (path: string) => `repeat_2.9.${path}`;
    const row = basic(dict, at('branch1.1'), basic(dict, at('branch1.0'), x), { padding: [0, 3] });
    const side = stack(basic(dict, at('branch0'), x), basic(dict, at('branch1.2'), row, { padding: [3, 0] }));
    return residual(dict, 'repeat_2.9', x, side, 0.1, false);
  },
  mixed_7a: (dict, x) => {
    const at = (path: string) => `mixed_7a.${path}`;
    const two = basic(dict, at('branch2.1'), basic(dict, at('branch2.0'), x), PADDED);
    return stack(
      basic(dict, at('branch0.1'), basic(dict, at('branch0.0'), x), HALVING),
      basic(dict, at('branch1.1'), basic(dict, at('branch1.0'), x), HALVING),
      basic(dict, at('branch2.2'), two, HALVING),
      maxPool3(x),
    );
  },
  'repeat_3.0': (dict, x) => block8(dict, 'repeat_3.0', x, 0.2, false),
  block8: (dict, x) => block8(dict, 'block8', x, 1, true),
  last_linear: (dict, x) => {
    const size = x.height * x.width;
    const pooled = Float64Array.from({ length: x.channels }, (_, c) =>
      x.data.subarray(c * size, (c + 1) * size).reduce((sum, value) => sum + value / size, 0),
    );
    const linear = conv2d({ channels: x.channels, height: 1, width: 1, data: pooled }, asConv(dict), {});
    return mapChannels(linear, batchNorm(dict, 'last_bn'));
  },
  normalize: (_, x) => {
    const length = Math.hypot(...x.data);
    return { ...x, data: x.data.map((value) => value / length) };
  },
};

function asConv(dict: StateDict): TorchTensor {
  const { shape, data } = dict.get('last_linear.weight')!;
  return { shape: [...shape, 1, 1], data };
}

function block8(dict: StateDict, name: string, x: Planes, scale: number, last: boolean): Planes {
  const row = basic(dict, `${name}.branch1.1`, basic(dict, `${name}.branch1.0`, x), { padding: [0, 1] });
  const side = stack(
    basic(dict, `${name}.branch0`, x),
    basic(dict, `${name}.branch1.2`, row, { padding: [1, 0] }),
  );
  return residual(dict, name, x, side, scale, last);
}
