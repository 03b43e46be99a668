import * as v from 'valibot';
import type { Clock } from '../common/clock';
import { instant, RANGES, within } from '../common/ranges';
import { encodeBase64 } from './base64';
import type { ObjectStoreName } from './database';
import type { Entry, ObjectStore } from './object-store';
import { asStorageError, storageError, type StorageError } from './storage-error';

const schema = v.object({
  /** The object store in which it was, and its key there. */
  shelf: v.string(),
  key: v.string(),
  reason: v.string(),
  /** Milliseconds since the epoch. */
  foundAt: instant,
  value: v.unknown(),
});

/** A record that could not be read, as it was found; `id` is its key in the quarantine. */
export type QuarantinedRecord = Readonly<v.InferOutput<typeof schema>> & { readonly id: string };

/** Tells that something is wrong with what is kept, while everything else goes on. */
export type TroubleListener = (error: StorageError) => void;

/** Keeps records that could not be read out of the way, to be looked at, exported or deleted. */
export class Quarantine {
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #onTrouble: TroubleListener;

  constructor(store: ObjectStore, clock: Clock, onTrouble: TroubleListener) {
    this.#store = store;
    this.#clock = clock;
    this.#onTrouble = onTrouble;
  }

  /**
   * Moves a record here, with those that belong to it, and tells about it. Where that fails, it
   * stays where it is; so does one that a newer program wrote.
   * @param version of the records that this program writes; those without one have the first
   */
  async take(
    from: ObjectStore,
    name: ObjectStoreName,
    entries: readonly Entry[],
    reason: string,
    version = 1,
  ): Promise<void> {
    if (entries.some(([, value]) => isNewer(value, version))) {
      this.#onTrouble(storageError('record-newer', `A newer Wakeful wrote ${name}/${entries[0]?.[0]}.`));
      return;
    }
    const foundAt = this.#clock();
    const records = entries.map(([key, value]): Entry => [
      `${name}/${key}`,
      { shelf: name, key, reason, foundAt, value },
    ]);
    this.#onTrouble(storageError('record-corrupt', `${records[0]?.[0]}: ${reason}`));
    try {
      await this.#store.set(records);
      await from.delete(entries.map(([key]) => key));
    } catch (error) {
      this.#onTrouble(asStorageError(error));
    }
  }

  async list(): Promise<QuarantinedRecord[]> {
    const entries = await this.#store.entries();
    return entries.map(([id, value]) => {
      const parsed = v.safeParse(schema, value);
      if (parsed.success) return { id, ...parsed.output };
      return { id, shelf: 'set-aside', key: id, reason: 'unreadable', foundAt: 0, value };
    });
  }

  /** All of it as readable JSON: binary parts as base64. */
  async export(): Promise<string> {
    return JSON.stringify({ format: 'wakeful-set-aside', records: await this.list() }, readable, 2);
  }

  async delete(id: string): Promise<void> {
    await this.#store.delete([id]);
  }
}

const versioned = v.object({ version: within(RANGES.version) });

/** Whether a record says that a newer program wrote it: that is no damage. */
export const isNewer = (value: unknown, version: number): boolean =>
  v.is(versioned, value) && value.version > version;

function readable(_key: string, value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { base64: encodeBase64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { type: value.constructor.name, base64: encodeBase64(bytes) };
  }
  return typeof value === 'bigint' ? value.toString() : value;
}
