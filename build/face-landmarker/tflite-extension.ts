import { Builder } from 'flatbuffers';
import type { Offset } from 'flatbuffers';
import { integers, offsets, writeMetadata } from './tflite-metadata';
import type { ImageModelMetadata } from './tflite-metadata';
import { TfliteReader } from './tflite-reader';
import {
  AXIS_OPTIONS,
  BUFFER,
  BUFFER_ALIGNMENT,
  METADATA,
  METADATA_NAME,
  MODEL,
  MODEL_VERSION,
  OPERATOR,
  OPERATOR_CODE,
  SUBGRAPH,
  TENSOR,
  TENSOR_TYPE,
  TFLITE_IDENTIFIER,
} from './tflite-schema';

export interface NewTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Constant 32-bit integers; absent: computed 32-bit floats. */
  readonly constant?: readonly number[];
}

/** An operator whose options are an axis and defaults: CONCATENATION, GATHER. */
export interface AxisOperator {
  readonly builtinCode: number;
  readonly optionsType: number;
  readonly axis: number;
  /** Indices of tensors; new ones are counted on after the file's own. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface GraphAddition {
  readonly tensors: readonly NewTensor[];
  readonly operators: readonly AxisOperator[];
  /** Indices of the tensors that the model now gives. */
  readonly outputs: readonly number[];
}

/**
 * A TFLite file with metadata and, on request, further operators at its end. The given file stays
 * as it is: FlatBuffer offsets only point forward, so a new root and everything new is written in
 * front of it and points into it.
 */
export function extendTflite(
  model: Uint8Array,
  metadata: ImageModelMetadata,
  addition: GraphAddition | null,
): Uint8Array {
  return new Extension(model).write(metadata, addition);
}

class Extension {
  readonly #reader: TfliteReader;
  readonly #builder: Builder;
  /** Bytes of the old file with its padding; the builder counts its offsets from the end. */
  readonly #oldLength: number;

