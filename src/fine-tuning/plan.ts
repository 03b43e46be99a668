/**
 * What a request comes down to: which seconds train, which are held out, and whether that is
 * enough.
 */
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import { WakefulError } from '../common/errors';
import { Random } from '../common/random';
import { planTraining, type TrainingPlan } from '../training/plan';
import { ADAM_RECIPE, type Recipe } from '../training/recipe';
import { backboneOf, baseCard, trainedStages, type NetworkSource, type TrainedStages } from './base';
import {
  cropsOf,
  readSeconds,
  TRAINING_CROPS_PER_CLASS,
  VALIDATION_CROPS_PER_CLASS,
  type FootageSecond,
  type PlannedCrops,
  type TrainingFootage,
} from './footage';
import { ENOUGH_SECONDS, holdOutUnits, missingSeconds, planHoldOut, type HoldOutPlan } from './hold-out';
import { trainingDuration } from './duration';
import { trainingMemory } from './memory';
import type { Depth, TrainRequest } from './request';

const STREAM = { training: 501, validation: 502 } as const;

/** Sessions or people of whom one is held out and another trains. */
const LEAST_UNITS = 2;

/** What a training would need and whether it can be done; computed before it starts. */
export interface TrainPlan {
  /** What is missing, in codes that the app has words for; empty: it can start. */
  readonly missing: readonly {
    readonly code:
      'too-few-seconds' | 'class-missing' | 'one-class-held-out' | 'too-few-sessions' | 'too-few-people';
    readonly label: WakefulnessClass | null;
    readonly have: number;
    readonly need: number;
  }[];
  /** Classes with so few seconds that training and verdict are little more than chance. */
  readonly few: readonly WakefulnessClass[];
  readonly training: Readonly<Record<WakefulnessClass, number>>;
  readonly heldOut: Readonly<Record<WakefulnessClass, number>>;
  /** Bytes that a training of each depth takes at most, estimated. */
  readonly memory: Readonly<Record<Depth, number>>;
  /** ms that a training of each depth takes on a usual processor, estimated. */
  readonly duration: Readonly<Record<Depth, Milliseconds>>;
  /** People who lack a class for the mixup of one person's faces: their ids. */
  readonly lackingPeople: readonly string[];
}

export interface PlannedTraining {
  readonly request: TrainRequest;
  readonly training: TrainedStages;
  readonly seconds: readonly FootageSecond[];
  readonly holdOut: HoldOutPlan;
  readonly crops: PlannedCrops;
  /**
   * Changed copies of each training crop that are trained on too (training/augmented-samples.ts).
   */
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
 * Samples that a training has at least: small footage is seen in changed light, place and sharpness
 * too. More copies than that of one crop would teach the changes rather than the face.
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

export async function planRequest(
  footage: TrainingFootage,
  source: Pick<NetworkSource, 'backbones' | 'shipped' | 'checkpoints'>,
  request: TrainRequest,
): Promise<PlannedTraining> {
  const { seed, mixup } = request;
  const card = await baseCard(source, request.base);
  const backbone = backboneOf(source.backbones, card);
  const training = trainedStages(backbone, card, request.depth);
  const seconds = await readSeconds(footage, request.recordingIds);
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
  const duration = (depth: Depth): Milliseconds =>
    trainingDuration(backbone.id, depth, {
      training: items,
      validation: crops.validation.length,
      heldOut: crops.heldOut.length,
      epochs: request.epochs,
    });
  const memory = (depth: Depth): number => trainingMemory(trainedStages(backbone, card, depth), depth, rows);
  return {
    request,
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
      duration: {
        head: duration('head'),
        last: duration('last'),
        deep: duration('deep'),
        all: duration('all'),
      },
      lackingPeople: [
        ...new Set(
          schedule.mixup?.classPairs.flatMap(({ lacking }) => lacking.map(({ subject }) => subject)) ?? [],
        ),
      ],
    },
  };
}

/** @throws WakefulError `training-too-little` naming the first thing that is missing */
export function assertEnough({ missing: [first] }: TrainPlan): void {
  if (!first) return;
  const { code, label, have, need } = first;
  throw new WakefulError(
    'training-too-little',
    `There is too little to train on: ${code}${label === null ? '' : ` (${label})`}, ${have} of ${need}.`,
    'Label more seconds, or add footage.',
  );
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
