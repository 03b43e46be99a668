/** What earlier trainings left in the storage, validated: it may be of another release. */
import * as v from 'valibot';
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { BACKENDS } from '../engine/protocol';
import type { TrainRequest, Verdict } from '../engine/studio-api';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const label = v.picklist(WAKEFULNESS_CLASSES);

const requestSchema = v.object({
  recordingIds: v.array(v.string()),
  depth: v.picklist(['head', 'last', 'deep', 'all']),
  holdOut: v.picklist(['blocks', 'session', 'person']),
  mixup: v.nullable(
    v.object({
      stage: v.picklist(['images', 'V_state']),
      partner: v.picklist(['same', 'other']),
      amount: finite,
      alpha: finite,
    }),
  ),
  epochs: count,
  seed: count,
  base: v.nullable(v.string()),
  name: v.string(),
});

const resultSchema = v.object({
  macroF1: finite,
  f1: v.array(v.nullable(finite)),
  confusion: v.array(v.array(count)),
});
const pointsSchema = v.array(
  v.object({ x: finite, y: finite, group: v.string(), personId: v.nullable(v.string()) }),
);
const picture = v.instance(Blob);
const verdictSchema = v.object({
  before: resultSchema,
  after: resultSchema,
  // NaN when there is but one block: no interval.
  difference: v.object({ low: v.union([v.number(), v.nan()]), high: v.union([v.number(), v.nan()]) }),
  advice: v.picklist(['better', 'promising', 'same', 'worse']),
  worst: v.array(
    v.object({
      recordingId: v.string(),
      second: count,
      crop: count,
      truth: label,
      before: label,
      after: label,
    }),
  ),
  projection: v.object({ before: pointsSchema, after: pointsSchema }),
  mixupExamples: v.array(
    v.object({
      lambda: finite,
      labels: v.tuple([label, label]),
      pictures: v.tuple([picture, picture, picture]),
    }),
  ),
  steps: count,
  bestStep: v.nullable(count),
  backend: v.picklist(BACKENDS),
});

/** null: no request that this release understands. */
export function readRequest(value: unknown): TrainRequest | null {
  const parsed = v.safeParse(requestSchema, value);
  return parsed.success ? parsed.output : null;
}

/** null: none, or none that this release understands. */
export function readVerdict(value: unknown): Verdict | null {
  const parsed = v.safeParse(verdictSchema, value);
  return parsed.success ? parsed.output : null;
}
