/**
 * The checkpoint in models/, which judges out of the box, on portraits that npm packages ship:
 * nobody it was trained on.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCheckpoint } from '../../src/cli/predict/checkpoint';
import { WAKEFULNESS_CLASSES } from '../../src/common/classes';
import { predict } from '../../src/network/inference';
import { decodeTensor, encodeTensor, readSafetensors, writeSafetensors } from '../../src/network/safetensors';
import { confusionMatrix, macroF1, type ConfusionMatrix } from '../../src/training/metrics';
import { PORTRAIT_NAMES } from '../support/footage/portraits';
import { useTestBackend } from '../support/tfjs-backends';
import { generatedFaces } from './training/generated-faces';

const FILE = 'models/default.safetensors';
const PER_CLASS = 6;
const [ASLEEP, , AWAKE] = WAKEFULNESS_CLASSES.keys();

describe('the shipped checkpoint', () => {
  let matrix: ConfusionMatrix;

  beforeAll(async () => {
    await useTestBackend('wasm');
    const { network, dispose } = await loadCheckpoint(FILE);
    const faces = await generatedFaces(PORTRAIT_NAMES, WAKEFULNESS_CLASSES, PER_CLASS, 1);
    const { probabilities } = await predict(network, faces, [...faces.samples.keys()]);
    dispose();
    for (const row of probabilities) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4);
    matrix = confusionMatrix(
      faces.samples.map(({ label }) => label),
      probabilities.map((row) => row.indexOf(Math.max(...row))),
      WAKEFULNESS_CLASSES.length,
    );
  });

  it('tells the three states of people it has never seen', () => {
    expect(macroF1(matrix)).toBeGreaterThan(0.85);
  });

  it('never takes closed eyes for awake, nor open ones for asleep', () => {
    expect(matrix[ASLEEP!]![AWAKE!]).toBe(0);
    expect(matrix[AWAKE!]![ASLEEP!]).toBe(0);
  });
});

it('is refused where its weights, all of them numbers, give no probabilities', async () => {
  const { metadata, tensors } = readSafetensors(new Uint8Array(readFileSync(FILE)));
  const huge = [...tensors].map(([name, stored]) => {
    const values = decodeTensor(name, stored);
    const grown = name.startsWith('state/') ? values.map((value) => 1e30 * value) : values;
    return [name, encodeTensor(name, grown, stored.shape, 'F32')] as const;
  });
  const folder = mkdtempSync(join(tmpdir(), 'wakeful-checkpoint-'));
  const path = join(folder, 'huge.safetensors');
  writeFileSync(path, writeSafetensors(new Map(huge), metadata));
  const before = memory().numTensors;
  await expect(loadCheckpoint(path)).rejects.toMatchObject({ code: 'checkpoint-unsound' });
  expect(memory().numTensors).toBe(before);
  rmSync(folder, { recursive: true });
});
