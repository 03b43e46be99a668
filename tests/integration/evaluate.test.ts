/** `npm run train` and `npm run evaluate` on a small generated data set with stills and a video. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBackbone } from '../../src/cli/backbone-files';
import { evaluate, type EvaluationOptions } from '../../src/cli/evaluate/evaluate';
import { useNodeBackend } from '../../src/cli/node-backend';
import type { Evaluation } from '../../src/evaluation/evaluation';
import { readCheckpoint, writeCheckpoint } from '../../src/network/checkpoint';
import { readCheckpointCard } from '../../src/network/checkpoint-card';
import { copyAsOthers, generateDataset } from '../support/generated-dataset';

const scratch = mkdtempSync(join(tmpdir(), 'wakeful-evaluate-'));
const at = (name: string): string => join(scratch, name);
const checkpoint = at('checkpoint.safetensors');
const out = at('results');
afterAll(() => rmSync(scratch, { recursive: true }));

const execute = promisify(execFile);
const run = (command: string, ...args: string[]) =>
  execute('npx', ['--no-install', 'tsx', `src/cli/${command}/main.ts`, ...args]);

/** What the command line does, without its start. */
const evaluateHere = (options: Partial<EvaluationOptions>): Promise<Evaluation> =>
  evaluate(
    {
      data: [at('test')],
      checkpoint,
      out: at('other'),
      validation: null,
      withoutDeviation: null,
      calibrate: 'first',
      fusion: null,
      predictions: null,
      seed: 1,
      backend: 'wasm',
      ...options,
    },
    () => undefined,
  );

/** ms. A safety net on a busy machine, not a measurement. */
const LONG = 900_000;

let told = '';
let result: Evaluation;
let report = '';

beforeAll(async () => {
  await generateDataset(at('test'), 2, true);
  for (const part of ['train', 'validation']) copyAsOthers(at('test'), at(part));
  // The last block for one epoch: what is tested is the commands, not the network.
  writeFileSync(at('foreign.json'), '{"features": ["shoe size"]}');
  const short = ['--from-stage', 'block13', '--epochs', '1', '--copies', '0', '--any-source'];
  await run('train', '--data', scratch, '--out', checkpoint, ...short);
  told = (
    await run(
      'evaluate',
      ...['--data', at('test'), '--checkpoint', checkpoint, '--out', out],
      ...['--predictions', at('faces.csv'), '--fusion', at('foreign.json')],
    )
  ).stdout;
  result = JSON.parse(readFileSync(join(out, 'evaluation.json'), 'utf8')) as Evaluation;
  report = readFileSync(join(out, 'report.md'), 'utf8');
}, LONG);

describe('npm run train', () => {
  it('writes a checkpoint whose card says how to make it again, and what it was measured on', () => {
    const card = readCheckpointCard(new Uint8Array(readFileSync(checkpoint)));
    expect(card).toMatchObject({
      fromStage: 'block13',
      features: 'V_state',
      training: { subjects: 3, samples: 36 + 58 },
    });
    expect(card.training.command).toContain('--from-stage block13 --epochs 1 --copies 0');
  });
});

