import type { Clock, Milliseconds } from '../common/clock';
import * as v from 'valibot';
import { encodeBase64 } from './base64';
import type { ShelfName } from './database';
import type { Entry, Shelf } from './shelf';
import { asStorageError, storageError, type StorageError } from './storage-error';

const schema = v.object({
  shelf: v.string(),
  key: v.string(),
  reason: v.string(),
  foundAt: v.number(),
  value: v.unknown(),
});

/** A record that could not be read, as it was found. */
export interface SetAsideRecord {
  /** Names this record here. */
  readonly id: string;
  /** Where it was, and under which key. */
  readonly shelf: string;
  readonly key: string;
  readonly reason: string;
  readonly foundAt: Milliseconds;
  readonly value: unknown;
}

/** Tells that something is wrong with what is kept, while everything else goes on. */
export type TroubleListener = (error: StorageError) => void;

/** Records that could not be read: kept out of the way, to be looked at, exported or deleted. */
export class SetAside {
  readonly #shelf: Shelf;
  readonly #clock: Clock;
  readonly #onTrouble: TroubleListener;

  constructor(shelf: Shelf, clock: Clock, onTrouble: TroubleListener) {
    this.#shelf = shelf;
    this.#clock = clock;
    this.#onTrouble = onTrouble;
  }

  /** Moves a record, with those that belong to it, here and tells about it. Where that fails, it stays where it is. */
  async take(from: Shelf, shelf: ShelfName, entries: readonly Entry[], reason: string): Promise<void> {
    const foundAt = this.#clock();
    const records = entries.map(([key, value]): Entry => [
      `${shelf}/${key}`,
      { shelf, key, reason, foundAt, value },
    ]);
    this.#onTrouble(storageError('record-corrupt', `${records[0]?.[0]}: ${reason}`));
    try {
      await this.#shelf.set(records);
      await from.delete(entries.map(([key]) => key));
    } catch (error) {
      this.#onTrouble(asStorageError(error));
    }
  }

  async list(): Promise<SetAsideRecord[]> {
    const entries = await this.#shelf.entries();
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
    await this.#shelf.delete([id]);
  }
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { base64: encodeBase64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { type: value.constructor.name, base64: encodeBase64(bytes) };
  }
  return typeof value === 'bigint' ? value.toString() : value;
}
