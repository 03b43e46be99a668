/** `npm run experiment`: the paper's whole evaluation on an extracted data set. */
import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { BACKBONE_IDS } from '../../common/backbone-ids';
import { PAPER_TABLES } from '../../evaluation/conditions';
import { ADAM_RECIPE, PAPER_DECAY, PAPER_RECIPE, type Recipe } from '../../training/recipe';
import { commandLine, oneOf, positiveNumber, runCommand, someOf, wholeNumber } from '../command-line';
import { LEAST_CROP } from '../dataset/crops';
import { REPORT_FILE } from '../files';
import { NODE_BACKENDS } from '../node-backend';
import { progressLine } from '../progress';
import { parseShard } from './cells';
import { runExperiment } from './experiment';
import { lengthOf } from './settings';

interface RecipeChanges {
  readonly recipe: 'paper' | 'adam';
  readonly batches?: number | undefined;
  readonly epochs?: number | undefined;
  readonly batchSize?: number | undefined;
  readonly learningRate?: number | undefined;
  readonly decayEvery?: number | undefined;
}

function recipeOf(changes: RecipeChanges): Recipe {
  const { recipe, batches, epochs, batchSize, learningRate, decayEvery } = changes;
  return {
    ...(recipe === 'paper' ? PAPER_RECIPE : ADAM_RECIPE),
    // The crops of every subject are balanced before the folds are made.
    undersample: false,
    ...(batches === undefined ? {} : { length: { batches } }),
    ...(epochs === undefined ? {} : { length: { epochs } }),
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(learningRate === undefined
      ? {}
      : { networkLearningRate: learningRate, headLearningRate: learningRate }),
    ...(decayEvery === undefined
      ? {}
      : { schedule: { kind: 'stepwise', factor: PAPER_DECAY, every: decayEvery } }),
  };
}

const command = commandLine(
  'experiment',
  "Trains and tests every cell of the paper's tables on a data set made by npm run extract, and writes " +
    "OUT/report.md with the paper's figures beside ours. Each cell is one file: run again, it makes only " +
    'what is missing.',
  '--data data --out results --tables 3,4 --shard 1/2',
)
  .requiredOption('--data <dir>', 'the extracted data set')
  .requiredOption('--out <dir>', 'where cells, figures and report go; may be used by many machines at once')
  .addOption(someOf('--tables <list>', 'tables of the paper', PAPER_TABLES).default(PAPER_TABLES, 'all'))
  .addOption(wholeNumber('--folds <n>', 'only the first folds'))
  .addOption(wholeNumber('--seed <n>', 'of groups, undersampling, mixup and training', 0).default(1))
  .addOption(
    new Option('--shard <i/n>', "this machine's part of the cells; see docs/scaling.md")
      .argParser(parseShard)
      .default({ index: 1, count: 1 }, '1/1'),
  )
  .addOption(
    positiveNumber('--minutes <n>', 'begins no cell after so long; run again, it goes on with the next one'),
  )
  .addOption(oneOf('--backend <name>', 'backend of tfjs', NODE_BACKENDS).default('wasm'))
  .addOption(oneOf('--backbone <name>', 'backbone', BACKBONE_IDS).default('faceres'))
  .addOption(
    wholeNumber(
      '--input-size <px>',
      'side that the crops are scaled to (as extracted); smaller is faster',
      LEAST_CROP,
    ),
  )
  .option(
    '--from-stage <name>',
    "first stage of the Face Model that is trained (the backbone's usual one; the paper trains all)",
  )
  .addOption(
    oneOf('--recipe <name>', "the paper's schedule of SGD, or Adam for small data sets", [
      'paper',
      'adam',
    ]).default('paper'),
  )
  .addOption(
    wholeNumber(
      '--batches <n>',
      `length of a training (the recipe's; the paper's: ${lengthOf(PAPER_RECIPE)})`,
    ).conflicts('epochs'),
  )
  .addOption(wholeNumber('--epochs <n>', 'the same in epochs'))
  .addOption(wholeNumber('--batch-size <n>', `faces (the recipe's; the paper's: ${PAPER_RECIPE.batchSize})`))
  .addOption(
    positiveNumber(
      '--learning-rate <x>',
      `of network and state module (the recipe's; the paper's: ${PAPER_RECIPE.networkLearningRate})`,
    ),
  )
  .addOption(
    wholeNumber(
      '--decay-every <batches>',
      "when the learning rate falls to a tenth (the recipe's; the paper's: after each epoch, which has about 1000 batches there)",
    ),
  )
  .addOption(oneOf('--keep <which>', 'which weights are tested', ['last', 'best']).default('last'))
  .option(
    '--cache <dir>',
    'where outputs of the frozen part are kept, on this machine',
    join('.cache', 'trunk'),
  )
  .option('--json', 'progress and result as JSON')
  .action(async ({ json, ...options }) => {
    const line = progressLine(process.stderr, { json });
    let what = '';
    let cells = { done: 0, total: 1, skipped: '' };
    const summary = await runExperiment(
      {
        ...options,
        folds: options.folds ?? null,
        minutes: options.minutes ?? null,
        inputSize: options.inputSize ?? null,
        fromStage: options.fromStage ?? null,
        recipe: recipeOf(options),
      },
      {
        onTrunk: (done, total) => line.show('frozen part', done / total, { of: [total, 'faces'] }),
        onCell({ condition, fold }, number, total, found) {
          what = `${number}/${total} ${condition.id}, fold ${fold + 1}`;
          cells = { done: number - 1, total, skipped: found > 0 ? `${found} cells from earlier runs` : '' };
          line.show(what, 0, { overall: cells.done / total, skipped: cells.skipped });
        },
        onTraining(event) {
          if (event.type !== 'batch') return;
          const fraction = event.batch / event.batches;
          line.show(what, fraction, {
            of: [cells.total * event.batches, 'batches'],
            overall: (cells.done + fraction) / cells.total,
            skipped: cells.skipped,
          });
        },
      },
    );
    line.end();
    const { made, found, missing } = summary;
    const report = join(options.out, REPORT_FILE);
    if (json) {
      console.log(JSON.stringify({ ...summary, report }));
      return;
    }
    const rest = missing > 0 ? `; ${missing} cells are still missing` : '';
    console.log(`${made} cells made, ${found} were there${rest}. See ${report}.`);
  });

await runCommand(command);
