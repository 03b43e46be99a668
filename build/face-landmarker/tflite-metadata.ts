import { Builder } from 'flatbuffers';
import type { Offset } from 'flatbuffers';
import {
  COLOR_SPACE_RGB,
  CONTENT,
  CONTENT_PROPERTIES,
  IMAGE_PROPERTIES,
  METADATA_IDENTIFIER,
  MODEL_METADATA,
  NORMALIZATION,
  PROCESS_UNIT,
  PROCESS_UNIT_NORMALIZATION,
  SUBGRAPH_METADATA,
  TENSOR_METADATA,
} from './tflite-schema';

export interface ImageModelMetadata {
  readonly name: string;
  /** What the model takes: (value − mean) / std of RGB values 0..255. */
  readonly normalization: { readonly mean: number; readonly std: number };
  /** Names of the output tensors, in their order. */
  readonly outputs: readonly string[];
}

/** Metadata with which MediaPipe Tasks accepts a TFLite model that takes one RGB image. */
export function writeMetadata({ name, normalization, outputs }: ImageModelMetadata): Uint8Array {
  const builder = new Builder(1024);
  const input = imageTensor(builder, normalization);
  const outputTensors = outputs.map((output) => featureTensor(builder, output));
  const inputVector = offsets(builder, [input]);
  const outputVector = offsets(builder, outputTensors);
  builder.startObject(SUBGRAPH_METADATA.fields);
  builder.addFieldOffset(SUBGRAPH_METADATA.inputs, inputVector, 0);
  builder.addFieldOffset(SUBGRAPH_METADATA.outputs, outputVector, 0);
  const subgraphs = offsets(builder, [builder.endObject()]);
  const modelName = builder.createString(name);
  const minParserVersion = builder.createString('1.0.0');
  builder.startObject(MODEL_METADATA.fields);
  builder.addFieldOffset(MODEL_METADATA.name, modelName, 0);
  builder.addFieldOffset(MODEL_METADATA.subgraphs, subgraphs, 0);
  builder.addFieldOffset(MODEL_METADATA.minParserVersion, minParserVersion, 0);
  builder.finish(builder.endObject(), METADATA_IDENTIFIER);
  return builder.asUint8Array();
}

function imageTensor(builder: Builder, { mean, std }: ImageModelMetadata['normalization']): Offset {
  const means = floats(builder, [mean]);
  const stds = floats(builder, [std]);
  builder.startObject(NORMALIZATION.fields);
  builder.addFieldOffset(NORMALIZATION.mean, means, 0);
  builder.addFieldOffset(NORMALIZATION.std, stds, 0);
  const normalization = builder.endObject();
  builder.startObject(PROCESS_UNIT.fields);
  builder.addFieldInt8(PROCESS_UNIT.optionsType, PROCESS_UNIT_NORMALIZATION, 0);
  builder.addFieldOffset(PROCESS_UNIT.options, normalization, 0);
  const processUnits = offsets(builder, [builder.endObject()]);
  builder.startObject(IMAGE_PROPERTIES.fields);
  builder.addFieldInt8(IMAGE_PROPERTIES.colorSpace, COLOR_SPACE_RGB, 0);
  const image = builder.endObject();
  const imageContent = content(builder, CONTENT_PROPERTIES.image, image);
  const name = builder.createString('image');
  builder.startObject(TENSOR_METADATA.fields);
  builder.addFieldOffset(TENSOR_METADATA.name, name, 0);
  builder.addFieldOffset(TENSOR_METADATA.content, imageContent, 0);
  builder.addFieldOffset(TENSOR_METADATA.processUnits, processUnits, 0);
  return builder.endObject();
}

function featureTensor(builder: Builder, name: string): Offset {
  builder.startObject(0);
  const feature = builder.endObject();
  const featureContent = content(builder, CONTENT_PROPERTIES.feature, feature);
  const nameString = builder.createString(name);
  builder.startObject(TENSOR_METADATA.fields);
  builder.addFieldOffset(TENSOR_METADATA.name, nameString, 0);
  builder.addFieldOffset(TENSOR_METADATA.content, featureContent, 0);
  return builder.endObject();
}

function content(builder: Builder, type: number, properties: Offset): Offset {
  builder.startObject(CONTENT.fields);
  builder.addFieldInt8(CONTENT.propertiesType, type, 0);
  builder.addFieldOffset(CONTENT.properties, properties, 0);
  return builder.endObject();
}

function floats(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addFloat32(value);
  return builder.endVector();
}

/** A vector of tables or strings that were written before. */
export function offsets(builder: Builder, items: readonly Offset[]): Offset {
  builder.startVector(4, items.length, 4);
  for (const item of items.toReversed()) builder.addOffset(item);
  return builder.endVector();
}

/** A vector of 32-bit integers. */
export function integers(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addInt32(value);
  return builder.endVector();
}
