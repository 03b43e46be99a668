import * as v from 'valibot';
import { count, instant } from '../../common/ranges';
import type { Quarantine } from '../../storage/quarantine';
import type { ObjectStore } from '../../storage/object-store';

const RECORD = 'record';
const FILE = 'file';

const recordSchema = v.object({
  /** What was asked for, as it was; who reads it validates it. */
  request: v.unknown(),
  /** Steps taken, and in all; 0 of 0 before the first save. */
  step: count,
  steps: count,
  savedAt: instant,
});
/** Training checkpoint; null: none was saved yet, so that it begins anew. */
const fileSchema = v.nullable(v.instance(ArrayBuffer));

/** A training in the middle. */
export type UnfinishedRecord = Readonly<
  v.InferOutput<typeof recordSchema> & { file: v.InferOutput<typeof fileSchema> }
>;

/**
 * The one training that this device keeps so that it can go on after a reload. Methods reject with
 * a StorageError.
 */
export class UnfinishedStore {
  readonly #store: ObjectStore;
  readonly #quarantine: Quarantine;

  constructor(store: ObjectStore, quarantine: Quarantine) {
    this.#store = store;
    this.#quarantine = quarantine;
  }

  /** null: there is none, or it was damaged (and is then set aside). */
  async get(): Promise<UnfinishedRecord | null> {
    const value = await this.#store.get(RECORD);
    if (value === undefined) return null;
    const file = (await this.#store.get(FILE)) ?? null;
    const record = v.safeParse(recordSchema, value);
    if (record.success && v.is(fileSchema, file)) return { ...record.output, file };
    const reason = record.success ? 'its file is damaged' : record.issues[0].message;
    await this.#quarantine.take(this.#store, 'training', [[RECORD, value]], reason);
    await this.#store.delete([FILE]);
    return null;
  }

  /** Takes the place of what was kept, wholly or not at all. */
  async keep({ file, ...record }: UnfinishedRecord): Promise<void> {
    await this.#store.set([
      [RECORD, record],
      [FILE, file],
    ]);
  }

  async discard(): Promise<void> {
    await this.#store.delete([RECORD, FILE]);
  }
}
