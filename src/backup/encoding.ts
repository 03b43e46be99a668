/** Records as JSON: what JSON lacks is tagged, and large binary parts are kept apart. */

/** Key that marks an encoded value. */
const TAG = '$type';

const ARRAYS = {
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
const isArrayName = (name: unknown): name is ArrayName =>
  typeof name === 'string' && Object.hasOwn(ARRAYS, name);

/**
 * Anything that a database keeps for us.
 * @param keepApart takes a binary part, and gives the name under which it is found again
 */
export async function encode(
  value: unknown,
  keepApart: (bytes: Uint8Array<ArrayBuffer>) => string,
): Promise<unknown> {
  const again = (part: unknown): Promise<unknown> => encode(part, keepApart);
  if (value === undefined) return { [TAG]: 'undefined' };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { [TAG]: 'number', text: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (value instanceof Blob) {
    const bytes = new Uint8Array(await value.arrayBuffer());
    return { [TAG]: 'Blob', mime: value.type, part: keepApart(bytes) };
  }
  if (value instanceof ArrayBuffer) return { [TAG]: 'ArrayBuffer', part: keepApart(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    const bytes = new Uint8Array(byteLength);
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength));
    return { [TAG]: value.constructor.name, part: keepApart(bytes) };
  }
  if (Array.isArray(value)) return Promise.all(value.map(again));
  if (typeof value !== 'object' || value === null) return value;
  const fields = await Promise.all(
    Object.entries(value).map(async ([key, part]) => [key, await again(part)] as const),
  );
  return TAG in value ? { [TAG]: 'object', fields } : Object.fromEntries(fields);
}

/**
 * The same backwards.
 * @param partOf the bytes of a part that is kept apart
 * @throws TypeError when nothing that `encode` makes looks like this
 */
export async function decode(
  value: unknown,
  partOf: (name: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<unknown> {
  const again = (part: unknown): Promise<unknown> => decode(part, partOf);
  if (Array.isArray(value)) return Promise.all(value.map(again));
  if (typeof value !== 'object' || value === null) return value;
  if (!(TAG in value)) {
    const fields = Object.entries(value).map(async ([key, part]) => [key, await again(part)] as const);
    return Object.fromEntries(await Promise.all(fields));
  }
  const { [TAG]: type, ...rest } = value;
  const { text, mime, part, fields }: Readonly<Record<string, unknown>> = rest;
  if (type === 'undefined') return undefined;
  if (type === 'number' && typeof text === 'string') return Number(text);
  if (type === 'object' && Array.isArray(fields)) {
    return Object.fromEntries(await Promise.all(fields.map(async (field: unknown) => fieldOf(field, again))));
  }
  if (typeof part !== 'string') throw new TypeError('A part has no name.');
  const bytes = await partOf(part);
  if (type === 'ArrayBuffer') return bytes.buffer;
  if (type === 'Blob') return new Blob([bytes], { type: typeof mime === 'string' ? mime : '' });
  if (isArrayName(type)) return new ARRAYS[type](bytes.buffer);
  throw new TypeError('A value is of no known type.');
}

async function fieldOf(
  field: unknown,
  again: (part: unknown) => Promise<unknown>,
): Promise<readonly [string, unknown]> {
  if (!Array.isArray(field) || typeof field[0] !== 'string') throw new TypeError('A field has no name.');
  return [field[0], await again(field[1])];
}
