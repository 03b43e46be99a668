import * as v from 'valibot';
import { count, instant } from '../../common/ranges';
import type { Quarantine } from '../../storage/quarantine';
import type { ObjectStore } from '../../storage/object-store';

/** Keys of the two parts. */
export const UNFINISHED = { record: 'record', file: 'file' } as const;

export const unfinishedSchema = v.object({
  /** What was asked for, as it was; who reads it validates it. */
  request: v.unknown(),
  /** Steps taken, and in all; 0 of 0 before the first save. */
  step: count,
  steps: count,
  savedAt: instant,
});
/** Training checkpoint; null: none was saved yet, so that it begins anew. */
export const unfinishedFileSchema = v.nullable(v.instance(ArrayBuffer));

/** A training in the middle. */
export type UnfinishedRecord = Readonly<
  v.InferOutput<typeof unfinishedSchema> & { file: v.InferOutput<typeof unfinishedFileSchema> }
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
    const value = await this.#store.get(UNFINISHED.record);
    if (value === undefined) return null;
    const file = (await this.#store.get(UNFINISHED.file)) ?? null;
    const record = v.safeParse(unfinishedSchema, value);
    if (record.success && v.is(unfinishedFileSchema, file)) return { ...record.output, file };
    const reason = record.success ? 'its file is damaged' : record.issues[0].message;
    await this.#quarantine.take(this.#store, 'training', [[UNFINISHED.record, value]], reason);
    await this.#store.delete([UNFINISHED.file]);
    return null;
  }

  /** Takes the place of what was kept, wholly or not at all. */
  async keep({ file, ...record }: UnfinishedRecord): Promise<void> {
    await this.#store.set([
      [UNFINISHED.record, record],
      [UNFINISHED.file, file],
    ]);
  }

  async discard(): Promise<void> {
    await this.#store.delete([UNFINISHED.record, UNFINISHED.file]);
  }
}
