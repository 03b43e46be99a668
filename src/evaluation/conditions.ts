/** What the paper's tables compare, each training once: most stand in several tables. */
import type { MixupOptions } from '../training/mixup';
import { PAPER_MIXUPS, PAPER_TABLE_3 } from './paper';

export const PAPER_TABLES = [3, 4, 5, 6, 7, 8] as const;
export type PaperTable = (typeof PAPER_TABLES)[number];

/** One way to train, measured in every fold. */
export interface Condition {
  /** File name and key: `without-deviation`, `deviation`, `V_state-same-10-0.75`. */
  readonly id: string;
  /** With the deviation module the state module reads V_state, without it V_face (Fig. 7). */
  readonly deviation: boolean;
  readonly mixup: MixupOptions | null;
  /** The paper's macro-F1. */
  readonly paper: number;
}

export const WITHOUT_DEVIATION: Condition = {
  id: 'without-deviation',
  deviation: false,
  mixup: null,
  paper: PAPER_TABLE_3.withoutDeviation,
};

export const WITH_DEVIATION: Condition = {
  id: 'deviation',
  deviation: true,
  mixup: null,
  paper: PAPER_TABLE_3.withDeviation,
};

const MIXUPS: readonly Condition[] = PAPER_MIXUPS.map(({ macroF1, ...mixup }) => ({
  id: `${mixup.stage}-${mixup.partner}-${Math.round(100 * mixup.amount)}-${mixup.alpha}`,
  deviation: true,
  mixup,
  paper: macroF1,
}));

/** The paper's best: V_state, same person, 10 %, α = 0.75 (Tables 4 and 5b). */
export const BEST_MIXUP: Condition = MIXUPS.find(({ id }) => id === 'V_state-same-10-0.75')!;

/** The paper's usual amount and α, which the other tables vary one at a time. */
const USUAL = { amount: 0.1, alpha: 0.75 } as const;

/** The conditions that a table holds, in its order. */
export function conditionsOfTable(table: PaperTable): readonly Condition[] {
  const mixups = (wanted: (mixup: MixupOptions) => boolean): readonly Condition[] =>
    MIXUPS.filter(({ mixup }) => mixup !== null && wanted(mixup));
  switch (table) {
    case 3:
    case 8:
      return [WITH_DEVIATION, WITHOUT_DEVIATION];
    case 4:
      return [
        WITH_DEVIATION,
        ...mixups(({ amount, alpha }) => amount === USUAL.amount && alpha === USUAL.alpha),
      ];
    case 5:
      return [WITH_DEVIATION, BEST_MIXUP];
    case 6:
      return mixups(({ amount }) => amount === USUAL.amount);
    case 7:
      return [WITH_DEVIATION, ...mixups(({ alpha }) => alpha === USUAL.alpha)];
  }
}

/** The conditions of some tables, each once. */
export function conditionsOf(tables: readonly PaperTable[]): readonly Condition[] {
  return [...new Set(tables.flatMap(conditionsOfTable))];
}
