/** One fine-tuning from the footage to the verdict, on the backend that is running. */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { WakefulError } from '../common/errors';
import { StepClock } from '../common/step-clock';
import { disposeNetwork, uploadNetwork, type Classifier } from '../network/inference';
import { dispose } from '@tensorflow/tfjs-core';
import { weightSpecs, type Weights } from '../network/backbone';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../network/checkpoint';
import type { CheckpointDescription } from '../network/checkpoint-card';
import { initialStateWeights } from '../network/state-module';
import { disposeWeights, toTensors, type TrainedWeights } from '../network/weights';
import type { UnfinishedRecord } from '../profile/checkpoints/unfinished-store';
import { withAugmented } from '../training/augmented-samples';
import { breathe, throwIfCancelled, type PauseSwitch } from '../training/control';
import type { TrainingEvent } from '../training/setup';
import type { FaceSamples } from '../network/face-samples';
import { trainedSpecs, type TrainingResult, type TrainingSetup } from '../training/setup';
import { train } from '../training/trainer';
import { decodeTrainingCheckpoint } from '../training/training-checkpoint';
import type { TrainEvent, TrainOutcome, TrainRequest, Verdict } from '../engine/studio-api';
import { startOf, type BaseNetwork } from './base';
import { faceSamples } from './footage';
import { CACHE_BYTES, ROWS_AT_ONCE } from './memory';
import { mixupExamples } from './mixup-examples';
import type { TrainingParts } from './parts';
import type { PlannedTraining } from './plan';
import { Saver } from './saver';
import { judgeSeconds, posteriorsOf, projectBoth, refitTemperature, weigh, worstSeconds } from './verdict';

/** Epochs without a better validation after which training stops. */
const PATIENCE = 4;

/** Shares of the preparation: the network's files, the training faces; the validation faces are the rest. */
const PREPARED = { files: 0.2, training: 0.9 } as const;
/** Shares of the comparison. */
const COMPARED = { before: 0.3, temperature: 0.4, after: 0.7 } as const;

const LIMITS =
  'Fine-tuned on the footage of a few people on one device: says little about anybody else. Estimates drowsiness; no medical or safety device.';
const LICENCE =
  'Personal: made from pictures of the filmed people, biometric data. Do not pass it on without their consent.';

export interface RunContext {
  readonly parts: TrainingParts;
  readonly request: TrainRequest;
  readonly planned: PlannedTraining;
  readonly base: BaseNetwork;
  /** What is gone on with; null: from the beginning. */
  readonly kept: UnfinishedRecord | null;
  readonly backend: Verdict['backend'];
  readonly pause: PauseSwitch;
  readonly signal: AbortSignal;
  readonly emit: (event: TrainEvent) => void;
}

type Trained = Exclude<TrainingResult, { outcome: 'cancelled' }>;

/** @throws Cancelled when the signal stops it while it compares; what was trained is kept */
export async function runTraining(context: RunContext): Promise<TrainOutcome> {
  const identity = toTensors(context.base.weights, weightSpecs(context.base.backbone));
  try {
    const setup = setupOf(context, identity);
    const result = await trainAndSave(context, setup);
    if (result.outcome === 'cancelled') return { kind: 'cancelled' };
    return await compare(context, setup, result);
  } finally {
    disposeWeights(identity);
  }
}

function samplesOf({ parts, planned }: RunContext, which: keyof PlannedTraining['crops']): FaceSamples {
  return faceSamples(parts.footage, planned.seconds, planned.crops[which], planned.training.side);
}

