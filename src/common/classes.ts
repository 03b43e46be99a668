/**
 * The three classes of the paper, in the order of its tables (5a, 5b): rows, columns and softmax
 * outputs.
 */
export const WAKEFULNESS_CLASSES = ['asleep', 'drowsy', 'awake'] as const;

export type WakefulnessClass = (typeof WAKEFULNESS_CLASSES)[number];

/** Probabilities of the three classes, each in 0..1, summing to 1. */
export type ClassProbabilities = Readonly<Record<WakefulnessClass, number>>;
