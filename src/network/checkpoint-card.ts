/**
 * The card of a trained checkpoint: what it is. Knows no tensors, so that a page can show it
 * without tfjs.
 */
import * as v from 'valibot';
import { BACKBONE_IDS } from '../common/backbone-ids';
import { WakefulError } from '../common/errors';
import { count, RANGES, wholeWithin, within } from '../common/ranges';
import { readSafetensors, type SafetensorsFile } from './safetensors';

export const CHECKPOINT_FORMAT = 'wakeful-checkpoint';
export const CHECKPOINT_VERSION = 1;

const text = v.pipe(v.string(), v.nonEmpty());

const cardSchema = v.pipe(
  v.object({
    format: v.literal(CHECKPOINT_FORMAT),
    version: v.literal(CHECKPOINT_VERSION),
    /** Shown on the page: "which checkpoint judges". */
    name: text,
    created: v.pipe(v.string(), v.isoTimestamp()),
    backbone: v.picklist(BACKBONE_IDS),
    /** `backboneDigest` of the Identity Model it belongs to. */
    backboneSha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    /** The Face Model is trained from this stage on. */
    fromStage: text,
    /** Side of the crops it was trained on, pixels. */
    inputSize: wholeWithin(RANGES.inputSide),
    /**
     * What the state module reads: the deviation, or V_face alone (the paper's comparison, Fig. 7).
     */
    features: v.picklist(['V_state', 'V_face']),
    /** In the order of the outputs. */
    classes: v.pipe(v.array(text), v.minLength(2)),
    /** Calibrates the posterior: logits are divided by it. */
    temperature: within(RANGES.temperature),
    /** Calibrates it further; checkpoints from before have the temperature alone. */
    calibration: v.optional(
      v.object({
        /**
         * Added to the logits after they are divided by the temperature, one for each class, nats.
         */
        biases: v.array(within(RANGES.logitBias)),
        /** Faces, of people not trained on, that temperature and biases were fitted on. */
        faces: count,
        people: count,
      }),
    ),
    training: v.looseObject({
      /** What it was trained on, in words. */
      data: text,
      subjects: v.nullable(count),
      samples: v.nullable(count),
      seed: wholeWithin(RANGES.seed),
      /** The exact command that rebuilds it. */
      command: text,
    }),
    /** Measured on people never trained on, by name ("yale balanced accuracy"). */
    metrics: v.record(v.string(), within(RANGES.shown)),
    /** Where it fails, in words. */
    limits: text,
    licence: text,
  }),
  v.forward(
    v.check(
      ({ classes, calibration }) => !calibration || calibration.biases.length === classes.length,
      'Invalid length: one bias for each class expected',
    ),
    ['calibration', 'biases'],
  ),
);

export type CheckpointCard = v.InferOutput<typeof cardSchema>;
/** A card without what the format itself knows. */
export type CheckpointDescription = Omit<CheckpointCard, 'format' | 'version'>;

export function checkpointError(message: string, options?: ErrorOptions): WakefulError<'checkpoint-invalid'> {
  return new WakefulError(
    'checkpoint-invalid',
    message,
    'Choose a checkpoint made for this network, or go on without one (judging by eyes and head only).',
    options,
  );
}

/** Runs `read` and turns complaints about the file into complaints about the checkpoint. */
export function asCheckpoint<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof WakefulError && error.code !== 'checkpoint-invalid') {
      throw checkpointError(`The checkpoint cannot be used. ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/**
 * A card from its JSON text.
 * @throws WakefulError `checkpoint-invalid`
 */
export function parseCheckpointCard(text: string): CheckpointCard {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw checkpointError("The checkpoint's card is no JSON.", { cause });
  }
  const card = v.safeParse(cardSchema, raw);
  if (!card.success)
    throw checkpointError(`The checkpoint's card is ill-formed: ${v.summarize(card.issues)}.`);
  return card.output;
}

export function cardOf(file: SafetensorsFile): CheckpointCard {
  const stored = file.metadata['card'];
  if (stored === undefined) throw checkpointError('The file is no Wakeful checkpoint: it has no card.');
  return parseCheckpointCard(stored);
}

/**
 * The card alone: what a list of checkpoints shows.
 * @throws WakefulError `checkpoint-invalid`
 */
export function readCheckpointCard(bytes: Uint8Array<ArrayBuffer>): CheckpointCard {
  return asCheckpoint(() => cardOf(readSafetensors(bytes)));
}
