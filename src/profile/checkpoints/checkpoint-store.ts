import * as v from 'valibot';
import { readCheckpointCard } from '../../network/checkpoint-card';
import type { Clock } from '../../common/clock';
import type { Quarantine } from '../../storage/quarantine';
import type { PlacedEntry, RecordPlace } from '../../storage/database';
import type { ObjectStore } from '../../storage/object-store';
import { storageError } from '../../storage/storage-error';
import {
  CHECKPOINT_NAME_LIMIT,
  storedCheckpointSchema,
  type CheckpointLibrary,
  type StoredCheckpoint,
} from './stored-checkpoint';

/** Key in the object store of the settings. */
export const ADOPTED_KEY = 'adopted-checkpoint';
/** How many adoptions can be rolled back. */
const ROLL_BACKS = 10;

export const adoptionSchema = v.object({
  current: v.nullable(v.string()),
  /** What was adopted before, the latest last. */
  before: v.array(v.nullable(v.string())),
  /** Adopted once, or looked at and not adopted. */
  decided: v.optional(v.array(v.string()), []),
});
type Adoption = v.InferOutput<typeof adoptionSchema>;
const NOTHING_ADOPTED: Adoption = { current: null, before: [], decided: [] };

const withId = (ids: readonly string[], id: string | null): string[] =>
  id === null ? [...ids] : [...new Set([...ids, id])];

export const fileKey = (id: string): string => `file/${id}`;
export const verdictKey = (id: string): string => `verdict/${id}`;

export interface CheckpointStoreOptions {
  readonly records: ObjectStore;
  /** The large parts: files and verdicts. The list does not touch them. */
  readonly files: ObjectStore;
  readonly settings: ObjectStore;
  /** Writes into all of them and deletes from them, all of it or nothing. */
  readonly write: (records: readonly PlacedEntry[], deleted: readonly RecordPlace[]) => Promise<void>;
  readonly quarantine: Quarantine;
  readonly clock: Clock;
  readonly newId: () => string;
}

/**
 * The fine-tuned checkpoints in IndexedDB. Methods reject with a StorageError; `add` also with
 * `checkpoint-invalid`.
 */
export class CheckpointStore implements CheckpointLibrary {
  readonly #options: CheckpointStoreOptions;

  constructor(options: CheckpointStoreOptions) {
    this.#options = options;
  }

  /**
   * The latest first. Records that cannot be read are set aside with their files and reported, the
   * others are here.
   */
  async list(): Promise<readonly StoredCheckpoint[]> {
    const found: StoredCheckpoint[] = [];
    for (const [key, value] of await this.#options.records.entries()) {
      const checkpoint = await this.#read(key, value);
      if (checkpoint !== null) found.push(checkpoint);
    }
    return found.sort((a, b) => b.createdAt - a.createdAt || a.name.localeCompare(b.name));
  }

  async get(id: string): Promise<StoredCheckpoint | null> {
    const value = await this.#options.records.get(id);
    return value === undefined ? null : this.#read(id, value);
  }

  /**
   * @throws StorageError `record-corrupt` when there is no such checkpoint, or its file is damaged
   * (and then set aside)
   */
  async file(id: string): Promise<ArrayBuffer> {
    const record = await this.get(id);
    if (record === null) throw storageError('record-corrupt', `There is no checkpoint ${id}.`);
    const file = await this.#options.files.get(fileKey(id));
    if (file instanceof ArrayBuffer && file.byteLength === record.bytes) return file;
    const reason = file === undefined ? 'its file is missing' : 'its file is damaged';
    await this.#quarantine(id, record, reason);
    throw storageError('record-corrupt', `Checkpoint "${record.name}" cannot be used: ${reason}.`);
  }

  /**
   * Keeps a checkpoint. That it fits its network is for the engine to check: only the card is read
   * here.
   * @param verdict kept beside it as it is, for whoever made it to read and validate
   * @throws WakefulError `checkpoint-invalid`: the file is none
   */
  async add(
    file: ArrayBuffer,
    name: string,
    heldOut: StoredCheckpoint['heldOut'],
    verdict?: unknown,
  ): Promise<StoredCheckpoint> {
    const card = readCheckpointCard(new Uint8Array(file));
    const checkpoint: StoredCheckpoint = {
      id: this.#options.newId(),
      name: name.trim().slice(0, CHECKPOINT_NAME_LIMIT) || card.name.slice(0, CHECKPOINT_NAME_LIMIT),
      createdAt: this.#options.clock(),
      bytes: file.byteLength,
      card: JSON.stringify(card),
      heldOut,
    };
    const { id } = checkpoint;
    const records: PlacedEntry[] = [
      { store: 'checkpoints', key: id, value: checkpoint },
      { store: 'checkpoint-files', key: fileKey(id), value: file },
    ];
    if (verdict !== undefined) {
      records.push({ store: 'checkpoint-files', key: verdictKey(id), value: verdict });
    }
    await this.#options.write(records, []);
    return checkpoint;
  }

