/**
 * A training in the middle: everything that is needed to go on as if it had not stopped. The file
 * form is one safetensors file with the settings and the position in its metadata. (The finished
 * network's file is network/checkpoint.ts.)
 */
import * as v from 'valibot';
import { WakefulError } from '../common/errors';
import { count, fraction } from '../common/ranges';
import type { WeightSpec } from '../network/backbone';
import { encodeTensor, readSafetensors, writeSafetensors, type StoredTensor } from '../network/safetensors';
import { readValues, type WeightValues } from '../network/weights';

const FORMAT = 'wakeful-training';
const VERSION = '1';

/** Settings by name as JSON text: a training goes on only with all the same. */
export type TrainingSettings = Readonly<Record<string, string>>;

export interface BestSoFar {
  /** Steps that had been taken. */
  readonly batch: number;
  readonly score: number;
  readonly weights: WeightValues;
}

export interface TrainingCheckpoint {
  readonly settings: TrainingSettings;
  /** Steps taken. */
  readonly batch: number;
  /** Trained weights by name, Face Model and state module. */
  readonly weights: WeightValues;
  /** The optimizer's tensors: by slot, then by weight name. */
  readonly slots: ReadonlyMap<string, WeightValues>;
  /** What V_state is divided by, or null. */
  readonly spread: Float32Array<ArrayBuffer> | null;
  readonly best: BestSoFar | null;
  /** Validations since the best one. */
  readonly validationsSinceBest: number;
}

function invalid(message: string, options?: ErrorOptions): WakefulError<'training-checkpoint-invalid'> {
  return new WakefulError(
    'training-checkpoint-invalid',
    message,
    'Go on with the same data, settings and program version that the checkpoint was made with, or start anew.',
    options,
  );
}

/** Settings that checkpoints of earlier releases do not tell. */
const TOLD_SINCE: readonly string[] = ['pictures', 'start'];

/** @throws WakefulError `training-checkpoint-invalid` naming the first setting that differs. */
export function assertSameSettings(checkpoint: TrainingCheckpoint, settings: TrainingSettings): void {
  const names = new Set([...Object.keys(checkpoint.settings), ...Object.keys(settings)]);
  for (const name of names) {
    const [then, now] = [checkpoint.settings[name], settings[name]];
    if (then === undefined && TOLD_SINCE.includes(name)) continue;
    if (then !== now) {
      throw invalid(
        `The training was begun with ${name} ${then ?? 'not set'}; now it is ${now ?? 'not set'}.`,
      );
    }
  }
}

const positionSchema = v.object({
  settings: v.record(v.string(), v.string()),
  batch: count,
  slots: v.array(v.string()),
  spread: v.nullable(count),
  best: v.nullable(v.object({ batch: count, score: fraction })),
  validationsSinceBest: count,
});

const SPREAD = 'spread';

function prefixed(prefix: string, specs: readonly WeightSpec[]): readonly WeightSpec[] {
  return specs.map((spec) => ({ ...spec, name: `${prefix}/${spec.name}` }));
}

/** @param specs of all trained weights, in order */
export function encodeTrainingCheckpoint(
  checkpoint: TrainingCheckpoint,
  specs: readonly WeightSpec[],
): Uint8Array<ArrayBuffer> {
  const { settings, batch, weights, slots, spread, best, validationsSinceBest } = checkpoint;
  const tensors = new Map<string, StoredTensor>();
  const put = (prefix: string, values: WeightValues): void => {
    for (const { name, shape } of specs) {
      const found = values.get(name);
      if (!found) continue;
      tensors.set(`${prefix}/${name}`, encodeTensor(name, found, shape, 'F32'));
    }
  };
  put('weight', weights);
  for (const [slot, values] of slots) put(slot, values);
  if (best) put('best', best.weights);
  if (spread) tensors.set(SPREAD, encodeTensor(SPREAD, spread, [spread.length], 'F32'));
  const position: v.InferInput<typeof positionSchema> = {
    settings,
    batch,
    slots: [...slots].flatMap(([slot, values]) => (values.size > 0 ? [slot] : [])),
    spread: spread?.length ?? null,
    best: best && { batch: best.batch, score: best.score },
    validationsSinceBest,
  };
  return writeSafetensors(tensors, { format: FORMAT, version: VERSION, position: JSON.stringify(position) });
}

/**
 * @throws WakefulError `training-checkpoint-invalid`: no such file, or a tensor missing, ill-shaped
 * or not finite.
 */
export function decodeTrainingCheckpoint(
  bytes: Uint8Array<ArrayBuffer>,
  specs: readonly WeightSpec[],
): TrainingCheckpoint {
  try {
    const file = readSafetensors(bytes);
    if (file.metadata['format'] !== FORMAT || file.metadata['version'] !== VERSION) {
      throw invalid('The file is no training checkpoint of this version.');
    }
    const position = v.parse(positionSchema, JSON.parse(file.metadata['position'] ?? 'null'));
    const take = (prefix: string): WeightValues => {
      const values = readValues(file, prefixed(prefix, specs));
      return new Map(specs.map(({ name }) => [name, new Float32Array(values.get(`${prefix}/${name}`)!)]));
    };
    const spread =
      position.spread === null
        ? null
        : new Float32Array(readValues(file, [{ name: SPREAD, shape: [position.spread] }]).get(SPREAD)!);
    return {
      settings: position.settings,
      batch: position.batch,
      weights: take('weight'),
      slots: new Map(position.slots.map((slot) => [slot, take(slot)])),
      spread,
      best: position.best && { ...position.best, weights: take('best') },
      validationsSinceBest: position.validationsSinceBest,
    };
  } catch (cause) {
    if (cause instanceof WakefulError && cause.code === 'training-checkpoint-invalid') throw cause;
    throw invalid('The training checkpoint cannot be read.', { cause });
  }
}
