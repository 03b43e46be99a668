/** What is asked of a fine-tuning. Kept with an unfinished one, so it is read with a schema. */
import * as v from 'valibot';
import { count, fraction, RANGES, within } from '../common/ranges';
import { list, record } from './schema';

const requestSchema = record({
  recordingIds: list(v.string()),
  /** How deep the Face Model is trained. `head`: the state module only. */
  depth: v.picklist(['head', 'last', 'deep', 'all']),
  /** How held-out seconds are chosen: never neighbouring frames. */
  holdOut: v.picklist(['blocks', 'session', 'person']),
  mixup: v.nullable(
    record({
      stage: v.picklist(['images', 'V_state']),
      partner: v.picklist(['same', 'other']),
      /** 0..0.4 */
      amount: fraction,
      alpha: within(RANGES.mixupAlpha),
    }),
  ),
  epochs: count,
  seed: count,
  /** Checkpoint that is fine-tuned: a stored one's id, null: the shipped one. */
  base: v.nullable(v.string()),
  name: v.string(),
});

export type TrainRequest = v.InferOutput<typeof requestSchema>;
export type Depth = TrainRequest['depth'];
export type HoldOut = TrainRequest['holdOut'];

/** null: no request that this release understands. */
export function readRequest(value: unknown): TrainRequest | null {
  const parsed = v.safeParse(requestSchema, value);
  return parsed.success ? parsed.output : null;
}