  async rename(id: string, name: string): Promise<void> {
    const checkpoint = await this.get(id);
    const renamed = name.trim().slice(0, CHECKPOINT_NAME_LIMIT);
    if (checkpoint === null || renamed === '') return;
    await this.#options.records.set([[id, { ...checkpoint, name: renamed }]]);
  }

  async delete(id: string): Promise<void> {
    const { current, before, decided } = await this.#adoption();
    // First of all the monitor must not look for it any more.
    await this.#keep({
      current: current === id ? null : current,
      before: before.filter((earlier) => earlier !== id),
      decided: decided.filter((known) => known !== id),
    });
    await this.#options.write(
      [],
      [
        { store: 'checkpoints', key: id },
        { store: 'checkpoint-files', key: fileKey(id) },
        { store: 'checkpoint-files', key: verdictKey(id) },
      ],
    );
  }

  /** What `add` was given; undefined: nothing. */
  async verdict(id: string): Promise<unknown> {
    return this.#options.files.get(verdictKey(id));
  }

  async adopted(): Promise<string | null> {
    const { current } = await this.#adoption();
    return current !== null && (await this.#isHere(current)) ? current : null;
  }

  /** @throws StorageError `record-corrupt` when there is no such checkpoint */
  async adopt(id: string | null): Promise<void> {
    if (id !== null && !(await this.#isHere(id))) {
      throw storageError('record-corrupt', `There is no checkpoint ${id}.`);
    }
    const { current, before, decided } = await this.#adoption();
    if (id === current) return;
    await this.#keep({
      current: id,
      before: [...before, current].slice(-ROLL_BACKS),
      decided: withId(decided, id),
    });
  }

  async rollBack(): Promise<string | null> {
    const { current: left, before, decided } = await this.#adoption();
    const earlier = await this.#stillHere(before);
    const current = earlier.at(-1) ?? null;
    await this.#keep({ current, before: earlier.slice(0, -1), decided: withId(decided, left) });
    return current;
  }

  async canRollBack(): Promise<boolean> {
    const { before } = await this.#adoption();
    return (await this.#stillHere(before)).length > 0;
  }

  async decided(): Promise<readonly string[]> {
    return (await this.#adoption()).decided;
  }

  async decide(id: string): Promise<void> {
    const adoption = await this.#adoption();
    await this.#keep({ ...adoption, decided: withId(adoption.decided, id) });
  }

  async #adoption(): Promise<Adoption> {
    const parsed = v.safeParse(adoptionSchema, await this.#options.settings.get(ADOPTED_KEY));
    return parsed.success ? parsed.output : NOTHING_ADOPTED;
  }

  async #keep(adoption: Adoption): Promise<void> {
    await this.#options.settings.set([[ADOPTED_KEY, adoption]]);
  }

  async #isHere(id: string): Promise<boolean> {
    return (await this.#options.records.get(id)) !== undefined;
  }

  async #stillHere(ids: readonly (string | null)[]): Promise<readonly (string | null)[]> {
    const here = await Promise.all(ids.map(async (id) => id === null || (await this.#isHere(id))));
    return ids.filter((_, i) => here[i]);
  }

  async #read(key: string, value: unknown): Promise<StoredCheckpoint | null> {
    const parsed = v.safeParse(storedCheckpointSchema, value);
    if (parsed.success && parsed.output.id === key) return parsed.output;
    const reason = parsed.success ? 'it is kept under another id' : parsed.issues[0].message;
    await this.#quarantine(key, value, reason);
    return null;
  }

  async #quarantine(id: string, record: unknown, reason: string): Promise<void> {
    const { records, files, quarantine } = this.#options;
    const file = await files.get(fileKey(id));
    await quarantine.take(records, 'checkpoints', [[id, record]], reason);
    if (file !== undefined) {
      await quarantine.take(files, 'checkpoint-files', [[fileKey(id), file]], reason);
    }
    await files.delete([verdictKey(id)]);
  }
}
