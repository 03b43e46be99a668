/** The experiment's report as Markdown: the paper's tables with the paper's figures beside ours. */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { classMetrics, macroF1, type ConfusionMatrix } from '../training/metrics';
import type { CellResult } from './cell';
import type { Condition, PaperTable } from './conditions';
import { BEST_MIXUP, conditionsOf, conditionsOfTable, WITH_DEVIATION, WITHOUT_DEVIATION } from './conditions';
import { difference, interval, markdownTable, number, section } from './markdown';
import { PAPER_TABLE_5A, PAPER_TABLE_5B, PAPER_TABLE_8 } from './paper';
import { holm } from './significance';
import { mean, standardDeviation } from '../common/statistics';
import type { ConditionComparison, ConditionSummary } from './condition-summary';
import { compare, compareIdentification, summarise, summariseIdentification } from './condition-summary';

export interface ReportInput {
  readonly cells: readonly CellResult[];
  readonly tables: readonly PaperTable[];
  /** Folds that a full run has. */
  readonly folds: number;
  readonly seed: number;
  /** Lines about data and settings, and what differs from the paper. */
  readonly settings: readonly string[];
  readonly remarks: readonly string[];
  /** The groups (Table 2): subjects, and samples by class. */
  readonly groups: readonly { readonly subjects: readonly string[]; readonly counts: readonly number[] }[];
  /** Figures by title, as paths from the report. */
  readonly figures: readonly { readonly title: string; readonly file: string }[];
}

const NOT_RUN = 'not run';

class Tables {
  readonly #input: ReportInput;
  readonly #summaries = new Map<string, ConditionSummary | null>();

  constructor(input: ReportInput) {
    this.#input = input;
  }

  #summary({ id }: Condition): ConditionSummary | null {
    const known = this.#summaries.get(id);
    if (known !== undefined) return known;
    const summary = summarise(this.#input.cells, id, this.#input.seed);
    this.#summaries.set(id, summary);
    return summary;
  }

