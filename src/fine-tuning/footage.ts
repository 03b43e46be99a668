/** From recordings with labels to the faces that training, validation and verdict look at. */
import { concat, image, type Tensor4D } from '@tensorflow/tfjs-core';
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { groupBy } from '../common/group-by';
import type { Random } from '../common/random';
import type { FrameSignals, Recording, SecondLabels } from '../footage/recording';
import { cropsToTensor, type RgbaCrop } from '../network/crops';
import type { FaceSamples } from '../network/face-samples';
import type { LabelledSecond } from './hold-out';

/** What a fine-tuning reads of the footage; the studio's library has it all. */
export interface TrainingFootage {
  /** null: it is no longer there. */
  recording(id: string): Promise<Pick<Recording, 'personId'> | null>;
  labels(id: string): Promise<SecondLabels>;
  signals(id: string): Promise<readonly Pick<FrameSignals, 'time' | 'crop'>[]>;
  /** Crops by the index in their FrameSignals, in the order asked for. */
  readCrops(id: string, indices: readonly number[]): Promise<readonly RgbaCrop[]>;
}

/** A labelled second that shows the face. */
export interface FootageSecond extends LabelledSecond {
  /** Indices of its crops. */
  readonly crops: readonly number[];
}

/** One crop of one second. */
export interface CropOfSecond {
  /** Position in the list of seconds. */
  readonly position: number;
  readonly crop: number;
}

/** Crops by what they are for. */
export type PlannedCrops = Readonly<Record<'training' | 'validation' | 'heldOut', readonly CropOfSecond[]>>;

/** Crops of one second that are looked at; more are nearly the same picture. */
const CROPS_PER_SECOND = 4;
/** Crops of one class that are trained on: more of the same footage adds time, not knowledge. */
export const TRAINING_CROPS_PER_CLASS = 1000;
/** Crops of one class that a validation looks at: there is one after every epoch. */
export const VALIDATION_CROPS_PER_CLASS = 200;

/** All labelled seconds with a face, in order. Recordings that are no longer there are left out. */
export async function readSeconds(
  footage: TrainingFootage,
  recordingIds: readonly string[],
): Promise<readonly FootageSecond[]> {
  const seconds: FootageSecond[] = [];
  for (const id of [...new Set(recordingIds)].sort()) {
    const recording = await footage.recording(id);
    if (!recording) continue;
    const [labels, signals] = await Promise.all([footage.labels(id), footage.signals(id)]);
    const kept = signals.flatMap(({ time, crop }) => (crop === null ? [] : [{ time, crop }]));
    const crops = groupBy(kept, ({ time }) => Math.floor(time));
    labels.forEach((label, second) => {
      const own = crops.get(second);
      if (label === null || !own) return;
      seconds.push({
        recording: id,
        person: recording.personId,
        second,
        label: WAKEFULNESS_CLASSES.indexOf(label),
        crops: evenly(
          own.map(({ crop }) => crop),
          CROPS_PER_SECOND,
        ),
      });
    });
  }
  return seconds;
}

/** At most `count` of the items, spread over all. */
function evenly<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from({ length: count }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)]!);
}

/**
 * All crops of some seconds; of a class with more than `perClass` a random choice, the same for the
 * same seed.
 */
export function cropsOf(
  seconds: readonly FootageSecond[],
  positions: readonly number[],
  perClass: number,
  random: Random,
): readonly CropOfSecond[] {
  const all = positions.flatMap((position) =>
    seconds[position]!.crops.map((crop): CropOfSecond => ({ position, crop })),
  );
  return WAKEFULNESS_CLASSES.flatMap((_, label) => {
    const own = all.filter(({ position }) => seconds[position]!.label === label);
    return own.length <= perClass ? own : random.shuffled(own).slice(0, perClass);
  }).sort((a, b) => a.position - b.position || a.crop - b.crop);
}

/** The faces of a planned training, by what they are for. */
export interface PlannedFaces {
  readonly training: FaceSamples;
  readonly validation: FaceSamples;
  readonly heldOut: FaceSamples;
  /** Those of the projection: trained and held-out ones. */
  readonly shown: FaceSamples;
}

/** Pictures are read when they are asked for, and brought to the network's size. */
export function plannedFaces(
  footage: TrainingFootage,
  seconds: readonly FootageSecond[],
  crops: PlannedCrops,
  side: number,
): PlannedFaces {
  const samplesOf = (some: readonly CropOfSecond[]): FaceSamples => cropSamples(footage, seconds, some, side);
  return {
    training: samplesOf(crops.training),
    validation: samplesOf(crops.validation),
    heldOut: samplesOf(crops.heldOut),
    shown: samplesOf([...crops.training, ...crops.heldOut]),
  };
}

function cropSamples(
  footage: TrainingFootage,
  seconds: readonly FootageSecond[],
  crops: readonly CropOfSecond[],
  side: number,
): FaceSamples {
  return {
    samples: crops.map(({ position }) => {
      const { person, label } = seconds[position]!;
      return { subject: person, label };
    }),
    side,
    images: async (indices) =>
      toImages(
        await readAll(
          footage,
          seconds,
          indices.map((index) => crops[index]!),
        ),
        side,
      ),
  };
}

/** The pictures of some crops, in their order; each recording is asked once. */
export async function readAll(
  footage: TrainingFootage,
  seconds: readonly FootageSecond[],
  crops: readonly CropOfSecond[],
): Promise<readonly RgbaCrop[]> {
  const byRecording = groupBy(crops.keys(), (at) => seconds[crops[at]!.position]!.recording);
  const pictures = new Array<RgbaCrop>(crops.length);
  for (const [recording, places] of byRecording) {
    const read = await footage.readCrops(
      recording,
      places.map((at) => crops[at]!.crop),
    );
    places.forEach((at, i) => (pictures[at] = read[i]!));
  }
  return pictures;
}

function toImages(pictures: readonly RgbaCrop[], side: number): Tensor4D {
  if (pictures.every(({ size }) => size === side)) return cropsToTensor(pictures);
  const parts = pictures.map((picture) => {
    const plain = cropsToTensor([picture]);
    const resized = image.resizeBilinear(plain, [side, side]);
    plain.dispose();
    return resized;
  });
  const together = concat(parts);
  for (const part of parts) part.dispose();
  return together;
}
