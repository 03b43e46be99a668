import * as v from 'valibot';
import { count, fraction, instant } from '../../common/ranges';

/** Characters of a checkpoint's name at most. */
export const CHECKPOINT_NAME_LIMIT = 80;

const jsonText = v.pipe(v.string(), v.parseJson());

export const storedCheckpointSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(CHECKPOINT_NAME_LIMIT)),
  /** Milliseconds since the epoch. */
  createdAt: instant,
  /** Of the safetensors file. */
  bytes: v.pipe(count, v.minValue(1)),
  /**
   * Card of the file as JSON text. One that this release refuses is no damage: a newer one may have
   * written it. Whoever uses the checkpoint finds out.
   */
  card: v.pipe(
    v.string(),
    v.check((text) => v.is(jsonText, text), 'its card is no JSON'),
  ),
  /** Macro-F1 on the held-out seconds, before and after; null: not measured here (imported). */
  heldOut: v.nullable(v.pipe(v.object({ before: fraction, after: fraction }), v.readonly())),
});

/**
 * What is kept about a fine-tuned checkpoint beside its file. The card inside the file says the
 * rest.
 */
export type StoredCheckpoint = Readonly<v.InferOutput<typeof storedCheckpointSchema>>;

/**
 * Fine-tuned checkpoints on this device: biometric data. Which one the monitor uses is kept here
 * too, with the ones adopted before, so that it can be rolled back. `null` stands for the
 * checkpoint that the app ships with.
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
  /** Ids that were adopted once, or that `decide` was told: nobody is asked about them again. */
  decided(): Promise<readonly string[]>;
  /** Notes that the checkpoint was looked at and not adopted. */
  decide(id: string): Promise<void>;
}