  constructor(model: Uint8Array) {
    this.#reader = new TfliteReader(model);
    this.#oldLength = Math.ceil(model.length / BUFFER_ALIGNMENT) * BUFFER_ALIGNMENT;
    const padded = new Uint8Array(this.#oldLength);
    padded.set(model);
    this.#builder = new Builder(2 * this.#oldLength);
    // One vector of bytes that nothing refers to. It ends with the file, so that old tables keep
    // their alignment.
    this.#builder.createByteVector(padded);
  }

  write(metadata: ImageModelMetadata, addition: GraphAddition | null): Uint8Array {
    const builder = this.#builder;
    const { root } = this.#reader;
    const buffers = this.#oldTables(root, MODEL.buffers);
    const operatorCodes = this.#oldTables(root, MODEL.operatorCodes);
    const subgraph = addition ? this.#subgraph(addition, buffers, operatorCodes) : null;
    const metadataEntry = this.#metadata(writeMetadata(metadata), buffers);

    const subgraphs = subgraph === null ? this.#old(root, MODEL.subgraphs) : offsets(builder, [subgraph]);
    const operatorCodeVector = offsets(builder, operatorCodes);
    const bufferVector = offsets(builder, buffers);
    const metadataVector = offsets(builder, [metadataEntry]);
    builder.startObject(MODEL.fields);
    builder.addFieldInt32(MODEL.version, MODEL_VERSION, 0);
    builder.addFieldOffset(MODEL.operatorCodes, operatorCodeVector, 0);
    builder.addFieldOffset(MODEL.subgraphs, subgraphs, 0);
    builder.addFieldOffset(MODEL.description, this.#old(root, MODEL.description), 0);
    builder.addFieldOffset(MODEL.buffers, bufferVector, 0);
    builder.addFieldOffset(MODEL.metadataBuffer, this.#old(root, MODEL.metadataBuffer), 0);
    builder.addFieldOffset(MODEL.metadata, metadataVector, 0);
    builder.finish(builder.endObject(), TFLITE_IDENTIFIER);
    return builder.asUint8Array();
  }

  /** The old subgraph with `addition`; appends the buffers and operator codes that it needs. */
  #subgraph(
    { tensors, operators, outputs }: GraphAddition,
    buffers: Offset[],
    operatorCodes: Offset[],
  ): Offset {
    const builder = this.#builder;
    const { subgraph } = this.#reader;
    const newTensors = tensors.map((tensor) => this.#tensor(tensor, buffers));
    const newOperators = operators.map((operator) => {
      operatorCodes.push(this.#operatorCode(operator.builtinCode));
      return this.#operator(operator, operatorCodes.length - 1);
    });
    const tensorVector = offsets(builder, [...this.#oldTables(subgraph, SUBGRAPH.tensors), ...newTensors]);
    const operatorVector = offsets(builder, [
      ...this.#oldTables(subgraph, SUBGRAPH.operators),
      ...newOperators,
    ]);
    const outputVector = integers(builder, outputs);
    builder.startObject(SUBGRAPH.fields);
    builder.addFieldOffset(SUBGRAPH.tensors, tensorVector, 0);
    builder.addFieldOffset(SUBGRAPH.inputs, this.#old(subgraph, SUBGRAPH.inputs), 0);
    builder.addFieldOffset(SUBGRAPH.outputs, outputVector, 0);
    builder.addFieldOffset(SUBGRAPH.operators, operatorVector, 0);
    builder.addFieldOffset(SUBGRAPH.name, this.#old(subgraph, SUBGRAPH.name), 0);
    return builder.endObject();
  }

  #tensor({ name, shape, constant }: NewTensor, buffers: Offset[]): Offset {
    const builder = this.#builder;
    let buffer = 0; // the first buffer of every TFLite file is the empty one
    if (constant) {
      buffers.push(this.#buffer(new Uint8Array(Int32Array.from(constant).buffer)));
      buffer = buffers.length - 1;
    }
    const nameString = builder.createString(name);
    const shapeVector = integers(builder, shape);
    builder.startObject(TENSOR.fields);
    builder.addFieldOffset(TENSOR.shape, shapeVector, 0);
    builder.addFieldInt8(TENSOR.type, constant ? TENSOR_TYPE.int32 : TENSOR_TYPE.float32, 0);
    builder.addFieldInt32(TENSOR.buffer, buffer, 0);
    builder.addFieldOffset(TENSOR.name, nameString, 0);
    return builder.endObject();
  }

  #operatorCode(builtinCode: number): Offset {
    const builder = this.#builder;
    builder.startObject(OPERATOR_CODE.fields);
    builder.addFieldInt8(OPERATOR_CODE.deprecatedBuiltinCode, builtinCode, 0);
    builder.addFieldInt32(OPERATOR_CODE.version, 1, null);
    builder.addFieldInt32(OPERATOR_CODE.builtinCode, builtinCode, 0);
    return builder.endObject();
  }

  #operator({ optionsType, axis, inputs, outputs }: AxisOperator, opcodeIndex: number): Offset {
    const builder = this.#builder;
    builder.startObject(AXIS_OPTIONS.fields);
    builder.addFieldInt32(AXIS_OPTIONS.axis, axis, 0);
    const options = builder.endObject();
    const inputVector = integers(builder, inputs);
    const outputVector = integers(builder, outputs);
    builder.startObject(OPERATOR.fields);
    builder.addFieldInt32(OPERATOR.opcodeIndex, opcodeIndex, 0);
    builder.addFieldOffset(OPERATOR.inputs, inputVector, 0);
    builder.addFieldOffset(OPERATOR.outputs, outputVector, 0);
    builder.addFieldInt8(OPERATOR.builtinOptionsType, optionsType, 0);
    builder.addFieldOffset(OPERATOR.builtinOptions, options, 0);
    return builder.endObject();
  }

  #metadata(bytes: Uint8Array, buffers: Offset[]): Offset {
    const builder = this.#builder;
    buffers.push(this.#buffer(bytes));
    const name = builder.createString(METADATA_NAME);
    builder.startObject(METADATA.fields);
    builder.addFieldOffset(METADATA.name, name, 0);
    builder.addFieldInt32(METADATA.buffer, buffers.length - 1, 0);
    return builder.endObject();
  }

  #buffer(bytes: Uint8Array): Offset {
    const builder = this.#builder;
    builder.startVector(1, bytes.length, BUFFER_ALIGNMENT);
    for (const byte of bytes.toReversed()) builder.addInt8(byte);
    const data = builder.endVector();
    builder.startObject(BUFFER.fields);
    builder.addFieldOffset(BUFFER.data, data, 0);
    return builder.endObject();
  }

  /** What a field of an old table points to, as the builder's offset. */
  #old(table: number, field: number): Offset {
    return this.#oldLength - this.#reader.target(table, field);
  }

  #oldTables(table: number, field: number): Offset[] {
    return this.#reader.tables(table, field).map((position) => this.#oldLength - position);
  }
}
