import { WAKEFULNESS_CLASSES } from '../../common/classes';
import type { SecondLabels } from '../recording';

export interface Agreement {
  /**
   * Cohen's kappa (1960): agreement beyond chance, 1 all, 0 no more than by chance. null: it is not
   * defined, because both used one and the same class only, or no second has two labels.
   */
  readonly kappa: number | null;
  /** Fraction of the seconds with the same label, 0..1; 0 of none. */
  readonly agreed: number;
  /** Seconds that both labelled. */
  readonly seconds: number;
  /** `counts[first][second]`, classes in the order of WAKEFULNESS_CLASSES. */
  readonly counts: readonly (readonly number[])[];
}

/** How far two annotators agree, over the seconds that both labelled. */
export function cohensKappa(first: SecondLabels, second: SecondLabels): Agreement {
  const counts = WAKEFULNESS_CLASSES.map(() => WAKEFULNESS_CLASSES.map(() => 0));
  first.forEach((label, at) => {
    const other = second[at] ?? null;
    if (label === null || other === null) return;
    counts[WAKEFULNESS_CLASSES.indexOf(label)]![WAKEFULNESS_CLASSES.indexOf(other)]!++;
  });
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const rows = counts.map(sum);
  const columns = WAKEFULNESS_CLASSES.map((_, column) => sum(counts.map((row) => row[column]!)));
  const seconds = sum(rows);
  if (seconds === 0) return { kappa: null, agreed: 0, seconds, counts };
  const agreed = sum(counts.map((row, i) => row[i]!)) / seconds;
  // In whole numbers, so that "always by chance" is exactly that.
  const expected = sum(rows.map((row, i) => row * columns[i]!));
  const kappa =
    expected === seconds ** 2 ? null : (agreed - expected / seconds ** 2) / (1 - expected / seconds ** 2);
  return { kappa, agreed, seconds, counts };
}
