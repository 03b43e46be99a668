import * as v from 'valibot';
import type { Milliseconds } from '../../common/clock';

/** Characters of a checkpoint's name at most. */
export const CHECKPOINT_NAME_LIMIT = 80;

/** What is kept about a fine-tuned checkpoint beside its file. The card inside the file says the rest. */
export interface StoredCheckpoint {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Milliseconds;
  /** Of the safetensors file. */
  readonly bytes: number;
  /** Card of the file as JSON text, for the list; validated when it is read. */
  readonly card: string;
  /** Macro-F1 on the held-out seconds, before and after; null: not measured here (imported). */
  readonly heldOut: { readonly before: number; readonly after: number } | null;
}

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What a kept record must be. */
export const storedCheckpointSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(CHECKPOINT_NAME_LIMIT)),
  createdAt: v.pipe(v.number(), v.finite()),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  card: v.string(),
  heldOut: v.nullable(v.object({ before: share, after: share })),
});

/**
 * Fine-tuned checkpoints on this device: biometric data. Which one the monitor uses is kept here too, with the ones adopted
 * before, so that it can be rolled back. `null` stands for the checkpoint that the app ships with.
 */
export interface CheckpointLibrary {
  list(): Promise<readonly StoredCheckpoint[]>;
  /** The safetensors file. */
  file(id: string): Promise<ArrayBuffer>;
  add(file: ArrayBuffer, name: string, heldOut: StoredCheckpoint['heldOut']): Promise<StoredCheckpoint>;
  rename(id: string, name: string): Promise<void>;
  /** Deleting the adopted one goes back to the shipped one. */
  delete(id: string): Promise<void>;

  /** Id of the checkpoint that the monitor uses; null: the shipped one. */
  adopted(): Promise<string | null>;
  adopt(id: string | null): Promise<void>;
  /** Goes back to what was adopted before; resolves to it. */
  rollBack(): Promise<string | null>;
  /** True when there is something to roll back to. */
  canRollBack(): Promise<boolean>;
}
