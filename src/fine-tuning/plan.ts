/** What a request comes down to: which seconds train, which are held out, and whether that is enough. */
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../common/classes';
import { Random } from '../common/random';
import { ENOUGH_SECONDS, holdOutUnits, missingSeconds, planHoldOut, type HoldOutPlan } from './hold-out';
import type { CheckpointCard } from '../network/checkpoint-card';
import { planTraining, type TrainingPlan } from '../training/plan';
import { ADAM_RECIPE, type Recipe } from '../training/recipe';
import type { Depth, TrainPlan, TrainRequest } from '../engine/studio-api';
import { backboneOf, trainingOf, type Training } from './base';
import {
  cropsOf,
  labelledSeconds,
  TRAINING_CROPS_PER_CLASS,
  VALIDATION_CROPS_PER_CLASS,
  type CropOfSecond,
  type FootageSecond,
} from './footage';
import { trainingMemory } from './memory';
import type { TrainingParts } from './parts';

const STREAM = { training: 501, validation: 502 } as const;

/** Sessions or people of whom one is held out and another trains. */
const LEAST_UNITS = 2;

export interface PlannedTraining {
  readonly training: Training;
  readonly seconds: readonly FootageSecond[];
  readonly holdOut: HoldOutPlan;
  readonly crops: Readonly<Record<'training' | 'validation' | 'heldOut', readonly CropOfSecond[]>>;
  /** Changed copies of each training crop that are trained on too (training/augmented-samples.ts). */
  readonly copies: number;
  readonly recipe: Recipe;
  readonly schedule: TrainingPlan;
  /** Steps of one epoch. */
  readonly batchesPerEpoch: number;
  readonly plan: TrainPlan;
}

/** Batches of a small data set are small, so that an epoch still has some dozen steps. */
const STEPS_PER_EPOCH = 12;
const LEAST_BATCH = 8;

/**
 * Samples that a training has at least: small footage is seen in changed light, place and sharpness too. More copies than
 * that of one crop would teach the changes rather than the face.
 */
const LEAST_SAMPLES = 128;
const MOST_COPIES = 2;

const copiesFor = (crops: number): number =>
  crops === 0 ? 0 : Math.min(MOST_COPIES, Math.max(0, Math.ceil(LEAST_SAMPLES / crops) - 1));

/** ADAM_RECIPE for as many samples as there are. */
export function smallDataRecipe(samples: number, epochs: number): Recipe {
  const batchSize = Math.round(samples / STEPS_PER_EPOCH);
  return {
    ...ADAM_RECIPE,
    batchSize: Math.min(ADAM_RECIPE.batchSize, Math.max(LEAST_BATCH, batchSize)),
    length: { epochs },
  };
}

/** @param card of the base checkpoint; null: an untrained network */
export async function planRequest(
  { footage, backbones }: Pick<TrainingParts, 'footage' | 'backbones'>,
  request: TrainRequest,
  card: CheckpointCard | null,
): Promise<PlannedTraining> {
  const { seed, mixup } = request;
  const backbone = backboneOf({ backbones }, card);
  const training = trainingOf(backbone, card, request.depth);
  const seconds = await labelledSeconds(footage, request.recordingIds);
  const classes = WAKEFULNESS_CLASSES.length;
  const holdOut = planHoldOut(seconds, classes, request.holdOut, seed);
  const crops = {
    training: cropsOf(
      seconds,
      holdOut.training,
      TRAINING_CROPS_PER_CLASS,
      Random.seeded(seed, STREAM.training),
    ),
    validation: cropsOf(
      seconds,
      holdOut.validation,
      VALIDATION_CROPS_PER_CLASS,
      Random.seeded(seed, STREAM.validation),
    ),
    heldOut: cropsOf(seconds, holdOut.heldOut, Infinity, Random.seeded(seed)),
  };
  const copies = copiesFor(crops.training.length);
  const samples = Array.from({ length: copies + 1 }, () => crops.training)
    .flat()
    .map(({ position }) => {
      const { person, label } = seconds[position]!;
      return { subject: person, label };
    });
  const recipe = smallDataRecipe(Math.round(samples.length * (1 + (mixup?.amount ?? 0))), request.epochs);
  const schedule = planTraining(samples, classes, recipe, mixup, seed);
  const items = schedule.originals.length + schedule.pairs.length;
  const mixedRows = mixup?.stage === 'images' ? schedule.pairs.length : 0;
  const rows = samples.length + mixedRows + crops.validation.length;
  const memory = (depth: Depth): number => trainingMemory(trainingOf(backbone, card, depth), depth, rows);
  return {
    training,
    seconds,
    holdOut,
    crops,
    copies,
    recipe,
    schedule,
    batchesPerEpoch: Math.max(1, Math.ceil(items / recipe.batchSize)),
    plan: {
      missing: missing(seconds, holdOut, request),
      few: few(seconds, holdOut),
      training: secondsByClass(seconds, holdOut.training),
      heldOut: secondsByClass(seconds, holdOut.heldOut),
      memory: { head: memory('head'), last: memory('last'), deep: memory('deep'), all: memory('all') },
      lackingPeople: [
        ...new Set(
          schedule.mixup?.classPairs.flatMap(({ lacking }) => lacking.map(({ subject }) => subject)) ?? [],
        ),
      ],
    },
  };
}

function missing(
  seconds: readonly FootageSecond[],
  holdOut: HoldOutPlan,
  request: TrainRequest,
): TrainPlan['missing'] {
  const units = holdOutUnits(seconds, request.holdOut);
  if (request.holdOut !== 'blocks' && units < LEAST_UNITS) {
    const code = request.holdOut === 'session' ? 'too-few-sessions' : 'too-few-people';
    return [{ code, label: null, have: units, need: LEAST_UNITS }];
  }
  return missingSeconds(seconds, holdOut, WAKEFULNESS_CLASSES.length).map(({ side, label, have, need }) => {
    const code = side !== 'labels' ? 'one-class-held-out' : have === 0 ? 'class-missing' : 'too-few-seconds';
    return { code, label: WAKEFULNESS_CLASSES[label]!, have, need };
  });
}

const few = (seconds: readonly FootageSecond[], holdOut: HoldOutPlan): TrainPlan['few'] =>
  missingSeconds(seconds, holdOut, WAKEFULNESS_CLASSES.length, ENOUGH_SECONDS).map(
    ({ label }) => WAKEFULNESS_CLASSES[label]!,
  );

function secondsByClass(
  seconds: readonly FootageSecond[],
  positions: readonly number[],
): Readonly<Record<WakefulnessClass, number>> {
  const count = (name: WakefulnessClass): number =>
    positions.filter((position) => WAKEFULNESS_CLASSES[seconds[position]!.label] === name).length;
  return { asleep: count('asleep'), drowsy: count('drowsy'), awake: count('awake') };
}
