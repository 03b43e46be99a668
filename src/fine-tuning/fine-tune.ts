/**
 * A fine-tuning from the plan to the verdict, on the tfjs backend that is current: the same in the
 * training worker, in Node and in tests.
 */
import { counted } from '../common/counted';
import { dispose } from '@tensorflow/tfjs-core';
import { WAKEFULNESS_CLASSES } from '../common/classes';
import type { Clock } from '../common/clock';
import { WakefulError } from '../common/errors';
import { weightSpecs } from '../network/backbone';
import { readCheckpoint, writeCheckpoint } from '../network/checkpoint';
import type { CheckpointDescription } from '../network/checkpoint-card';
import { disposeNetwork, uploadNetwork, type Classifier } from '../network/inference';
import { rehearse } from '../network/rehearsal';
import { initialStateWeights } from '../network/state-module';
import { disposeWeights, toTensors, type TrainedWeights } from '../network/weights';
import { breathe, throwIfCancelled } from '../training/control';
import type { BaseNetwork } from './base';
import { compareNetworks } from './compare';
import { plannedFaces, type TrainingFootage } from './footage';
import { mixupExamples, type EncodePicture } from './mixup-examples';
import type { PlannedTraining } from './plan';
import type { TrainingSaves } from './saver';
import { setupOf, trainAndSave, type Steering } from './train';
import type { Verdict } from './verdict';

const LIMITS =
  'Fine-tuned on the footage of a few people on one device: says little about anybody else. Estimates drowsiness; no medical or safety device.';
const LICENCE =
  'Personal: made from pictures of the filmed people, biometric data. Do not pass it on without their consent.';

/** What a fine-tuning reads and writes. */
export interface FineTuningStorage {
  readonly footage: TrainingFootage;
  readonly saves: TrainingSaves;
  readonly encodePicture: EncodePicture;
}

export interface FineTuned {
  /** The new checkpoint. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** Macro-F1 on the held-out seconds. */
  readonly heldOut: { readonly before: number; readonly after: number };
  readonly verdict: Omit<Verdict, 'backend'>;
}

/**
 * Trains and compares. null: cancelled in training; what was trained is saved.
 * @param wallClock epoch ms, for the checkpoint's card
 * @throws Cancelled when the signal stops it while it compares; what was trained is saved
 */
export async function fineTune(
  planned: PlannedTraining,
  base: BaseNetwork,
  { footage, saves, encodePicture }: FineTuningStorage,
  steering: Steering,
  wallClock: Clock,
): Promise<FineTuned | null> {
  const { backbone, digest } = base;
  const { seconds, crops, schedule } = planned;
  const { signal, emit } = steering;
  const faces = plannedFaces(footage, seconds, crops, planned.training.side);
  const identity = toTensors(base.weights, weightSpecs(backbone));
  const networks: Classifier[] = [];
  try {
    const setup = setupOf(planned, faces, base, identity);
    const result = await trainAndSave(setup, planned.batchesPerEpoch, saves, steering);
    if (result.outcome === 'cancelled') return null;

    const write = (weights: TrainedWeights, temperature: number, heldOut: FineTuned['heldOut'] | null) =>
      writeCheckpoint(backbone, describe(planned, base, temperature, heldOut, wallClock()), weights, 'F16');
    // What is compared is what the file will hold, rounding included.
    const content = readCheckpoint(write(result.weights, 1, null), backbone, digest);
    const { fromStage, features } = setup;
    const parts = { backbone, identity, fromStage, features };
    const after = uploadNetwork({ ...parts, weights: content, temperature: 1 });
    networks.push(after);
    await rehearse(after, planned.training.side);
    const before = uploadNetwork({
      ...parts,
      weights: setup.start ?? (await untrained(base, setup.seed)),
      temperature: base.checkpoint?.card.temperature ?? 1,
    });
    networks.push(before);
    const { temperature, ...compared } = await compareNetworks(
      before,
      after,
      planned,
      faces,
      async (share) => {
        throwIfCancelled(signal);
        emit({ type: 'comparing', share });
        await breathe();
      },
    );
    const examples = await mixupExamples(footage, seconds, crops.training, schedule.pairs, encodePicture);
    throwIfCancelled(signal);
    const heldOut = { before: compared.before.macroF1, after: compared.after.macroF1 };
    return {
      file: write(content, temperature, heldOut),
      heldOut,
      verdict: {
        ...compared,
        mixupExamples: examples,
        steps: result.batches,
        bestStep: result.best?.batch ?? null,
      },
    };
  } finally {
    networks.forEach(disposeNetwork);
    disposeWeights(identity);
  }
}

/** The weights of a network that nobody has trained, as they are before the first step. */
async function untrained({ backbone, weights }: BaseNetwork, seed: number): Promise<TrainedWeights> {
  const initial = initialStateWeights(backbone.embeddingSize, WAKEFULNESS_CLASSES.length, seed);
  const state = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [name, weight] of initial) state.set(name, new Float32Array(await weight.data<'float32'>()));
  dispose([...initial.values()]);
  return { face: weights, state, spread: null };
}

function describe(
  { request, training, seconds, crops }: PlannedTraining,
  base: BaseNetwork,
  temperature: number,
  heldOut: FineTuned['heldOut'] | null,
  created: number,
): CheckpointDescription {
  const { fromStage, side, features } = training;
  const recordings = new Set(seconds.map(({ recording }) => recording)).size;
  const name = request.name.trim();
  if (name === '') {
    throw new WakefulError('checkpoint-invalid', 'The new network has no name.', 'Give it a name.');
  }
  return {
    name,
    created: new Date(created).toISOString(),
    backbone: base.backbone.id,
    backboneSha256: base.digest,
    fromStage,
    inputSize: side,
    features,
    classes: [...WAKEFULNESS_CLASSES],
    temperature,
    training: {
      data: `Own footage on this device: ${counted(recordings, 'recording')}, from ${base.checkpoint?.card.name ?? 'an untrained network'}.`,
      // For pages, which say it in their own language.
      recordings,
      base: base.checkpoint?.card.name ?? null,
      subjects: new Set(seconds.map(({ person }) => person)).size,
      samples: crops.training.length,
      seed: request.seed,
      command: `The studio: depth ${request.depth}, held out by ${request.holdOut}, ${request.epochs} epochs, mixup ${JSON.stringify(request.mixup)}`,
    },
    metrics: Object.fromEntries(
      Object.entries(heldOut ?? {}).map(([when, score]) => [`held-out seconds, macro-F1 ${when}`, score]),
    ),
    limits: LIMITS,
    licence: LICENCE,
  };
}