describe('npm run evaluate', () => {
  it('measures the network beside every baseline on the same faces', () => {
    const names = result.methods.map(({ name }) => name);
    expect(names).toEqual([
      'network',
      'network and eyes, as shipped',
      'network and eyes',
      'eyes, personal threshold',
      'eyes, fixed threshold',
      'majority class',
    ]);
    // Twelve stills of each class, and a frame of each second of the lesson: 8 asleep, 50 awake.
    for (const { matrix } of result.methods) {
      expect(matrix.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual([12 + 8, 12, 12 + 50]);
    }
    const [network, , , eyes, , majority] = result.methods;
    // The generated openings tell the classes apart; one verdict for all does not.
    expect(eyes!.macroF1.estimate).toBeGreaterThan(0.9);
    expect(majority!.auc.estimate).toBeNull();
    expect(eyes!.macroF1.estimate).toBeGreaterThan(majority!.macroF1.estimate);
    expect(network!.auc.estimate).toBeGreaterThan(0);
    expect(result.calibration.bins.reduce((sum, { count }) => sum + count, 0)).toBe(94);
    expect(result.subjects.map(({ counts }) => counts)).toEqual([
      [4 + 8, 4, 4 + 50],
      [4, 4, 4],
      [4, 4, 4],
    ]);
  });

  it('tells eyes, network and both apart by kind of picture', () => {
    expect(result.ablation.map(({ group, people }) => [group, people])).toEqual([
      ['all', 3],
      ['stills', 3],
      ['videos', 1],
    ]);
    for (const { methods, differences } of result.ablation) {
      expect(methods.map(({ name }) => name)).toEqual([
        'eyes, personal threshold',
        'network',
        'network and eyes',
      ]);
      expect(differences).toHaveLength(2);
    }
    expect(told).toContain('AUC of not awake');
    expect(told).toContain(join(out, 'report.md'));
  });

  it('plays the video to the monitor, calibrated on its first seconds', () => {
    const { runs, sessions } = result.videos!;
    expect(runs.map(({ name }) => name)).toEqual(['eyes', 'both']);
    const eyes = runs[0]!.summary;
    expect(eyes.counts).toMatchObject({ episodes: 1, detected: 1, falseAlarms: 0, awakeSeconds: 30 });
    expect(eyes.rates.timeToAlert).toBeGreaterThan(3);
    expect(eyes.rates.timeToAlert).toBeLessThan(8);
    expect(eyes.rates.availability).toBeGreaterThan(0.9);
    expect(eyes.counts.changes).toBeGreaterThanOrEqual(2);
    expect(eyes.counts.closed).toBeGreaterThan(5);
    expect(eyes.rates.awakeWhileClosed).toBeLessThan(0.2);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]!.calibration).toMatch(/its first 20 s/);
  });

  it('writes every face as CSV for others to check', () => {
    const [head, ...faces] = readFileSync(at('faces.csv'), 'utf8').trim().split('\n');
    expect(head).toMatch(/^data,subject,session,time,label,file,p_asleep,p_drowsy,p_awake,fused_asleep,/);
    expect(faces).toHaveLength(94);
    for (const face of faces) {
      const [asleep, drowsy, awake] = face.split(',').slice(6, 9).map(Number);
      expect(asleep! + drowsy! + awake!).toBeCloseTo(1, 3);
    }
  });

  it('refuses foreign fusion weights in words, and uses its own', () => {
    expect(result.remarks[0]).toMatch(/foreign\.json: These fusion weights cannot be used.*built-in/s);
  });

  it('reports all of it without a gap', () => {
    for (const section of [
      '## All faces',
      '## Per class',
      '## Calibration',
      '## Eyes alone, network alone, both',
      '## Videos, through the monitor',
      '## Per session name',
      '## Per subject',
    ]) {
      expect(report).toContain(section);
    }
    expect(report).not.toMatch(/NaN|undefined|Infinity/);
    expect(report).toContain('fitted 3 times, each on the people of the other folds');
    expect(report).toContain('Without deviation: not measured.');
    expect(statSync(join(out, 'figures/reliability.svg')).size).toBeGreaterThan(500);
  });

  it(
    'compares with a network without deviation, and takes no other for one',
    async () => {
      const other = at('no-deviation.safetensors');
      const { backbone, digest } = await loadBackbone('faceres');
      const { card, ...weights } = readCheckpoint(new Uint8Array(readFileSync(checkpoint)), backbone, digest);
      writeFileSync(other, writeCheckpoint(backbone, { ...card, features: 'V_face' }, weights, 'F16'));
      await useNodeBackend('wasm');
      const before = memory().numTensors;
      const { methods } = await evaluateHere({ withoutDeviation: other });
      // Both networks are gone again.
      expect(memory().numTensors).toBe(before);
      expect(methods.map(({ name }) => name)).toContain('network without deviation');
      await expect(evaluateHere({ withoutDeviation: checkpoint })).rejects.toMatchObject({
        code: 'checkpoint-invalid',
        message: expect.stringMatching(/reads V_state, not V_face/) as unknown,
      });
    },
    LONG,
  );

  it('refuses people who are in both sets, a missing checkpoint and unknown options, in words', async () => {
    await expect(evaluateHere({ validation: at('test') })).rejects.toMatchObject({
      code: 'people-overlap',
      message: expect.stringMatching(/^3 people are in /) as unknown,
    });
    await expect(evaluateHere({ checkpoint: at('none') })).rejects.toMatchObject({
      code: 'checkpoint-missing',
    });
    await expect(run('evaluate', '--data', at('test'), '--calibrate', 'last')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/--calibrate is one of first, awake/) as unknown,
    });
  });
});