  /** Mean ± spread over the folds; says so when folds are missing. */
  #score(condition: Condition): string {
    const summary = this.#summary(condition);
    if (!summary) return NOT_RUN;
    const part =
      summary.folds.length < this.#input.folds
        ? ` (${summary.folds.length} of ${this.#input.folds} folds)`
        : '';
    return `${number(summary.mean)} ± ${number(summary.spread)}${part}`;
  }

  #interval(condition: Condition): string {
    const summary = this.#summary(condition);
    return summary ? interval(summary.pooled) : NOT_RUN;
  }

  #compare(first: Condition, second: Condition): ConditionComparison | null {
    return compare(this.#input.cells, first.id, second.id, this.#input.seed);
  }

  /** One row per condition, compared with `reference`; p values adjusted for all rows (Holm). */
  #compared(
    conditions: readonly Condition[],
    reference: Condition,
    name: (condition: Condition) => readonly string[],
    head: readonly string[],
  ): string[] {
    const comparisons = conditions.map((condition) =>
      condition === reference ? null : this.#compare(condition, reference),
    );
    const made = comparisons.filter((comparison) => comparison !== null);
    const byFolds = holm(made.map(({ foldP }) => foldP));
    const bySubjects = holm(made.map(({ subjectP }) => subjectP));
    const rows = conditions.map((condition, i) => {
      const comparison = comparisons[i] ?? null;
      const at = comparison ? made.indexOf(comparison) : -1;
      return [
        ...name(condition),
        number(condition.paper),
        this.#score(condition),
        this.#interval(condition),
        comparison ? `${comparison.difference >= 0 ? '+' : ''}${number(comparison.difference)}` : '',
        comparison ? `${number(byFolds[at]!)} / ${number(bySubjects[at]!)}` : '',
      ];
    });
    return markdownTable(
      [
        ...head,
        'paper',
        'ours: mean ± s.d. of folds',
        'pooled, 95 % over subjects',
        'difference',
        'p: folds / subjects',
      ],
      rows,
    );
  }

  table3(): string[] {
    return section(
      '## Table 3: with and without the deviation module (macro-F1)',
      this.#compared(
        [WITH_DEVIATION, WITHOUT_DEVIATION],
        WITHOUT_DEVIATION,
        ({ deviation }) => [deviation ? 'with' : 'without'],
        ['deviation module'],
      ),
    );
  }

  table4(): string[] {
    return section(
      '## Table 4: with and without mixup (10 %, α = 0.75)',
      this.#compared(
        conditionsOfTable(4),
        WITH_DEVIATION,
        ({ mixup }) => (mixup ? [mixup.stage, mixup.partner] : ['no mixup', '–']),
        ['stage', 'partner'],
      ),
    );
  }

  table5(): string[] {
    const part = (title: string, condition: Condition, paper: ConfusionMatrix): string[] => {
      const summary = this.#summary(condition);
      return section(
        `### ${title}`,
        summary ? confusionTable(summary.matrix) : NOT_RUN,
        `The paper's, for comparison (pooled macro-F1 ${number(macroF1(paper))}):`,
        confusionTable(paper),
      );
    };
    return [
      ...section(
        '## Table 5: confusion matrices, all folds added up',
        'The macro-F1 of a pooled matrix is not the mean over the folds that the other tables report.',
      ),
      ...part('(a) Without mixup', WITH_DEVIATION, PAPER_TABLE_5A),
      ...part('(b) Mixup of V_state, same person, 10 %, α = 0.75', BEST_MIXUP, PAPER_TABLE_5B),
    ];
  }

  /** Tables 6 and 7: a row per stage and partner, a column per value; the paper's in brackets. */
  #grid(table: 6 | 7, of: (condition: Condition) => number, column: (value: number) => string): string[] {
    const conditions = conditionsOfTable(table).filter(({ mixup }) => mixup !== null);
    const values = [...new Set(conditions.map(of))].sort((a, b) => a - b);
    const names = [...new Set(conditions.map(({ mixup }) => `${mixup!.stage}, ${mixup!.partner}`))];
    return markdownTable(
      ['stage, partner', ...values.map(column)],
      names.map((name) => [
        name,
        ...values.map((value) => {
          const found = conditions.find(
            (condition) =>
              `${condition.mixup!.stage}, ${condition.mixup!.partner}` === name && of(condition) === value,
          )!;
          return `${this.#score(found)} [${number(found.paper)}]`;
        }),
      ]),
    );
  }

  table6(): string[] {
    return section(
      '## Table 6: the mixing ratio λ ~ Beta(α, α), at 10 % (the paper in brackets)',
      this.#grid(
        6,
        ({ mixup }) => mixup!.alpha,
        (alpha) => `α = ${alpha}`,
      ),
    );
  }

  table7(): string[] {
    return section(
      '## Table 7: the amount of mixed data, α = 0.75 (the paper in brackets)',
      `Without mixup: ${this.#score(WITH_DEVIATION)} [${number(WITH_DEVIATION.paper)}]`,
      this.#grid(
        7,
        ({ mixup }) => mixup!.amount,
        (amount) => `${Math.round(100 * amount)} %`,
      ),
    );
  }

  table8(): string[] {
    const { cells, seed } = this.#input;
    const line = ({ id }: Condition, vector: string, paper: number): string[] => {
      const own = cells.filter(({ condition }) => condition === id);
      const tests = own.flatMap(({ identification }) => (identification ? [identification] : []));
      const unseen = tests.flatMap((test) => (test.unseen === null ? [] : [test.unseen]));
      const [first] = tests;
      if (!first) {
        const why = own.length === 0 ? NOT_RUN : 'no two people with two sessions';
        return [vector, number(paper), why, '–', '–', '–', '–'];
      }
      const accuracies = tests.map(({ accuracy }) => accuracy);
      return [
        vector,
        number(paper),
        `${number(mean(accuracies))} ± ${number(standardDeviation(accuracies))}`,
        interval(summariseIdentification(cells, id, seed)),
        number(mean(unseen)),
        number(first.chance),
        String(first.people.length),
      ];
    };
    const comparison = compareIdentification(cells, WITH_DEVIATION.id, WITHOUT_DEVIATION.id, seed);
    return section(
      '## Table 8: how well people are recognised (lower: individual features are better separated)',
      markdownTable(
        [
          'vector',
          'paper',
          'ours: mean ± s.d. of folds',
          'all folds, 95 % over subjects',
          'people not trained on',
          'guessing',
          'people',
        ],
        [
          line(WITH_DEVIATION, 'V_state (with deviation module)', PAPER_TABLE_8.withDeviation),
          line(WITHOUT_DEVIATION, 'V_face (without)', PAPER_TABLE_8.withoutDeviation),
        ],
      ),
      ...(comparison
        ? [
            `V_state less V_face: ${difference(comparison.difference)}; p ${number(comparison.foldP)} (sign flips over ` +
              `folds), ${number(comparison.subjectP)} (Wilcoxon over subjects).`,
          ]
        : []),
    );
  }

  /** What Tables 6 and 7 have no room for: each condition's interval, difference and matrix. */
  allConditions(): string[] {
    const conditions = conditionsOf(this.#input.tables);
    const run = conditions.filter((condition) => this.#summary(condition) !== null);
    return [
      ...section(
        '## Every condition against the deviation module without mixup',
        this.#compared(conditions, WITH_DEVIATION, ({ id }) => [id], ['condition']),
      ),
      ...section(
        '## Pooled confusion matrices of every condition',
        'Rows of the matrix one after the other: true asleep, drowsy, awake, each as predicted asleep / drowsy / awake.',
        markdownTable(
          ['condition', ...WAKEFULNESS_CLASSES],
          run.map((condition) => [
            condition.id,
            ...this.#summary(condition)!.matrix.map((row) =>
              row.map((count) => count.toLocaleString('en-US')).join(' / '),
            ),
          ]),
        ),
      ),
    ];
  }
}

