/**
 * The safetensors file format (https://github.com/huggingface/safetensors): 8 bytes header length
 * (little endian), JSON header { name: { dtype, shape, data_offsets } }, then the data without
 * holes. Typed arrays are little endian on every platform that browsers and Node run on.
 */
import * as v from 'valibot';
import { floatToHalf, halfToFloat, MAX_HALF } from './half';
import { modelError } from '../common/model-error';
import { count } from '../common/ranges';
import { decodeUtf8, encodeUtf8 } from './platform';

const BYTES_PER_ELEMENT: ReadonlyMap<string, number> = new Map([
  ['BOOL', 1],
  ['U8', 1],
  ['I8', 1],
  ['F8_E4M3', 1],
  ['F8_E5M2', 1],
  ['U16', 2],
  ['I16', 2],
  ['F16', 2],
  ['BF16', 2],
  ['U32', 4],
  ['I32', 4],
  ['F32', 4],
  ['F64', 8],
  ['I64', 8],
  ['U64', 8],
]);

/** The format's own limit, bytes. */
const MAX_HEADER_BYTES = 100_000_000;

export type FloatType = 'F32' | 'F16';

/** One stored tensor. `bytes` looks into the file: copy before keeping it beyond the file. */
export interface StoredTensor {
  /** Any dtype of the format; only F32 and F16 can be decoded. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

const entrySchema = v.object({
  dtype: v.string(),
  shape: v.array(count),
  data_offsets: v.tuple([count, count]),
});
const headerSchema = v.record(v.string(), v.unknown());
const metadataSchema = v.optional(v.record(v.string(), v.string()), {});

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function readHeader(file: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (file.byteLength < 8) throw modelError(`A file of ${file.byteLength} bytes is no safetensors file.`);
  const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) {
    throw modelError(`Not a safetensors file: it announces a header of ${length} bytes.`);
  }
  if (8 + length > file.byteLength) {
    throw modelError(`The file ends inside its header (${file.byteLength} of at least ${8 + length} bytes).`);
  }
  let header: unknown;
  try {
    header = JSON.parse(decodeUtf8(file.subarray(8, 8 + length)));
  } catch (cause) {
    throw modelError('Not a safetensors file: its header is no JSON.', { cause });
  }
  if (!v.is(headerSchema, header))
    throw modelError('Not a safetensors file: its header is no table of tensors.');
  return { header, dataStart: 8 + length };
}

/**
 * Reads the table of a safetensors file and checks it whole: types, shapes, lengths, and data
 * without overlaps, holes or a missing or foreign end. The data itself is decoded by
 * `decodeTensor`.
 * @throws WakefulError `model-load` naming the tensor at fault.
 */
export function readSafetensors(file: Uint8Array<ArrayBuffer>): SafetensorsFile {
  const { header, dataStart } = readHeader(file);
  const dataLength = file.byteLength - dataStart;
  const { __metadata__: rawMetadata, ...rawEntries } = header;
  const metadata = v.safeParse(metadataSchema, rawMetadata);
  if (!metadata.success) throw modelError('The metadata of the file is no table of strings.');

  const entries = Object.entries(rawEntries).map(([name, raw]) => {
    const parsed = v.safeParse(entrySchema, raw);
    if (!parsed.success)
      throw modelError(`Tensor "${name}" has an ill-formed entry: ${v.summarize(parsed.issues)}.`);
    const { dtype, shape, data_offsets: [begin, end] } = parsed.output; // prettier-ignore
    const size = BYTES_PER_ELEMENT.get(dtype);
    if (size === undefined) throw modelError(`Tensor "${name}" has the unknown type ${dtype}.`);
    if (end - begin !== elementCount(shape) * size) {
      throw modelError(
        `Tensor "${name}" takes ${end - begin} bytes, but ${dtype} [${shape.join(', ')}] needs ${elementCount(shape) * size}.`,
      );
    }
    if (end > dataLength) {
      throw modelError(
        `The file is cut off: tensor "${name}" ends at byte ${end} of ${dataLength} bytes of data.`,
      );
    }
    return { name, dtype, shape, begin, end };
  });

  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of entries) {
    if (begin < covered) throw modelError(`Tensor "${name}" overlaps the one before it.`);
    if (begin > covered)
      throw modelError(`There is a hole of ${begin - covered} bytes before tensor "${name}".`);
    covered = end;
  }
  if (covered !== dataLength) throw modelError(`${dataLength - covered} bytes follow the last tensor.`);

  return {
    metadata: metadata.output,
    tensors: new Map(
      entries.map(({ name, dtype, shape, begin, end }) => [
        name,
        { dtype, shape, bytes: file.subarray(dataStart + begin, dataStart + end) },
      ]),
    ),
  };
}

/** The bytes as an aligned typed array: a view where the alignment allows it, else a copy. */
function aligned(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  return bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
}

/**
 * The values of an F32 or F16 tensor as float32; may look into the file.
 * @throws WakefulError `model-load` for any other type, naming the tensor.
 */
export function decodeTensor(name: string, { dtype, bytes }: StoredTensor): Float32Array<ArrayBuffer> {
  if (dtype === 'F32') {
    const view = aligned(bytes, 4);
    return new Float32Array(view.buffer, view.byteOffset, view.byteLength / 4);
  }
  if (dtype === 'F16') {
    const view = aligned(bytes, 2);
    return halfToFloat(new Uint16Array(view.buffer, view.byteOffset, view.byteLength / 2));
  }
  throw modelError(`Tensor "${name}" is ${dtype}; only F32 and F16 can be read.`);
}

/**
 * Values as a stored tensor.
 * @throws WakefulError `model-load` naming the tensor when a value does not fit the type or is not
 *   finite.
 */
export function encodeTensor(
  name: string,
  values: Float32Array<ArrayBuffer>,
  shape: readonly number[],
  dtype: FloatType,
): StoredTensor {
  const limit = dtype === 'F16' ? MAX_HALF : Number.MAX_VALUE;
  const bad = values.findIndex((value) => !(Math.abs(value) <= limit));
  if (bad >= 0) throw modelError(`Tensor "${name}" holds ${values[bad]!}, which ${dtype} cannot store.`);
  const stored = dtype === 'F16' ? floatToHalf(values) : values;
  return { dtype, shape, bytes: new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength) };
}

/**
 * Writes a file that `readSafetensors` (and any other reader) takes. Widest types first, so that
 * all data is aligned.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const width = ({ dtype }: StoredTensor): number => BYTES_PER_ELEMENT.get(dtype) ?? 1;
  const ordered = [...tensors].sort(([, a], [, b]) => width(b) - width(a));
  const header = new Map<string, unknown>([['__metadata__', metadata]]);
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of ordered) {
    header.set(name, { dtype, shape, data_offsets: [end, end + bytes.byteLength] });
    end += bytes.byteLength;
  }
  const json = encodeUtf8(JSON.stringify(Object.fromEntries(header)));
  const headerLength = Math.ceil(json.byteLength / 8) * 8;
  const file = new Uint8Array(8 + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength); // the format pads its header with spaces
  file.set(json, 8);
  let at = 8 + headerLength;
  for (const [, { bytes }] of ordered) {
    file.set(bytes, at);
    at += bytes.byteLength;
  }
  return file;
}
