import { WAKEFULNESS_CLASSES } from '../common/classes';
import { Random } from '../common/random';
import { planMixup } from '../training/mixup';
import type { LabelledSample } from '../network/face-samples';

/** Original samples by class, mixed ones by pair. */
export const SCATTER_GROUPS = ['asleep', 'asleep+drowsy', 'drowsy', 'drowsy+awake', 'awake'] as const;
export type ScatterGroup = (typeof SCATTER_GROUPS)[number];

export interface ScatterPoint {
  readonly group: ScatterGroup;
  readonly x: number;
  readonly y: number;
}

/** Samples of each class, and mixed ones as a fraction of them: t-SNE takes quadratic time. */
const PER_CLASS = 150;
const MIXED_FRACTION = 0.4;
/** The paper's Figure 4 mixes with Beta(2, 2). */
const FIGURE_ALPHA = 2;

/** Van der Maaten and Hinton (2008); the perplexity must stay well below the number of points. */
const PERPLEXITY = 30;
const ITERATIONS = 500;

const STREAM = { samples: 201, mixup: 202 } as const;

/** Which samples to draw: up to 150 of each class. */
export function samplesToProject(
  samples: readonly LabelledSample[],
  seed: number,
  perClass = PER_CLASS,
): readonly number[] {
  const random = Random.seeded(seed, STREAM.samples);
  return WAKEFULNESS_CLASSES.flatMap((_, label) =>
    random
      .shuffled(samples.flatMap((sample, index) => (sample.label === label ? [index] : [])))
      .slice(0, perClass),
  ).sort((a, b) => a - b);
}

function pairGroup(a: number, b: number): ScatterGroup {
  const name = [a, b]
    .sort()
    .map((label) => WAKEFULNESS_CLASSES[label])
    .join('+');
  return SCATTER_GROUPS.find((group) => group === name)!;
}

/**
 * t-SNE of V_state with same-person mixed samples between the classes (paper, Figure 4). The same
 * for the same seed.
 * @param samples whose vectors these are, in the same order
 * @returns the samples in that order, then the mixed ones; nothing when there are too few for a
 * picture, or when all are equal, as an untrained Face Model's are
 */
export async function projectStates(
  samples: readonly LabelledSample[],
  vectors: readonly Float32Array[],
  seed: number,
): Promise<readonly ScatterPoint[]> {
  const { pairs } = planMixup(
    samples,
    samples.map((_, index) => index),
    { stage: 'V_state', partner: 'same', amount: MIXED_FRACTION, alpha: FIGURE_ALPHA },
    Random.seeded(seed, STREAM.mixup),
  );
  const mixed = pairs.map(({ first, second, lambda }) => ({
    group: pairGroup(samples[first]!.label, samples[second]!.label),
    vector: vectors[first]!.map((value, k) => lambda * value + (1 - lambda) * vectors[second]![k]!),
  }));
  const all = [
    ...samples.map(({ label }, i) => ({ group: WAKEFULNESS_CLASSES[label]!, vector: vectors[i]! })),
    ...mixed,
  ];
  const perplexity = Math.min(PERPLEXITY, Math.floor((all.length - 1) / 3));
  if (perplexity < 2 || all.every(({ vector }) => equal(vector, vectors[0]!))) return [];
  // A file of its own (LGPL, 0.6 MB), and only where something is drawn.
  const { TSNE } = await import('@saehrimnir/druidjs');
  const plane = new TSNE(
    all.map(({ vector }) => Array.from(vector)),
    { perplexity, d: 2, seed },
  ).transform(ITERATIONS);
  return all.map(({ group }, i) => ({ group, x: round(plane[i]![0]!), y: round(plane[i]![1]!) }));
}

const equal = (a: Float32Array, b: Float32Array): boolean => a.every((value, k) => value === b[k]);

const round = (value: number): number => Number(value.toFixed(3));
