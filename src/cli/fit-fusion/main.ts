/** `npm run fit-fusion -- --data DIR --out FILE`: how much eyes and network count in the monitor, fitted on labelled faces. */
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { number, textTable } from '../../evaluation/markdown';
import {
  byPerson,
  compareMethods,
  summariseMethod,
  type LabelledFace,
  type Method,
} from '../../evaluation/methods';
import { classMetrics } from '../../training/metrics';
import { writeFileAtomic } from '../files';
import { readDataset } from '../dataset/extracted';
import { NODE_BACKENDS, useNodeBackend } from '../node-backend';
import { oneOf, positiveNumber, runCommand, usageError, wholeNumber } from '../command';
import { loadCheckpoint } from '../predict/checkpoint';
import { FACE_GROUPS, groupOf } from '../predict/face-groups';
import { predictDataset, type Prediction } from '../predict/predictions';
import { progressLine } from '../progress-line';
import { fitFusionWeights } from './fit';

const HELP = `npm run fit-fusion -- --data DIR [options]

  Fits the weights by which the monitor combines a network's verdict with what eyes, mouth and head measure, and prints what eyes,
  network and both are worth on people who were left out (one by one, or in forty groups). Give it faces of people whom the
  checkpoint was not trained on: on those it was, it seems better than it is.

  --data DIR         an extracted data set (npm run extract, make-training-set); may be given several times
  --checkpoint FILE  the network (${join('models', 'default.safetensors')})
  --out FILE         where the weights go (${join('src', 'wakefulness', 'fusion-weights.json')})
  --l2 N             penalty on large weights (3)
  --seed N           of the groups and the intervals (1)
  --backend B        ${NODE_BACKENDS.join(', ')} (wasm)
`;

/** Both against each alone, and what each class is worth, on some of the faces. */
function table(
  name: string,
  faces: readonly LabelledFace[],
  methods: readonly Method[],
  seed: number,
): string[] {
  const rows = methods.map((method) => {
    const { macroF1, auc, matrix } = summariseMethod(faces, method, seed);
    const f1 = classMetrics(matrix).map((one) => number(one.f1));
    return [
      method.name,
      number(macroF1.estimate),
      `${number(macroF1.low)} to ${number(macroF1.high)}`,
      ...f1,
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
  const counts = WAKEFULNESS_CLASSES.map(
    (c, label) => `${faces.filter((face) => face.label === label).length} ${c}`,
  );
  return [
    `${name}: ${byPerson(faces).size} people, ${counts.join(', ')}`,
    ...textTable(head, [...rows, ...differences]),
    '',
  ];
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', multiple: true },
      checkpoint: { type: 'string', default: join('models', 'default.safetensors') },
      out: { type: 'string', default: join('src', 'wakefulness', 'fusion-weights.json') },
      l2: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      backend: { type: 'string', default: 'wasm' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { data, checkpoint, out } = values;
  if (data === undefined) throw usageError('Give --data.', HELP);
  const l2 = positiveNumber('l2', values.l2, HELP);
  const seed = wholeNumber('seed', values.seed, HELP, 0);
  const sets = data.map(readDataset);
  await useNodeBackend(oneOf('backend', values.backend, NODE_BACKENDS, HELP));
  const line = progressLine(process.stderr);
  const { card, network, dispose } = await loadCheckpoint(checkpoint);
  const predictions: Prediction[] = [];
  for (const set of sets) {
    predictions.push(
      ...(await predictDataset(network, set, (part) => line.show(`network: ${set.root}`, part))),
    );
  }
  dispose();
  const people = new Set(predictions.map(({ row }) => row.subject)).size;
  const source =
    `${predictions.length} faces of ${people} people, network "${card.name}": npm run fit-fusion -- ` +
    `${data.map((dir) => `--data ${dir}`).join(' ')} --checkpoint ${checkpoint} --l2 ${l2}`;
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
    const some = methods.map(({ name, predicted, notAwake }) => ({
      name,
      predicted: own.map((i) => predicted[i]!),
      notAwake: notAwake && own.map((i) => notAwake[i]!),
    }));
    lines.push(
      ...table(
        group,
        own.map((i) => faces[i]!),
        some,
        seed,
      ),
    );
  }
  console.log(`${lines.join('\n')}\nWrote ${out}.`);
});
