/** What a batch is made of: original samples and mixed ones, each with its target. */
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import type { MixedPair, MixupStage } from './mixup';
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

/** The label λ·y_i + (1 − λ)·y_j (paper, equation 3). */
function softLabel(
  classCount: number,
  parts: readonly (readonly [label: number, fraction: number])[],
): number[] {
  const target = new Array<number>(classCount).fill(0);
  for (const [label, fraction] of parts) target[label]! += fraction;
  return target;
}

/** The original samples, in order, then the mixed ones. */
export function trainingItems(
  samples: readonly LabelledSample[],
  originals: readonly number[],
  pairs: readonly MixedPair[],
  stage: MixupStage,
  rows: Rows,
  classCount: number,
): readonly TrainingItem[] {
  const plain = originals.map((index): TrainingItem => {
    const { label, subject, weight = 1 } = samples[index]!;
    return {
      parts: [[rows.rowOf(index), 1]],
      target: softLabel(classCount, [[label, 1]]),
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
      target: softLabel(classCount, [
        [a.label, lambda],
        [b.label, 1 - lambda],
      ]),
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
