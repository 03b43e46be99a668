import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cellFolder, cellName, cellsOf } from '../../../src/cli/experiment/cells';
import { conditionsOf, type PaperTable } from '../../../src/evaluation/conditions';
import { experimentReport } from '../../../src/evaluation/experiment-report';

const PAGE = 'docs/reproduction.md';
/** What `npm run experiment` left there: one file for each training. */
const PUBLISHED = 'docs/reproduction';
const TABLES: readonly PaperTable[] = [3, 4, 6, 7, 8];
const FOLDS = 9;
const SEED = 1;

/** Rows of Markdown tables, however wide their columns are drawn. */
function tableRows(markdown: string): readonly string[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) => line.replace(/\s+/g, ' '));
}

describe('the published run', () => {
  const settings: unknown = JSON.parse(readFileSync(join(PUBLISHED, 'experiment.json'), 'utf8'));
  const fingerprint = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
  const folder = cellFolder(PUBLISHED, fingerprint);
  const cells = cellsOf(conditionsOf(TABLES), FOLDS);

  it('has every cell, all of one experiment', () => {
    const missing = cells.filter((cell) => folder.read(cellName(cell)) === null);
    expect(missing.map(({ condition, fold }) => `${condition.id}, fold ${fold + 1}`)).toEqual([]);
    expect(cells).toHaveLength(234);
  });

  it('is what the page says, in each row of its tables', () => {
    const report = experimentReport({
      cells: cells.flatMap((cell) => folder.read(cellName(cell)) ?? []),
      tables: TABLES,
      folds: FOLDS,
      seed: SEED,
      settings: [],
      remarks: [],
      groups: [],
      figures: [],
    });
    const printed = new Set(tableRows(readFileSync(PAGE, 'utf8')));
    const wanted = tableRows(report).filter((row) => /\d/.test(row));
    expect(wanted.length).toBeGreaterThan(40);
    expect(wanted.filter((row) => !printed.has(row))).toEqual([]);
  });
});
