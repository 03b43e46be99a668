/**
 * Field numbers and codes of the FlatBuffer tables that are read or written here, from TensorFlow's
 * `schema.fbs` (version 3) and TFLite Support's `metadata_schema.fbs`. A field's number is its
 * place in the table's declaration.
 */

export const TFLITE_IDENTIFIER = 'TFL3';
export const METADATA_IDENTIFIER = 'M001';
/** Name under which a model lists its metadata buffer. */
export const METADATA_NAME = 'TFLITE_METADATA';

/** `Buffer.data` is declared with `force_align: 16`. */
export const BUFFER_ALIGNMENT = 16;

export const MODEL = {
  fields: 8,
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadataBuffer: 5,
  metadata: 6,
} as const;
export const MODEL_VERSION = 3;

export const SUBGRAPH = { fields: 5, tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 } as const;

export const TENSOR = { fields: 4, shape: 0, type: 1, buffer: 2, name: 3 } as const;
export const TENSOR_TYPE = { float32: 0, int32: 2 } as const;

export const OPERATOR_CODE = { fields: 4, deprecatedBuiltinCode: 0, version: 2, builtinCode: 3 } as const;
export const BUILTIN_OPERATOR = { concatenation: 2, gather: 36 } as const;

export const OPERATOR = {
  fields: 5,
  opcodeIndex: 0,
  inputs: 1,
  outputs: 2,
  builtinOptionsType: 3,
  builtinOptions: 4,
} as const;
export const BUILTIN_OPTIONS = { concatenation: 10, gather: 23 } as const;
/** ConcatenationOptions and GatherOptions both begin with the axis. */
export const AXIS_OPTIONS = { fields: 2, axis: 0 } as const;

export const BUFFER = { fields: 1, data: 0 } as const;
export const METADATA = { fields: 2, name: 0, buffer: 1 } as const;

export const MODEL_METADATA = { fields: 8, name: 0, subgraphs: 3, minParserVersion: 7 } as const;
export const SUBGRAPH_METADATA = { fields: 4, inputs: 2, outputs: 3 } as const;
export const TENSOR_METADATA = { fields: 5, name: 0, content: 3, processUnits: 4 } as const;
export const CONTENT = { fields: 2, propertiesType: 0, properties: 1 } as const;
export const CONTENT_PROPERTIES = { feature: 1, image: 2 } as const;
export const IMAGE_PROPERTIES = { fields: 1, colorSpace: 0 } as const;
export const COLOR_SPACE_RGB = 1;
export const PROCESS_UNIT = { fields: 2, optionsType: 0, options: 1 } as const;
export const PROCESS_UNIT_NORMALIZATION = 1;
export const NORMALIZATION = { fields: 2, mean: 0, std: 1 } as const;
