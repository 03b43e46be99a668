/**
 * The figures that the paper ("Internal State Estimation Based on Facial Images with Individual Feature Separation and Mixup
 * Augmentation") reports in its Tables 2 to 8. They stand beside ours in every report, and our arithmetic is
 * held to theirs. All are macro-F1 over nine folds unless named otherwise; classes in the order of WAKEFULNESS_CLASSES.
 */
import type { ConfusionMatrix } from '../training/metrics';

/** Participants with all three labels, and how they were split (section 4.3). */
export const PAPER_SUBJECTS = 27;
export const PAPER_GROUP_SIZE = 3;

/** Participants with sessions on two days or more, and trials (section 4.5). */
export const PAPER_IDENTIFIED_SUBJECTS = 25;
export const PAPER_IDENTIFICATION_TRIALS = 100;

/**
 * Table 2: samples in each group (asleep, drowsy, awake). The row of group 9 is as printed: 2,880 twice, where Table 5's
 * sums leave 2,799 (see `PAPER_GROUP9_BY_TABLE_5`); every other row is even to within one sample, so 2,880 is a misprint.
 */
export const PAPER_TABLE_2: readonly (readonly [number, number, number])[] = [
  [1810, 1811, 1810],
  [5934, 5934, 5934],
  [6002, 6002, 6002],
  [15165, 15165, 15165],
  [2109, 2110, 2109],
  [4822, 4822, 4822],
  [5336, 5336, 5336],
  [8859, 8859, 8860],
  [2800, 2880, 2880],
];

/** What the row sums of Table 5 leave for group 9. */
export const PAPER_GROUP9_BY_TABLE_5: readonly [number, number, number] = [2800, 2799, 2799];

/** Table 3. */
export const PAPER_TABLE_3 = { withDeviation: 0.535, withoutDeviation: 0.523 } as const;

/** Table 5a, pooled over the folds: no mixup. */
export const PAPER_TABLE_5A: ConfusionMatrix = [
  [42685, 5515, 4637],
  [9178, 15950, 27710],
  [5229, 16608, 31000],
];

/** Table 5b: mixup of V_state, same person. */
export const PAPER_TABLE_5B: ConfusionMatrix = [
  [44977, 4629, 3231],
  [9753, 16651, 26434],
  [5042, 15476, 32319],
];

/** The margins printed with Table 5, and what the pooled matrices give as macro-F1 (0.535 and 0.569 are means over folds). */
export const PAPER_TABLE_5_MARGINS = {
  a: { recall: [0.808, 0.302, 0.587], precision: [0.748, 0.419, 0.489], pooledMacroF1: 0.554 },
  b: { recall: [0.851, 0.315, 0.612], precision: [0.752, 0.453, 0.521], pooledMacroF1: 0.578 },
} as const;

export interface PaperMixupFigure {
  readonly stage: 'images' | 'V_state';
  readonly partner: 'other' | 'same';
  /** Mixed data added, as a share of the original training data. */
  readonly amount: number;
  /** λ ~ Beta(α, α). */
  readonly alpha: number;
  readonly macroF1: number;
}

type Series = Omit<PaperMixupFigure, 'amount' | 'alpha' | 'macroF1'>;

const SERIES: readonly Series[] = [
  { stage: 'images', partner: 'other' },
  { stage: 'images', partner: 'same' },
  { stage: 'V_state', partner: 'other' },
  { stage: 'V_state', partner: 'same' },
];

/** Table 7 at α = 0.75, by amount; the first column is Table 4. */
const BY_AMOUNT: readonly (readonly number[])[] = [
  [0.537, 0.536, 0.536, 0.532],
  [0.549, 0.539, 0.536, 0.529],
  [0.55, 0.548, 0.549, 0.547],
  [0.569, 0.565, 0.556, 0.558],
];

/** Table 6 at 10 %, by α = 1 and 2; its column for 0.75 is Table 4. */
const BY_ALPHA: readonly (readonly number[])[] = [
  [0.537, 0.537],
  [0.549, 0.549],
  [0.55, 0.55],
  [0.569, 0.568],
];

export const PAPER_AMOUNTS = [0.1, 0.2, 0.3, 0.4] as const;
export const PAPER_ALPHAS = [0.75, 1, 2] as const;

/** Tables 4, 6 and 7: every mixup that was measured, once. */
export const PAPER_MIXUPS: readonly PaperMixupFigure[] = SERIES.flatMap((series, row) => [
  ...PAPER_AMOUNTS.map((amount, i) => ({ ...series, amount, alpha: 0.75, macroF1: BY_AMOUNT[row]![i]! })),
  ...[1, 2].map((alpha, i) => ({ ...series, amount: 0.1, alpha, macroF1: BY_ALPHA[row]![i]! })),
]);

/** Table 8: share of probes recognised as their person; lower is better separation. */
export const PAPER_TABLE_8 = { withDeviation: 0.633, withoutDeviation: 0.83 } as const;
