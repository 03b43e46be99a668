/** `npm run train` on a small generated data set, and again from where it came to. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadBackbone } from '../../src/cli/backbone-files';
import { readDataset } from '../../src/cli/dataset/extracted';
import { useNodeBackend } from '../../src/cli/node-backend';
import { predictDataset } from '../../src/cli/predict/predictions';
import { calibrated, fitCalibration } from '../../src/cli/train/calibrate';
import { measure } from '../../src/cli/train/measure';
import { weightSpecs } from '../../src/network/backbone';
import { readCheckpoint, type Checkpoint } from '../../src/network/checkpoint';
import { disposeNetwork, uploadNetwork } from '../../src/network/inference';
import { disposeWeights, toTensors } from '../../src/network/weights';
import { copyAsOthers, generateDataset } from '../support/generated-dataset';

const scratch = mkdtempSync(join(tmpdir(), 'wakeful-train-'));
afterAll(() => rmSync(scratch, { recursive: true }));

beforeAll(async () => {
  await useNodeBackend('wasm');
  await generateDataset(join(scratch, 'train'), 2);
  copyAsOthers(join(scratch, 'train'), join(scratch, 'validation'));
}, 120_000);

async function trained(out: string, ...options: readonly string[]): Promise<Checkpoint> {
  const file = join(scratch, out);
  await promisify(execFile)('npx', [
    ...['--no-install', 'tsx', 'src/cli/train/main.ts', '--data', scratch, '--out', file, '--epochs', '1'],
    ...['--copies', '0', '--cache', join(scratch, 'trunk'), ...options],
  ]);
  const { backbone, digest } = await loadBackbone('faceres');
  return readCheckpoint(new Uint8Array(readFileSync(file)), backbone, digest);
}

it(
  'goes on from a checkpoint: what that one trained before stays, and what it left is the backbone’s',
  {
    timeout: 300_000,
  },
  async () => {
    const first = await trained('first.safetensors', '--from-stage', 'block12', '--input-size', '64');
    expect(first.card).toMatchObject({ fromStage: 'block12', inputSize: 64 });

    // The card tells of the weights as they are in the file, rounded.
    const { backbone, values } = await loadBackbone('faceres');
    const identity = toTensors(values, weightSpecs(backbone));
    const { fromStage, features, temperature, calibration, metrics } = first.card;
    const network = uploadNetwork({
      ...{ backbone, identity, fromStage, features },
      weights: first,
      temperature: 1,
    });
    const validation = readDataset(join(scratch, 'validation'));
    const predicted = await predictDataset(network, validation, { side: 64 });
    disposeNetwork(network);
    disposeWeights(identity);
    const fitted = fitCalibration(predicted);
    expect(temperature).toBeCloseTo(fitted.temperature, 4);
    for (const [c, bias] of fitted.biases.entries()) expect(calibration!.biases[c]).toBeCloseTo(bias, 4);
    const measured = Object.entries(measure(calibrated(predicted, fitted), 1));
    expect(metrics).toEqual(
      Object.fromEntries(measured.map(([figure, value]) => [`validation: ${figure}`, value])),
    );

    const later = await trained(
      'later.safetensors',
      ...['--start', join(scratch, 'first.safetensors'), '--from-stage', 'block13', '--input-size', '64'],
    );
    expect(later.card.fromStage).toBe('block12');
    const names = (from: string, until?: string): readonly string[] =>
      weightSpecs(backbone, until === undefined ? { from } : { from, until }).map(({ name }) => name);
    for (const name of names('block12', 'block13'))
      expect(later.face.get(name), name).toEqual(first.face.get(name));
    expect(
      names('block13').some((name) => later.face.get(name)!.join() !== first.face.get(name)!.join()),
    ).toBe(true);

    const deeper = await trained(
      'deeper.safetensors',
      ...['--start', join(scratch, 'first.safetensors'), '--from-stage', 'block11', '--input-size', '64'],
    );
    expect(deeper.card.fromStage).toBe('block11');
    expect(deeper.face.size).toBe(names('block11').length);

    const refused = (...options: readonly string[]) =>
      expect(trained('refused.safetensors', ...options)).rejects;
    // Options that contradict each other.
    await refused('--start', join(scratch, 'first.safetensors'), '--no-deviation').toThrow(
      /reads V_state; this training's would read V_face/,
    );
    await refused('--from-stage', 'pool').toThrow(/V_state would stay 0/);
    // Nobody is measured on whom it was trained.
    cpSync(join(scratch, 'train'), join(scratch, 'test'), { recursive: true });
    await refused().toThrow(/3 people are in .*train and in .*test/);
  },
);
