/**
 * `npm run experiment` on a small generated data set: all tables, split in two over GNU parallel.
 */
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOW_TO_GET_PARALLEL } from '../../build/find-parallel';
import { cellsOf } from '../../src/cli/experiment/cells';
import { runExperiment } from '../../src/cli/experiment/experiment';
import { conditionsOf, PAPER_TABLES } from '../../src/evaluation/conditions';
import { ADAM_RECIPE } from '../../src/training/recipe';
import { generateDataset } from '../support/generated-dataset';

const scratch = mkdtempSync(join(tmpdir(), 'wakeful-experiment-'));
const data = join(scratch, 'data');
const out = join(scratch, 'results');
afterAll(() => rmSync(scratch, { recursive: true }));

const run = promisify(execFile);
const COMMAND = ['--no-install', 'tsx', 'src/cli/experiment/main.ts'];
/**
 * The last block alone on smaller faces for one epoch: what is tested here is the bench, not the
 * network.
 */
const OPTIONS = [
  '--data',
  data,
  '--folds',
  '1',
  '--recipe',
  'adam',
  '--epochs',
  '1',
  '--from-stage',
  'block13',
  '--input-size',
  '128',
];
const options = (to: string): string[] => [...OPTIONS, '--out', to, '--cache', join(scratch, 'trunk')];

function filesOf(folder: string): Map<string, number> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(names.map((name) => [name, statSync(join(folder, name)).mtimeMs]));
}

function macroF1Of(condition: string): unknown {
  const file = JSON.parse(readFileSync(join(out, 'cells', condition, 'fold-1.json'), 'utf8')) as {
    result: { subjects: unknown };
  };
  return file.result.subjects;
}

beforeAll(async () => {
  // Another program of the same name (moreutils) does something else.
  const version = String(spawnSync('parallel', ['--version']).stdout);
  if (!version.startsWith('GNU parallel')) throw new Error(HOW_TO_GET_PARALLEL);
  await generateDataset(data, 2);
  const shards = ['npx', ...COMMAND, ...options(out), '--shard', '{}/2', ':::', '1', '2'];
  await run('parallel', ['--will-cite', '--jobs', '2', '--halt', 'soon,fail=1', ...shards]);
}, 300_000);

describe('npm run experiment', () => {
  it('makes every cell of every table once, over two processes', () => {
    const wanted = cellsOf(conditionsOf(PAPER_TABLES), 1).map(({ condition }) =>
      join('cells', condition.id, 'fold-1.json'),
    );
    const made = [...filesOf(out).keys()].filter((name) => name.endsWith('fold-1.json'));
    expect(made.sort()).toEqual(wanted.sort());
    expect([...filesOf(out).keys()].filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('reports all tables without a gap, with the figures', async () => {
    const again = await run('npx', [...COMMAND, ...options(out)]);
    expect(again.stdout).toMatch(/0 cells made, 26 were there\./);
    const report = readFileSync(join(out, 'report.md'), 'utf8');
    for (const table of [2, ...PAPER_TABLES]) expect(report).toContain(`## Table ${table}`);
    expect(report).not.toContain('not run');
    expect(report).not.toContain('NaN');
    expect(report).toContain('groups of 1 instead');
    expect(report).toContain('Only the first 1 of 3 folds');
    expect(report).toContain('crops of 128×128 pixels');
    const figures = [...report.matchAll(/\]\((figures\/[^)]+)\)/g)].map(([, file]) => file!);
    expect(figures).toEqual([
      'figures/label-distribution.svg',
      'figures/beta.svg',
      'figures/mixup.png',
      'figures/v-state.svg',
    ]);
    for (const file of figures) expect(statSync(join(out, file)).size).toBeGreaterThan(500);
  });

  it('begins no cell when its time is over, and still reports what there is', async () => {
    const rest = join(scratch, 'no-time');
    const { stdout } = await run('npx', [...COMMAND, ...options(rest), '--minutes', '1e-9', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ made: 0, found: 0, missing: 26 });
    expect(readFileSync(join(rest, 'report.md'), 'utf8')).toContain('not run');
  });

  it('changes no cell when run again', async () => {
    const before = filesOf(join(out, 'cells'));
    await run('npx', [...COMMAND, ...options(out), '--shard', '2/3']);
    expect(filesOf(join(out, 'cells'))).toEqual(before);
  });

  it('makes no cell that another process has made meanwhile', async () => {
    const to = join(scratch, 'meanwhile');
    const summary = await runExperiment(
      {
        data,
        out: to,
        tables: [3],
        folds: 1,
        seed: 1,
        shard: { index: 1, count: 1 },
        minutes: null,
        backend: 'wasm',
        backbone: 'faceres',
        fromStage: 'block13',
        inputSize: 128,
        recipe: { ...ADAM_RECIPE, undersample: false, length: { epochs: 1 } },
        keep: 'last',
        cache: join(scratch, 'trunk'),
      },
      {
        onTrunk: () => undefined,
        onCell: () => {
          cpSync(join(out, 'cells/without-deviation'), join(to, 'cells/without-deviation'), {
            recursive: true,
          });
        },
        onTraining: () => undefined,
      },
    );
    expect(summary).toEqual({ made: 1, found: 1, missing: 0 });
  });

  it('trains alike from images and from the kept trunk outputs: mixing nothing changes nothing', () => {
    // One person trains, so that nobody else can be mixed with: both stages are then the plain
    // training.
    expect(macroF1Of('images-other-10-0.75')).toEqual(macroF1Of('deviation'));
    expect(macroF1Of('V_state-other-10-0.75')).toEqual(macroF1Of('deviation'));
    expect(macroF1Of('without-deviation')).not.toEqual(macroF1Of('deviation'));
  });

  it('refuses to mix experiments, and unknown options, in words', async () => {
    await expect(run('npx', [...COMMAND, ...options(out), '--seed', '2'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/is of another experiment/) as unknown,
    });
    await expect(run('npx', [...COMMAND, ...options(out), '--tables', '3,9'])).rejects.toMatchObject({
      stderr: expect.stringMatching(/--tables is some of 3,4,5,6,7,8/) as unknown,
    });
  });
});
