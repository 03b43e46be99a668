/** The same network as others run it: as a tf.LayersModel, and as Human's graph model. */
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as layers from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import type { Weights } from '../../src/network/backbone';
import { stagesOf } from '../../src/network/backbone';
import { faceres } from '../../src/network/faceres';
import { DROPOUT_RATE, HIDDEN_UNITS } from '../../src/network/state-module';

const HUMAN_MODEL = 'node_modules/@vladmandic/human/models/faceres';

/** faceres from one stage on as layers of tfjs-layers. @param input shape without the batch */
export function layersModel(identity: Weights, input: readonly number[], from: string): layers.LayersModel {
  const start = layers.input({ shape: [...input] });
  let y = start;
  const weights: tf.Tensor[] = [];
  const weight = (name: string): tf.Tensor => {
    const found = identity.get(name)!;
    weights.push(found);
    return found;
  };
  for (const { name } of stagesOf(faceres, { from })) {
    if (name === 'pool') y = layers.layers.globalAveragePooling2d({}).apply(y) as layers.SymbolicTensor;
    else if (name === 'conv1') {
      const kernel = weight('conv1/kernel');
      weight('conv1/bias');
      const [kernelSize] = kernel.shape as [number];
      y = layers.layers
        .conv2d({ filters: kernel.shape[3]!, kernelSize, strides: 2, padding: 'same', activation: 'relu6' })
        .apply(y) as layers.SymbolicTensor;
    } else {
      weight(`${name}/depthwise/kernel`);
      weight(`${name}/depthwise/bias`);
      const kernel = weight(`${name}/pointwise/kernel`);
      weight(`${name}/pointwise/bias`);
      y = layers.layers
        .depthwiseConv2d({
          kernelSize: 3,
          strides: DOWNSAMPLING.has(name) ? 2 : 1,
          padding: 'same',
          activation: 'relu6',
        })
        .apply(y) as layers.SymbolicTensor;
      y = layers.layers
        .conv2d({ filters: kernel.shape[3]!, kernelSize: 1, padding: 'same', activation: 'relu6' })
        .apply(y) as layers.SymbolicTensor;
    }
  }
  const model = layers.model({ inputs: start, outputs: y });
  model.setWeights(weights);
  return model;
}

/** Blocks with stride 2 (MobileNetV1). */
const DOWNSAMPLING = new Set(['block2', 'block4', 'block6', 'block12']);

/** The trained part and a state module as one LayersModel, ready for `trainOnBatch`. */
export function trainableLayersModel(
  identity: Weights,
  input: readonly number[],
  from: string,
  classes: number,
): layers.LayersModel {
  const body = layersModel(identity, input, from);
  const hidden = layers.layers.dense({ units: HIDDEN_UNITS, activation: 'relu' }).apply(body.outputs[0]!);
  const dropped = layers.layers.dropout({ rate: DROPOUT_RATE }).apply(hidden);
  const output = layers.layers.dense({ units: classes, activation: 'softmax' }).apply(dropped);
  const model = layers.model({ inputs: body.inputs, outputs: output as layers.SymbolicTensor });
  model.compile({ optimizer: tf.train.sgd(0.001), loss: 'categoricalCrossentropy' });
  return model;
}

const manifestSchema = v.object({
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: v.array(v.object({ weights: v.array(v.unknown()) })),
  signature: v.optional(v.record(v.string(), v.unknown())),
});

/** faceres as Human loads it, age and gender heads included. */
export async function humanModel(): Promise<GraphModel> {
  const json = v.parse(manifestSchema, JSON.parse(await readFile(`${HUMAN_MODEL}.json`, 'utf8')));
  const bin = await readFile(`${HUMAN_MODEL}.bin`);
  return loadGraphModel(
    tf.io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights) as tf.io.WeightsManifestEntry[],
      weightData: new Uint8Array(bin).buffer,
    }),
  );
}

/** What Human executes for every face: its description, age and gender. */
export async function runHumanModel(model: GraphModel, rgb: tf.Tensor4D): Promise<void> {
  const outputs = model.execute(rgb) as tf.Tensor[];
  await Promise.all(outputs.map((output) => output.data()));
  tf.dispose(outputs);
}