function setupOf(context: RunContext, identity: Weights): TrainingSetup {
  const { planned, request, base } = context;
  const { backbone, fromStage, trainFrom, features } = planned.training;
  const validation = samplesOf(context, 'validation');
  const start = startOf(base, planned.training);
  return {
    backbone,
    identity,
    fromStage,
    trainFrom,
    classes: WAKEFULNESS_CLASSES,
    features,
    training: withAugmented(samplesOf(context, 'training'), planned.copies, request.seed),
    ...(validation.samples.length > 0 && {
      validation: {
        data: validation,
        every: planned.batchesPerEpoch,
        patience: PATIENCE,
        keep: 'best',
        ofEqual: 'later',
      },
    }),
    recipe: planned.recipe,
    mixup: request.mixup,
    seed: request.seed,
    ...(start && { start }),
    rowsAtOnce: ROWS_AT_ONCE[request.depth],
    cacheBytes: CACHE_BYTES,
  };
}

async function trainAndSave(context: RunContext, setup: TrainingSetup): Promise<TrainingResult> {
  const { parts, request, kept, pause, signal, emit, planned } = context;
  const specs = trainedSpecs(setup);
  const saver = new Saver({ ...parts, store: parts.unfinished, specs, request, emit });
  const result = await train(setup, {
    signal,
    pause,
    onEvent: follow(context, saver),
    checkpointEvery: planned.batchesPerEpoch,
    ...(kept?.file && { resumeFrom: decodeTrainingCheckpoint(new Uint8Array(kept.file), specs) }),
  });
  if (result.checkpoint) await saver.save(result.checkpoint);
  await saver.settle();
  return result;
}

/** From what the trainer tells to what the page is told. */
function follow({ emit, parts, planned }: RunContext, saver: Saver): (event: TrainingEvent) => void {
  const clock = new StepClock(parts.now);
  let isPaused = false;
  return (event) => {
    switch (event.type) {
      case 'planned':
        saver.planned(event.batches);
        clock.restart();
        emit({ type: 'planned', steps: event.batches, validates: planned.crops.validation.length > 0 });
        return;
      case 'preparing': {
        const trained = planned.crops.validation.length > 0 ? PREPARED.training : 1;
        const [from, to] = event.data === 'training' ? [PREPARED.files, trained] : [trained, 1];
        emit({ type: 'preparing', share: from + ((to - from) * event.done) / event.total });
        return;
      }
      case 'batch': {
        const { batch: step, batches: steps, loss } = event;
        emit({ type: 'step', step, steps, loss, remaining: clock.step(steps - step) });
        return;
      }
      case 'validation':
        emit({ type: 'validation', step: event.batch, macroF1: event.score, best: event.best });
        return;
      case 'checkpoint':
        if (isPaused) void saver.save(event.checkpoint);
        else saver.onTheWay(event.checkpoint);
        return;
      case 'paused':
      case 'continued':
        isPaused = event.type === 'paused';
        clock.restart();
        emit({ type: event.type, step: event.batch });
    }
  };
}

