import { groupBy } from '../common/group-by';
import type { Entry, ObjectStore } from './object-store';
import { asStorageError, type StorageErrorCode } from './storage-error';
import type { TroubleListener } from './quarantine';

interface Held {
  readonly value: unknown;
  /** As in ObjectStore.set. */
  readonly onlyWith: string | undefined;
}

/**
 * An object store that loses nothing when the disk is full or the database does not answer: what
 * could not be written is held in memory, reads as if it were kept, and is written at the next
 * chance. Failures are told, once of each kind, and do not reject.
 */
export class HeldObjectStore implements ObjectStore {
  readonly #onTrouble: TroubleListener;
  readonly #onChange: () => void;
  /** null: this browser keeps nothing (yet); all is held. */
  #kept: ObjectStore | null;
  readonly #held = new Map<string, Held>();
  /** Keys of ObjectStore.set's `onlyWith` that were found deleted. */
  readonly #gone = new Set<string>();
  #writing: Promise<void> = Promise.resolve();
  /** Told already, and not over yet. */
  #trouble: StorageErrorCode | null = null;

  /** @param onChange other keys are held than before */
  constructor(kept: ObjectStore | null, onTrouble: TroubleListener, onChange: () => void) {
    this.#kept = kept;
    this.#onTrouble = onTrouble;
    this.#onChange = onChange;
  }

  /** What is not written. */
  get heldKeys(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** The database opens after all. */
  keepIn(store: ObjectStore): void {
    this.#kept = store;
  }

  /** Tries again to write what is held. Never rejects. */
  async flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  /** Forgets what is held. */
  clear(): void {
    this.#held.clear();
    this.#onChange();
  }

  async get(key: string): Promise<unknown> {
    await this.#writing;
    const held = this.#held.get(key);
    return held ? structuredClone(held.value) : this.#kept?.get(key);
  }

  /** false as soon as it is known that what `onlyWith` names was deleted. */
  async set(entries: readonly Entry[], onlyWith?: string): Promise<boolean> {
    // What was never written cannot have been deleted.
    const isNew = onlyWith !== undefined && this.#held.get(onlyWith)?.onlyWith === undefined;
    const condition = isNew && this.#held.has(onlyWith) ? undefined : onlyWith;
    for (const [key, value] of entries) {
      this.#held.set(key, { value: structuredClone(value), onlyWith: condition });
    }
    await this.flush();
    return condition === undefined || !this.#gone.has(condition);
  }

  async delete(keys: readonly string[]): Promise<void> {
    await this.#writing;
    for (const key of keys) this.#held.delete(key);
    this.#onChange();
    await this.#kept?.delete(keys);
  }

  async entries(prefix = ''): Promise<Entry[]> {
    await this.#writing;
    const kept = (await this.#kept?.entries(prefix)) ?? [];
    const held = [...this.#held].filter(([key]) => key.startsWith(prefix));
    const all = new Map([...kept, ...held.map(([key, { value }]): Entry => [key, structuredClone(value)])]);
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  async keys(prefix = ''): Promise<string[]> {
    return (await this.entries(prefix)).map(([key]) => key);
  }

  async #write(): Promise<void> {
    const kept = this.#kept;
    if (this.#held.size === 0) return;
    if (kept === null) {
      this.#onChange();
      return;
    }
    const groups = groupBy(this.#held, ([, { onlyWith }]) => onlyWith);
    try {
      for (const [onlyWith, group] of groups) {
        const entries = group.map(([key, { value }]): Entry => [key, value]);
        const isWritten = await kept.set(entries, onlyWith);
        if (!isWritten && onlyWith !== undefined) this.#gone.add(onlyWith);
        this.#letGo(group);
      }
      this.#trouble = null;
    } catch (error) {
      const trouble = asStorageError(error);
      if (trouble.code === 'storage-deleted') this.#letGo([...groups.values()].flat());
      if (trouble.code !== this.#trouble) this.#onTrouble(trouble);
      this.#trouble = trouble.code;
    }
    this.#onChange();
  }

  /** Of what is held, this, unless it has changed meanwhile. */
  #letGo(group: readonly (readonly [key: string, held: Held])[]): void {
    for (const [key, held] of group) if (this.#held.get(key) === held) this.#held.delete(key);
  }
}
