import type { SecondLabels } from '../recording';

/** Steps that can be undone. */
const DEPTH = 200;

/** Labels with what can be undone and redone; never changed in place. */
export interface LabelHistory {
  readonly labels: SecondLabels;
  /** Earlier labels, the latest last. */
  readonly past: readonly SecondLabels[];
  /** Labels that were undone, the next to redo first. */
  readonly future: readonly SecondLabels[];
  /** The gesture that made `labels`; null: a single edit. */
  readonly stroke: string | null;
}

export function labelHistory(labels: SecondLabels): LabelHistory {
  return { labels, past: [], future: [], stroke: null };
}

const same = (a: SecondLabels, b: SecondLabels): boolean =>
  a.length === b.length && a.every((label, second) => label === b[second]);

/**
 * The history with new labels. Edits of one gesture (a drag, a held key) name the same `stroke`,
 * and are undone together. Labels that are the same as before are no step.
 */
export function edited(
  history: LabelHistory,
  labels: SecondLabels,
  stroke: string | null = null,
): LabelHistory {
  if (same(history.labels, labels)) return history;
  if (stroke !== null && stroke === history.stroke) return { ...history, labels };
  return { labels, past: [...history.past, history.labels].slice(-DEPTH), future: [], stroke };
}

export function undo({ labels, past, future }: LabelHistory): LabelHistory {
  const before = past.at(-1);
  if (!before) return { labels, past, future, stroke: null };
  return { labels: before, past: past.slice(0, -1), future: [labels, ...future], stroke: null };
}

export function redo({ labels, past, future }: LabelHistory): LabelHistory {
  const [next, ...rest] = future;
  if (!next) return { labels, past, future, stroke: null };
  return { labels: next, past: [...past, labels], future: rest, stroke: null };
}
