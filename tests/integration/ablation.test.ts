/** `npm run ablation` on a small generated data set. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REPORT_FILE } from '../../src/cli/files';
import { copyAsOthers, generateDataset } from '../support/generated-dataset';

const scratch = mkdtempSync(join(tmpdir(), 'wakeful-ablation-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const out = join(scratch, 'out');
const run = async (conditions: string, epochs: string): Promise<string> => {
  const { stdout } = await promisify(execFile)('npx', [
    ...['--no-install', 'tsx', 'src/cli/ablation/main.ts', '--data', scratch, '--out', out],
    ...['--conditions', conditions, '--seeds', '1', '--epochs', epochs, '--copies', '0'],
    ...['--from-stage', 'block13', '--cache', join(scratch, 'trunk')],
  ]);
  return stdout;
};
const cell = (condition: string): string => join(out, 'cells', condition, 'seed-1.json');
/** Titles and numbers of trainings of the report's rows. */
const rows = (report: string): readonly (readonly string[])[] =>
  report
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, 3)
        .map((text) => text.trim()),
    );

beforeAll(async () => {
  await generateDataset(join(scratch, 'train'), 2);
  for (const part of ['validation', 'test']) copyAsOthers(join(scratch, 'train'), join(scratch, part));
}, 120_000);

it('makes each training once, and refuses to mix those of other settings', { timeout: 300_000 }, async () => {
  expect(rows(await run('base', '1'))).toEqual([['base', '1']]);
  const made = statSync(cell('base')).mtimeMs;
  const report = await run('base,ordinal', '1');
  expect(rows(report)).toEqual([
    ['base', '1'],
    ['soft ordinal labels', '1'],
  ]);
  expect(readFileSync(join(out, REPORT_FILE), 'utf8')).toBe(report);
  expect(statSync(cell('base')).mtimeMs).toBe(made);
  const result = (condition: string): unknown =>
    (JSON.parse(readFileSync(cell(condition), 'utf8')) as { result: unknown }).result;
  expect(result('ordinal')).not.toEqual({ ...(result('base') as object), condition: 'ordinal' });
  // A cell of another condition under its name is none.
  const base = readFileSync(cell('base'));
  cpSync(cell('ordinal'), cell('base'));
  expect(rows(await run('base', '1'))).toEqual(rows(report));
  expect(readFileSync(cell('base'))).toEqual(base);
  await expect(run('base', '2')).rejects.toThrow(/is of another experiment/);
});
