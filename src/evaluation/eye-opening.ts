/**
 * The baseline for everything: the state from the opening of the eyes alone. Openings are any
 * measure that falls as the lids do, an eye aspect ratio or a fraction of the person's own open
 * level; never NaN.
 */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { macroF1 } from '../training/metrics';
import { quantile } from '../common/statistics';

const [ASLEEP, DROWSY, AWAKE] = (['asleep', 'drowsy', 'awake'] as const).map((name) =>
  WAKEFULNESS_CLASSES.indexOf(name),
) as [number, number, number];

/** Below `drowsyFrom` Asleep, from `awakeFrom` on Awake, else Drowsy; drowsyFrom ≤ awakeFrom. */
export interface EyeThresholds {
  readonly drowsyFrom: number;
  readonly awakeFrom: number;
}

export function classifyOpening(opening: number, { drowsyFrom, awakeFrom }: EyeThresholds): number {
  return opening >= awakeFrom ? AWAKE : opening >= drowsyFrom ? DROWSY : ASLEEP;
}

/** Places that a threshold may be at: enough for a hundredth of the samples to matter. */
const CANDIDATES = 100;

/** Midpoints of neighbouring openings (of many, at even quantiles), -Infinity and Infinity. */
function candidates(openings: readonly number[]): readonly number[] {
  const distinct = [...new Set(openings)].sort((a, b) => a - b);
  const between = distinct.slice(1).map((opening, i) => (distinct[i]! + opening) / 2);
  const inner =
    between.length <= CANDIDATES
      ? between
      : [...new Set(Array.from({ length: CANDIDATES }, (_, i) => quantile(between, i / (CANDIDATES - 1))))];
  return [-Infinity, ...inner, Infinity];
}

/**
 * The two thresholds with the highest macro-F1 on labelled openings; of equally good ones the
 * lowest, which find more faces awake. -Infinity and Infinity: the data ask for no such class.
 * @throws RangeError without samples, or when the lists differ in length
 */
export function fitEyeThresholds(openings: readonly number[], truth: readonly number[]): EyeThresholds {
  if (openings.length !== truth.length || openings.length === 0) {
    throw new RangeError(`${openings.length} openings for ${truth.length} labels give no thresholds.`);
  }
  const places = candidates(openings);
  // below[place][label]: samples of the label under that place.
  const below = places.map((place) =>
    WAKEFULNESS_CLASSES.map((_, label) => truth.filter((t, i) => t === label && openings[i]! < place).length),
  );
  const all = below.at(-1)!;
  let best: EyeThresholds = { drowsyFrom: -Infinity, awakeFrom: -Infinity };
  let score = -1;
  for (const [low, drowsyFrom] of places.entries()) {
    for (const [step, awakeFrom] of places.slice(low).entries()) {
      const [under, upTo] = [below[low]!, below[low + step]!];
      const matrix = WAKEFULNESS_CLASSES.map((_, label) => {
        const row = [0, 0, 0];
        row[ASLEEP] = under[label]!;
        row[DROWSY] = upTo[label]! - under[label]!;
        row[AWAKE] = all[label]! - upTo[label]!;
        return row;
      });
      const now = macroF1(matrix);
      if (now > score) [score, best] = [now, { drowsyFrom, awakeFrom }];
    }
  }
  return best;
}
