/** `npm run experiment -- --data OUT --out results/`: the paper's whole evaluation on an extracted data set. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PAPER_TABLES, type PaperTable } from '../../evaluation/conditions';
import { BACKBONE_IDS } from '../../common/backbone-ids';
import { ADAM_RECIPE, PAPER_RECIPE, type Recipe } from '../../training/recipe';
import { oneOf, positiveNumber, runCommand, usageError, wholeNumber } from '../command';
import { parseShard } from './cells';
import { REPORT_FILE } from '../files';
import { runExperiment } from './experiment';
import { NODE_BACKENDS } from '../node-backend';
import { progressLine } from '../progress-line';

const HELP = `npm run experiment -- --data OUT --out results/ [options]

  Trains and tests every cell of the paper's tables on a data set made by npm run extract, and writes results/report.md
  with the paper's figures beside ours. Each cell is one file: run again, it makes only what is missing.

  --data DIR        the extracted data set
  --out DIR         where cells, figures and report go; may be shared by many machines
  --tables 3,4      which of tables ${PAPER_TABLES.join(', ')} (all)
  --folds N         only the first N folds (all)
  --seed N          of groups, undersampling, mixup and training (1)
  --shard I/N       this machine's part of the cells (1/1); see docs/scaling.md
  --backend B       ${NODE_BACKENDS.join(', ')} (wasm)
  --backbone B      ${BACKBONE_IDS.join(', ')} (faceres)
  --from-stage S    first stage of the Face Model that is trained (the backbone's usual one; the paper trains all)
  --recipe R        paper: SGD with the paper's schedule; adam: for small data sets (paper)
  --batches N       length of a training in batches (the recipe's: 1500 in the paper)
  --epochs N        … or in epochs
  --batch-size N    (the recipe's: 128 in the paper)
  --learning-rate X of network and state module (the recipe's: 0.001 in the paper)
  --keep W          test the last or the best validated weights: last, best (last)
  --cache DIR       where outputs of the frozen part are kept, on this machine (.cache/trunk)
`;

function parseTables(text: string): readonly PaperTable[] {
  const wanted = text.split(',').map((part) => Number(part.trim()));
  const tables = PAPER_TABLES.filter((table) => wanted.includes(table));
  if (tables.length !== new Set(wanted).size) {
    throw usageError(`--tables is some of ${PAPER_TABLES.join(',')}, not "${text}".`, HELP);
  }
  return tables;
}

function parseOptions() {
  return parseArgs({
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      tables: { type: 'string', default: PAPER_TABLES.join(',') },
      folds: { type: 'string' },
      seed: { type: 'string', default: '1' },
      shard: { type: 'string', default: '1/1' },
      backend: { type: 'string', default: 'wasm' },
      backbone: { type: 'string', default: 'faceres' },
      'from-stage': { type: 'string' },
      recipe: { type: 'string', default: 'paper' },
      batches: { type: 'string' },
      epochs: { type: 'string' },
      'batch-size': { type: 'string' },
      'learning-rate': { type: 'string' },
      keep: { type: 'string', default: 'last' },
      cache: { type: 'string', default: join('.cache', 'trunk') },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

type Values = ReturnType<typeof parseOptions>['values'];

function recipeOf(values: Values): Recipe {
  const base =
    oneOf('recipe', values.recipe, ['paper', 'adam'], HELP) === 'paper' ? PAPER_RECIPE : ADAM_RECIPE;
  if (values.batches !== undefined && values.epochs !== undefined) {
    throw usageError('--batches and --epochs exclude each other.', HELP);
  }
  const rate =
    values['learning-rate'] === undefined
      ? null
      : positiveNumber('learning-rate', values['learning-rate'], HELP);
  return {
    ...base,
    // The crops of every subject are balanced before the folds are made.
    undersample: false,
    ...(values.batches === undefined
      ? {}
      : { length: { batches: wholeNumber('batches', values.batches, HELP) } }),
    ...(values.epochs === undefined
      ? {}
      : { length: { epochs: wholeNumber('epochs', values.epochs, HELP) } }),
    ...(values['batch-size'] === undefined
      ? {}
      : { batchSize: wholeNumber('batch-size', values['batch-size'], HELP) }),
    ...(rate === null ? {} : { networkLearningRate: rate, headLearningRate: rate }),
  };
}

await runCommand(async () => {
  const { values } = parseOptions();
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { data, out } = values;
  if (data === undefined || out === undefined) throw usageError('Give --data and --out.', HELP);
  const line = progressLine(process.stderr);
  let what = '';
  const summary = await runExperiment(
    {
      data,
      out,
      tables: parseTables(values.tables),
      folds: values.folds === undefined ? null : wholeNumber('folds', values.folds, HELP),
      seed: wholeNumber('seed', values.seed, HELP, 0),
      backend: oneOf('backend', values.backend, NODE_BACKENDS, HELP),
      backbone: oneOf('backbone', values.backbone, BACKBONE_IDS, HELP),
      fromStage: values['from-stage'] ?? null,
      recipe: recipeOf(values),
      keep: oneOf('keep', values.keep, ['last', 'best'], HELP),
      shard: parseShard(values.shard),
      cache: values.cache,
    },
    {
      onTrunk: (done, total) => line.show('frozen part', done / total),
      onCell({ condition, fold }, number, total) {
        what = `${number}/${total} ${condition.id}, fold ${fold + 1}`;
        line.show(what, 0);
      },
      onTraining(event) {
        if (event.type === 'batch') line.show(what, event.batch / event.batches);
      },
    },
  );
  line.end();
  const { made, found, missing } = summary;
  const rest = missing > 0 ? `; ${missing} cells of other shards are still missing` : '';
  console.log(`${made} cells made, ${found} were there${rest}. See ${join(out, REPORT_FILE)}.`);
});