async function compare(context: RunContext, setup: TrainingSetup, result: Trained): Promise<TrainOutcome> {
  const { parts, request, planned, base, backend, signal, emit } = context;
  const { identity, fromStage, features, seed } = setup;
  const { backbone } = base;
  const { seconds, crops, holdOut } = planned;
  const told = (from: number, to: number, total: number) => async (done: number) => {
    throwIfCancelled(signal);
    emit({ type: 'comparing', share: from + (to - from) * (total === 0 ? 1 : done / total) });
    await breathe();
  };
  emit({ type: 'comparing', share: 0 });

  // What is judged is what the file will hold, rounding included.
  const draft = writeCheckpoint(backbone, describe(context, 1, {}), result.weights, 'F16');
  const content: Checkpoint = readCheckpoint(draft, backbone, base.digest);
  const after = uploadNetwork({ backbone, identity, fromStage, features, weights: content, temperature: 1 });
  const before = await baseNetwork(context, setup);
  try {
    const heldOut = samplesOf(context, 'heldOut');
    const validation = samplesOf(context, 'validation');
    const [all, few] = [heldOut.samples.length, validation.samples.length];
    const then = await posteriorsOf(before, heldOut, null, told(0, COMPARED.before, all));
    const temperature = await refitTemperature(
      after,
      validation,
      base.checkpoint?.card.temperature ?? 1,
      told(COMPARED.before, COMPARED.temperature, few),
    );
    const now = await posteriorsOf(
      after,
      heldOut,
      temperature,
      told(COMPARED.temperature, COMPARED.after, all),
    );
    const judged = judgeSeconds(seconds, crops.heldOut, then, now);
    const shown = faceSamples(
      parts.footage,
      seconds,
      [...crops.training, ...crops.heldOut],
      planned.training.side,
    );
    const verdict: Verdict = {
      ...weigh(judged, holdOut.heldOutBlocks, seed),
      worst: worstSeconds(seconds, judged),
      projection: await projectBoth(before, after, shown, seed, told(COMPARED.after, 1, 1)),
      mixupExamples: await mixupExamples(parts, seconds, crops.training, planned.schedule.pairs),
      steps: result.batches,
      bestStep: result.best?.batch ?? null,
      backend,
    };
    throwIfCancelled(signal);
    const heldOutScores = { before: verdict.before.macroF1, after: verdict.after.macroF1 };
    const file = writeCheckpoint(backbone, describe(context, temperature, heldOutScores), content, 'F16');
    const { id } = await parts.checkpoints.add(file.buffer, request.name, heldOutScores, verdict);
    await parts.unfinished.discard();
    return { kind: 'finished', checkpointId: id, verdict };
  } finally {
    disposeNetwork(after);
    disposeNetwork(before);
  }
}

/** The network that was fine-tuned, as it was: the base checkpoint, or an untrained network. */
async function baseNetwork(
  { base, planned }: RunContext,
  { identity, classes, seed, start }: TrainingSetup,
): Promise<Classifier> {
  const { backbone, checkpoint } = base;
  const { fromStage, features } = planned.training;
  const temperature = checkpoint?.card.temperature ?? 1;
  if (start) {
    return uploadNetwork({ backbone, identity, fromStage, features, weights: start, temperature });
  }
  const initial = initialStateWeights(backbone.embeddingSize, classes.length, seed);
  const state = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [name, weight] of initial) state.set(name, new Float32Array(await weight.data<'float32'>()));
  dispose([...initial.values()]);
  const weights: TrainedWeights = { face: base.weights, state, spread: null };
  return uploadNetwork({ backbone, identity, fromStage, features, weights, temperature });
}

function describe(
  { request, planned, base, parts }: RunContext,
  temperature: number,
  heldOut: Readonly<Record<string, number>>,
): CheckpointDescription {
  const { fromStage, side, features } = planned.training;
  const { seconds, crops } = planned;
  const recordings = new Set(seconds.map(({ recording }) => recording)).size;
  const name = request.name.trim();
  if (name === '') {
    throw new WakefulError('checkpoint-invalid', 'The new network has no name.', 'Give it a name.');
  }
  return {
    name,
    created: new Date(parts.wallClock()).toISOString(),
    backbone: base.backbone.id,
    backboneSha256: base.digest,
    fromStage,
    inputSize: side,
    features,
    classes: [...WAKEFULNESS_CLASSES],
    temperature,
    training: {
      data: `Own footage on this device: ${recordings} recordings, from ${base.checkpoint?.card.name ?? 'an untrained network'}.`,
      subjects: new Set(seconds.map(({ person }) => person)).size,
      samples: crops.training.length,
      seed: request.seed,
      command: `The studio: depth ${request.depth}, held out by ${request.holdOut}, ${request.epochs} epochs, mixup ${JSON.stringify(request.mixup)}`,
    },
    metrics: Object.fromEntries(
      Object.entries(heldOut).map(([when, score]) => [`held-out seconds, macro-F1 ${when}`, score]),
    ),
    limits: LIMITS,
    licence: LICENCE,
  };
}
