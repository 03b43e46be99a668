/** A whole IndexedDB database as JSON: what JSON lacks (binary parts, blobs, NaN) is tagged. */
export interface DatabaseDump {
  readonly name: string;
  readonly version: number;
  /** By object store: keys with their encoded values. */
  readonly stores: Readonly<Record<string, readonly (readonly [key: string, value: unknown])[]>>;
}

/** Key that marks an encoded value; none of our records has it. */
const TAG = '$type';

const ARRAYS = {
  Uint8Array,
  Int8Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
} as const;

/** Reads everything that a database holds. */
export async function dumpDatabase(factory: IDBFactory, name: string): Promise<DatabaseDump> {
  const database = await done(factory.open(name));
  const stores: Record<string, (readonly [string, unknown])[]> = {};
  for (const store of [...database.objectStoreNames].sort()) {
    const entries = await entriesOf(database, store);
    stores[store] = await Promise.all(
      entries.map(async ([key, value]) => [key, await encode(value)] as const),
    );
  }
  const { version } = database;
  database.close();
  return { name, version, stores };
}

/** Writes a dump into an empty factory. */
export async function restoreDatabase(factory: IDBFactory, dump: DatabaseDump): Promise<void> {
  const request = factory.open(dump.name, dump.version);
  request.onupgradeneeded = () => {
    for (const store of Object.keys(dump.stores)) request.result.createObjectStore(store);
  };
  const database = await done(request);
  for (const [name, entries] of Object.entries(dump.stores)) {
    const store = database.transaction(name, 'readwrite').objectStore(name);
    await Promise.all(entries.map(([key, value]) => done(store.put(decode(value), key))));
  }
  database.close();
}

async function entriesOf(database: IDBDatabase, name: string): Promise<[string, unknown][]> {
  const store = database.transaction(name).objectStore(name);
  const [keys, values] = await Promise.all([
    done(store.getAllKeys() as IDBRequest<string[]>),
    done(store.getAll() as IDBRequest<unknown[]>),
  ]);
  return keys.map((key, i) => [key, values[i]]);
}

const base64 = (buffer: ArrayBuffer | ArrayBufferView): string =>
  (ArrayBuffer.isView(buffer)
    ? Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : Buffer.from(buffer)
  ).toString('base64');

async function encode(value: unknown): Promise<unknown> {
  if (value === undefined) return { [TAG]: 'undefined' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { [TAG]: 'number', text: String(value) };
  if (value instanceof ArrayBuffer) return { [TAG]: 'ArrayBuffer', base64: base64(value) };
  if (ArrayBuffer.isView(value)) return { [TAG]: value.constructor.name, base64: base64(value) };
  if (value instanceof Blob) {
    return { [TAG]: 'Blob', mime: value.type, base64: base64(await value.arrayBuffer()) };
  }
  if (Array.isArray(value)) return Promise.all(value.map(encode));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, part]) => [key, await encode(part)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null) return value;
  if (TAG in value) return decodeTagged(value as Tagged);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decode(part)]));
}

interface Tagged {
  readonly [TAG]: keyof typeof ARRAYS | 'undefined' | 'number' | 'ArrayBuffer' | 'Blob';
  readonly text?: string;
  readonly mime?: string;
  readonly base64?: string;
}

function decodeTagged(value: Tagged): unknown {
  if (value[TAG] === 'undefined') return undefined;
  if (value[TAG] === 'number') return Number(value.text);
  const buffer = new Uint8Array(Buffer.from(value.base64 ?? '', 'base64')).buffer;
  if (value[TAG] === 'ArrayBuffer') return buffer;
  if (value[TAG] === 'Blob') return new Blob([buffer], { type: value.mime ?? '' });
  return new ARRAYS[value[TAG]](buffer);
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the request failed'));
  });
}
