/** `npm run bench`: what the network costs on this machine, as ratios measured in one run. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import {
  commandLine,
  oneOf,
  positiveNumber,
  runCommand,
  someOf,
  wholeNumber,
} from '../../src/cli/command-line';
import type { Weights } from '../../src/network/backbone';
import { weightSpecs } from '../../src/network/backbone';
import { facenet } from '../../src/network/facenet';
import { faceres } from '../../src/network/faceres';
import { importFaceres } from '../../src/network/faceres-import';
import { readBackboneFile, toTensors } from '../../src/network/weights';
import { registerTrainingGradients } from '../../src/training/gradients/register';
import { TEST_BACKENDS, useTestBackend } from '../support/tfjs-backends';
import { benchFilterGradients, stockFilterGradient } from './filter-gradient';
import { benchFacenet, benchForward } from './forward';
import type { BenchOptions } from './measure';
import { benchTraining } from './training';

const PARTS = ['forward', 'facenet', 'training', 'gradients'] as const;

async function faceresWeights(): Promise<Weights> {
  const source = 'node_modules/@vladmandic/human/models/faceres';
  const graph: unknown = JSON.parse(await readFile(`${source}.json`, 'utf8'));
  const file = importFaceres(graph, await readFile(`${source}.bin`));
  return toTensors(readBackboneFile(faceres, file), weightSpecs(faceres));
}

/** The processor, and for WebGPU what tfjs's adapter says of itself. */
function deviceName(backend: BenchOptions['backend']): string {
  const cpu = `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} cores, Node ${process.version}`;
  if (backend !== 'webgpu') return `${cpu}, one thread`;
  const { adapterInfo } = v.parse(
    v.object({ adapterInfo: v.looseObject({ vendor: v.string(), architecture: v.string() }) }),
    tf.backend(),
  );
  return `WebGPU ${adapterInfo.vendor} ${adapterInfo.architecture} on ${cpu}`;
}

const ms = (time: number | null): string => (time === null ? 'not possible' : `${time.toFixed(1)} ms`);
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const ratio = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

function printTable(title: string, rows: readonly (readonly [string, string])[]): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log(`\n${title}`);
  for (const [name, value] of rows) console.log(`  ${name.padEnd(width)}  ${value}`);
}

async function bench(options: BenchOptions & { readonly parts: readonly (typeof PARTS)[number][] }) {
  await useTestBackend(options.backend);
  const stock = stockFilterGradient(options.backend);
  const device = deviceName(options.backend);
  console.log(`${options.backend} · ${device}`);
  const wanted = (part: (typeof PARTS)[number]): boolean => options.parts.includes(part);
  const identity = await faceresWeights();
  const report: Record<string, unknown> = { device, options };

  if (wanted('forward')) {
    const forward = await benchForward(faceres, identity, options);
    report['forward'] = forward;
    printTable(
      `faceres, ${faceres.inputSize} px, one face (best of ${forward.timings['single']!.runs})`,
      Object.entries(forward.timings).map(([name, { best, median }]) => [
        name,
        `${ms(best)} (median ${ms(median)})`,
      ]),
    );
    printTable(
      'Ratios',
      Object.entries(forward.ratios).map(([name, value]) => [name, ratio(value)]),
    );
    printTable('Memory', [['peak of tensors in one deviation forward', mebibytes(forward.peakTensorBytes)]]);
  }

  if (wanted('facenet')) {
    const paper = await benchFacenet(options);
    report['facenet'] = paper;
    printTable(`facenet, ${facenet.inputSize} px, one face`, [
      ...Object.entries(paper.timings).map(([name, { best, median }]): [string, string] => [
        name,
        `${ms(best)} (median ${ms(median)})`,
      ]),
      ...Object.entries(paper.ratios).map(([name, value]): [string, string] => [name, ratio(value)]),
    ]);
  }

  if (wanted('training')) {
    const training = await benchTraining(faceres, identity, options);
    report['training'] = training;
    printTable(`One training step from ${faceres.trainFrom}, ${training.images} faces`, [
      ['ours', ms(training.ours)],
      [`ours from ${training.shipped.fromStage}`, ms(training.shipped.step)],
      ['LayersModel, stock tfjs', ms(training.layersModelStock)],
      ['LayersModel with our gradients', ms(training.layersModelWithOurGradients)],
      ...Object.entries(training.ratios).map(([name, value]): [string, string] => [name, ratio(value)]),
      ['peak of tensors in one of our steps', mebibytes(training.peakTensorBytes)],
      [`… from ${training.shipped.fromStage}`, mebibytes(training.shipped.peakTensorBytes)],
    ]);
  }

  if (wanted('gradients')) {
    registerTrainingGradients(options.backend);
    const gradients = await benchFilterGradients(stock, options.images, options.seconds);
    report['gradients'] = gradients;
    printTable(
      `Filter gradients, ${options.images} images: stock / ours`,
      gradients.map(({ layer, stock: theirs, ours, ratio: times }) => [
        layer,
        `${ms(theirs)} / ${ms(ours)} = ${ratio(times)}`,
      ]),
    );
  }

  // `maxRSS` counts kilobytes.
  const peakProcessBytes = process.resourceUsage().maxRSS * 1024;
  report['peakProcessBytes'] = peakProcessBytes;
  printTable('Process', [['peak memory', mebibytes(peakProcessBytes)]]);

  await mkdir('results', { recursive: true });
  const file = `results/bench-${options.backend}.json`;
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\nWritten to ${file}`);
}

const command = commandLine(
  'bench',
  'Measures what the network costs on this machine, as ratios of one run. Prints tables and writes ' +
    'results/bench-<backend>.json. On a software WebGPU adapter take --parts gradients: a whole network ' +
    'takes minutes there.',
  '--backend webgpu --parts forward,training',
)
  .addOption(oneOf('--backend <name>', 'backend of tfjs', TEST_BACKENDS).default('wasm'))
  .addOption(someOf('--parts <list>', 'what is measured', PARTS).default(PARTS, 'all'))
  .addOption(positiveNumber('--seconds <n>', 'of measuring for each thing measured').default(3))
  .addOption(wholeNumber('--images <n>', 'faces in a training step and in a filter gradient').default(16))
  .action(bench);

await runCommand(command);
// WebGPU would keep the process alive.
process.exit();
