/** The training of a fine-tuning: planned faces in, new weights out, saved on the way. */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import type { Clock } from '../common/clock';
import { StepClock } from '../common/step-clock';
import type { Weights } from '../network/backbone';
import { withAugmented } from '../training/augmented-samples';
import type { PauseSwitch, StopSignal } from '../training/control';
import { trainedSpecs, type TrainingEvent, type TrainingResult, type TrainingSetup } from '../training/setup';
import { trainNetwork } from '../training/trainer';
import { decodeTrainingCheckpoint } from '../training/training-checkpoint';
import { startOf, type BaseNetwork } from './base';
import type { TrainEvent } from './events';
import type { PlannedFaces } from './footage';
import { CACHE_BYTES, ROWS_AT_ONCE } from './memory';
import type { PlannedTraining } from './plan';
import { Saver, type TrainingSaves } from './saver';

/** Epochs without a better validation after which training stops. */
const PATIENCE = 4;

/** How much of the preparation is done once the network's files are there. */
export const FILES_PREPARED = 0.2;
/** … and the training faces; the validation faces are the rest. */
const TRAINING_PREPARED = 0.9;

/** How a fine-tuning is steered from outside, and what it tells. */
export interface Steering {
  readonly signal: StopSignal;
  readonly pause: PauseSwitch;
  readonly now: Clock;
  readonly emit: (event: TrainEvent) => void;
}

/** @param identity the Identity Model on the current backend */
export function setupOf(
  planned: PlannedTraining,
  faces: PlannedFaces,
  base: BaseNetwork,
  identity: Weights,
): TrainingSetup {
  const { request, recipe, batchesPerEpoch } = planned;
  const { backbone, fromStage, trainFrom, features } = planned.training;
  const start = startOf(base, fromStage);
  return {
    backbone,
    identity,
    fromStage,
    trainFrom,
    classes: WAKEFULNESS_CLASSES,
    features,
    training: withAugmented(faces.training, planned.copies, request.seed),
    ...(faces.validation.samples.length > 0 && {
      validation: {
        data: faces.validation,
        every: batchesPerEpoch,
        patience: PATIENCE,
        keep: 'best',
        ofEqual: 'later',
      },
    }),
    recipe,
    mixup: request.mixup,
    seed: request.seed,
    ...(start && { start }),
    rowsAtOnce: ROWS_AT_ONCE[request.depth],
    cacheBytes: CACHE_BYTES,
  };
}

/**
 * Trains, from the last save where there is one, and saves on the way and at the end.
 * @param checkpointEvery steps
 */
export async function trainAndSave(
  setup: TrainingSetup,
  checkpointEvery: number,
  saves: TrainingSaves,
  { signal, pause, now, emit }: Steering,
): Promise<TrainingResult> {
  const specs = trainedSpecs(setup);
  const saver = new Saver({ saves, specs, now, emit });
  const result = await trainNetwork(setup, {
    signal,
    pause,
    onEvent: follow(saver, setup.validation !== undefined, now, emit),
    checkpointEvery,
    ...(saves.last && { resumeFrom: decodeTrainingCheckpoint(new Uint8Array(saves.last), specs) }),
  });
  if (result.checkpoint) await saver.save(result.checkpoint);
  await saver.settle();
  return result;
}

/** From what the trainer tells to what the page is told. */
function follow(
  saver: Saver,
  validates: boolean,
  now: Clock,
  emit: (event: TrainEvent) => void,
): (event: TrainingEvent) => void {
  const clock = new StepClock(now);
  let isPaused = false;
  return (event) => {
    switch (event.type) {
      case 'planned':
        saver.planned(event.batches);
        clock.restart();
        emit({ type: 'planned', steps: event.batches, validates });
        return;
      case 'preparing': {
        const trained = validates ? TRAINING_PREPARED : 1;
        const [from, to] = event.data === 'training' ? [FILES_PREPARED, trained] : [trained, 1];
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
