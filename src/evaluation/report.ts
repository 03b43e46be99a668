/** The experiment's report as Markdown: the paper's tables with the paper's figures beside ours. */
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { markdownTable } from './markdown';
import { Tables, type ReportInput } from './report-tables';

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
    '## Table 2: samples of each group, undersampled per subject',
    '',
    ...markdownTable(
      ['group', ...WAKEFULNESS_CLASSES, 'subjects'],
      input.groups.map(({ subjects, counts }, i) => [
        String(i + 1),
        ...counts.map((count) => count.toLocaleString('en-US')),
        subjects.join(', '),
      ]),
    ),
    '',
    ...input.tables.flatMap((table) => [...tables[`table${table}`](), '']),
    ...tables.allConditions(),
    '',
    ...(input.figures.length > 0 ? ['## Figures', ''] : []),
    ...input.figures.flatMap(({ title, file }) => [`![${title}](${file})`, '']),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
