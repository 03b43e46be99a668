/** `npm run fit-fusion`: fits how much eyes and network count in the monitor. */
import { join } from 'node:path';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { number, textTable } from '../../evaluation/markdown';
import type { LabelledFace, Method } from '../../evaluation/methods';
import { byPerson, classCounts, compareMethods, onSome, summariseMethod } from '../../evaluation/methods';
import { classMetrics } from '../../training/metrics';
import { commandLine, oneOf, positiveNumber, runCommand, wholeNumber } from '../command-line';
import { readDatasets } from '../dataset/extracted';
import { assertWritable, writeFileAtomic } from '../files';
import { NODE_BACKENDS, useNodeBackend } from '../node-backend';
import { loadCheckpoint } from '../predict/checkpoint';
import { FACE_GROUPS, groupOf } from '../predict/face-groups';
import { predictDataset, type Prediction } from '../predict/predictions';
import { progressLine } from '../progress';
import { fitFusionWeights, FUSION_L2 } from './fit';

/** Both against each alone, and what each class is worth, on some of the faces. */
function table(
  name: string,
  faces: readonly LabelledFace[],
  methods: readonly Method[],
  seed: number,
): string[] {
  const rows = methods.map((method) => {
    const { macroF1, auc, matrix } = summariseMethod(faces, method, seed);
    return [
      method.name,
      number(macroF1.estimate),
      `${number(macroF1.low)} to ${number(macroF1.high)}`,
      ...classMetrics(matrix).map(({ f1 }) => number(f1)),
      number(auc.estimate),
    ];
  });
  const [both, ...alone] = methods;
  const differences = compareMethods(faces, both!, alone, seed).map(({ second, macroF1 }) => [
    `both less ${second}`,
    number(macroF1.estimate),
    `${number(macroF1.low)} to ${number(macroF1.high)}`,
    ...new Array<string>(WAKEFULNESS_CLASSES.length + 1).fill(''),
  ]);
  const head = ['', 'macro-F1', '95 %', ...WAKEFULNESS_CLASSES.map((c) => `F1 ${c}`), 'AUC not awake'];
  const counts = classCounts(faces.map(({ label }) => label)).map(
    (n, i) => `${n} ${WAKEFULNESS_CLASSES[i]!}`,
  );
  return [
    `${name}: ${byPerson(faces).size} people, ${counts.join(', ')}`,
    ...textTable(head, [...rows, ...differences]),
    '',
  ];
}

const command = commandLine(
  'fit-fusion',
  "Fits the weights by which the monitor combines the network's verdict with what eyes, mouth and head " +
    'measure, and prints what eyes, network and both are worth on people who were left out (one by one, or ' +
    'in forty groups). Give it faces of people whom the checkpoint was not trained on: on those it was, it ' +
    'seems better than it is.',
  '--data set/validation set/test',
)
  .requiredOption('--data <dirs...>', 'extracted data sets (npm run extract, make-training-set)')
  .option('--checkpoint <file>', 'the network', join('models', 'default.safetensors'))
  .option('--out <file>', 'where the weights go', join('src', 'wakefulness', 'fusion-weights.json'))
  .addOption(positiveNumber('--l2 <n>', 'penalty on large weights').default(FUSION_L2))
  .addOption(wholeNumber('--seed <n>', 'of groups and intervals', 0).default(1))
  .addOption(oneOf('--backend <name>', 'backend of tfjs', NODE_BACKENDS).default('wasm'))
  .action(async ({ data, checkpoint, out, l2, seed, backend }) => {
    const sets = readDatasets(data);
    assertWritable(out);
    await useNodeBackend(backend);
    const line = progressLine(process.stderr);
    const { card, network, dispose } = await loadCheckpoint(checkpoint);
    const predictions: Prediction[] = [];
    for (const set of sets) {
      const own = await predictDataset(network, set, {
        onProgress: (part) => line.show(`network: ${set.root}`, part),
      });
      predictions.push(...own);
    }
    dispose();
    const people = new Set(predictions.map(({ row }) => row.subject)).size;
    const source =
      `${predictions.length} faces of ${people} people, network "${card.name}" of ` +
      `${card.created.slice(0, 10)}: npm run fit-fusion -- --data ${data.join(' ')} --l2 ${l2} --seed ${seed}`;
    const { weights, faces, methods } = fitFusionWeights(predictions, { l2, seed }, source, (what, part) =>
      line.show(what, part),
    );
    line.end();
    writeFileAtomic(out, `${JSON.stringify(weights, null, 2)}\n`);
    const groups = predictions.map(({ row }) => groupOf(row));
    const lines = table('All', faces, methods, seed);
    for (const group of FACE_GROUPS) {
      const own = [...groups.keys()].filter((i) => groups[i] === group);
      if (own.length === 0 || own.length === faces.length) continue;
      const some = own.map((i) => faces[i]!);
      const restricted = methods.map((method) => onSome(method, own));
      lines.push(...table(group, some, restricted, seed));
    }
    console.log(`${lines.join('\n')}\nWrote ${out}.`);
  });

await runCommand(command);