export function experimentReport(input: ReportInput): string {
  const tables = new Tables(input);
  const remarks = [...new Set([...input.remarks, ...input.cells.flatMap((cell) => cell.remarks)])];
  const lines = [
    '# Experiment',
    '',
    ...input.settings.map((line) => `- ${line}`),
    '',
    ...(remarks.length > 0
      ? ['What differs from the paper:', '', ...remarks.map((line) => `- ${line}`), '']
      : []),
    'p values are two-sided and adjusted for the number of comparisons in their table (Holm): sign-flip test over folds, ' +
      "Wilcoxon's test over subjects.",
    '',
    ...section(
      '## Table 2: samples of each group, undersampled per subject',
      markdownTable(
        ['group', ...WAKEFULNESS_CLASSES, 'subjects'],
        input.groups.map(({ subjects, counts }, i) => [
          String(i + 1),
          ...counts.map((count) => count.toLocaleString('en-US')),
          subjects.join(', '),
        ]),
      ),
    ),
    ...input.tables.flatMap((table) => tables[`table${table}`]()),
    ...tables.allConditions(),
    ...(input.figures.length > 0 ? ['## Figures', ''] : []),
    ...input.figures.flatMap(({ title, file }) => [`![${title}](${file})`, '']),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Rows are the true classes, as the paper prints them. */
export function confusionTable(matrix: ConfusionMatrix): string[] {
  const scores = classMetrics(matrix);
  return markdownTable(
    ['true \\ predicted', ...WAKEFULNESS_CLASSES, 'recall'],
    [
      ...WAKEFULNESS_CLASSES.map((name, i) => [
        name,
        ...matrix[i]!.map((count) => count.toLocaleString('en-US')),
        number(scores[i]!.recall),
      ]),
      [
        'precision',
        ...scores.map(({ precision }) => number(precision)),
        `macro-F1 ${number(macroF1(matrix))}`,
      ],
    ],
  );
}
