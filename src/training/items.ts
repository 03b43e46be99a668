/** What a batch is made of: original samples and mixed ones, each with its target. */
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import type { MixedPair, MixupStage } from './mixup';
import type { Recipe } from './recipe';
import type { Rows } from './rows';
import type { LabelledSample } from '../network/face-samples';

export interface TrainingItem {
  /** Rows whose V_state is added up, and the fraction of each; one row unless V_state is mixed. */
  readonly parts: readonly (readonly [row: number, fraction: number])[];
  /** Fraction of each class, summing to 1: the (soft) label. */
  readonly target: readonly number[];
  /** What it counts in the loss, beside its classes' weights. */
  readonly weight: number;
  /** Whom a batch groups it with: the subject of the (first) face. */
  readonly person: string;
}

/**
 * Nats between two neighbouring classes of an ordinal label: with three classes the one in the
 * middle keeps 0.79, an outer one 0.87.
 */
const ORDINAL_STEEPNESS = 2;

/** Fraction of each class in the label of an unmixed sample. */
export function classTarget(label: number, classCount: number, kind?: Recipe['labels']): readonly number[] {
  const classes = Array.from({ length: classCount }, (_, k) => k);
  if (kind === undefined) return classes.map((k) => Number(k === label));
  const likeness = classes.map((k) => Math.exp(-ORDINAL_STEEPNESS * Math.abs(k - label)));
  const sum = likeness.reduce((total, value) => total + value, 0);
  return likeness.map((value) => value / sum);
}

/** The original samples, in order, then the mixed ones. */
export function trainingItems(
  samples: readonly LabelledSample[],
  originals: readonly number[],
  pairs: readonly MixedPair[],
  stage: MixupStage,
  rows: Rows,
  classCount: number,
  labels?: Recipe['labels'],
): readonly TrainingItem[] {
  const target = (sample: LabelledSample): readonly number[] => classTarget(sample.label, classCount, labels);
  const plain = originals.map((index): TrainingItem => {
    const sample = samples[index]!;
    const { subject, weight = 1 } = sample;
    return {
      parts: [[rows.rowOf(index), 1]],
      target: target(sample),
      weight,
      person: subject,
    };
  });
  const mixed = pairs.map(({ first, second, lambda }, i): TrainingItem => {
    const [a, b] = [samples[first]!, samples[second]!];
    return {
      parts:
        stage === 'images'
          ? [[originals.length + i, 1]]
          : [
              [rows.rowOf(first), lambda],
              [rows.rowOf(second), 1 - lambda],
            ],
      // λ·y_i + (1 − λ)·y_j (paper, equation 3).
      target: target(a).map((part, k) => lambda * part + (1 - lambda) * target(b)[k]!),
      weight: lambda * (a.weight ?? 1) + (1 - lambda) * (b.weight ?? 1),
      person: a.subject,
    };
  });
  return [...plain, ...mixed];
}

/** The rows that some items need, each once. */
export function rowsOf(items: readonly TrainingItem[]): readonly number[] {
  return [...new Set(items.flatMap(({ parts }) => parts.map(([row]) => row)))];
}

/**
 * The mixing as a matrix [items, rows]: V_state of the rows, multiplied by it, gives V_state of the
 * items (equation 2). null when every item is just its row, in order.
 */
export function mixingMatrix(items: readonly TrainingItem[], rows: readonly number[]): Tensor2D | null {
  const trivial =
    items.length === rows.length &&
    items.every(({ parts }, i) => parts.length === 1 && parts[0]![0] === rows[i]);
  if (trivial) return null;
  const column = new Map(rows.map((row, i) => [row, i]));
  const matrix = new Float32Array(items.length * rows.length);
  items.forEach(({ parts }, i) => {
    for (const [row, fraction] of parts) matrix[i * rows.length + column.get(row)!]! += fraction;
  });
  return tensor2d(matrix, [items.length, rows.length]);
}
