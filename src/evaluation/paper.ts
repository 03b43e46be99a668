/**
 * The figures that the paper ("Internal State Estimation Based on Facial Images with Individual
 * Feature Separation and Mixup Augmentation") reports in its Tables 3 to 8. They stand beside ours
 * in every report. All are macro-F1 over nine folds unless named otherwise; classes in the order of
 * WAKEFULNESS_CLASSES.
 */
import type { ConfusionMatrix } from '../training/metrics';
import type { MixupOptions } from '../training/mixup';

/** Participants of a group (paper, 4.3). */
export const PAPER_GROUP_SIZE = 3;

/** Trials of the identification test (paper, 4.5). */
export const PAPER_IDENTIFICATION_TRIALS = 100;

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

const SERIES: readonly Pick<MixupOptions, 'stage' | 'partner'>[] = [
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

const AMOUNTS = [0.1, 0.2, 0.3, 0.4] as const;
export const PAPER_ALPHAS = [0.75, 1, 2] as const;

/** Tables 4, 6 and 7: every mixup that was measured, once. */
export const PAPER_MIXUPS: readonly (MixupOptions & { readonly macroF1: number })[] = SERIES.flatMap(
  (series, row) => [
    ...AMOUNTS.map((amount, i) => ({ ...series, amount, alpha: 0.75, macroF1: BY_AMOUNT[row]![i]! })),
    ...[1, 2].map((alpha, i) => ({ ...series, amount: 0.1, alpha, macroF1: BY_ALPHA[row]![i]! })),
  ],
);

/** Table 8: fraction of probes recognised as their person; lower is better separation. */
export const PAPER_TABLE_8 = { withDeviation: 0.633, withoutDeviation: 0.83 } as const;
