/** Every command of package.json, asked for its help. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { expect, it } from 'vitest';

const { scripts } = v.parse(
  v.object({ scripts: v.record(v.string(), v.string()) }),
  JSON.parse(readFileSync('package.json', 'utf8')),
);
const commands = Object.entries(scripts).flatMap(([name, script]) => {
  const file = /\btsx ((?:src\/cli\/|tests\/(?!run))\S+\.ts)$/.exec(script)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});

it('are these', () => {
  const known = [
    'ablation',
    'average',
    'bench',
    'compare',
    'evaluate',
    'experiment',
    'extract',
    'import-dataset',
    'make-training-set',
    'models',
    'train',
  ];
  expect(commands.map(([name]) => name).sort()).toEqual(expect.arrayContaining(known));
});

it.each(commands)('npm run %s -- --help says how it is used, with an example', async (name, file) => {
  const { stdout } = await promisify(execFile)('npx', ['--no-install', 'tsx', file, '--help']);
  expect(stdout).toContain(`Usage: npm run ${name} -- `);
  expect(stdout).toContain(`Example:\n  npm run ${name} -- `);
});
