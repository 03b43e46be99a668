/** `npm run evaluate`: a checkpoint on people it was not trained on, beside the baselines. */
import { join } from 'node:path';
import { ablationTable, methodsTable, videosTable } from '../../evaluation/evaluation-report';
import { textTable } from '../../evaluation/markdown';
import { commandLine, oneOf, runCommand, wholeNumber } from '../command-line';
import { REPORT_FILE } from '../files';
import { NODE_BACKENDS } from '../node-backend';
import { progressLine } from '../progress';
import { evaluate, RESULT_FILE } from './evaluate';
import { CALIBRATION_SECONDS, CALIBRATION_SOURCES } from './replay';

const command = commandLine(
  'evaluate',
  'Measures a checkpoint on extracted data sets, beside the opening of the eyes alone, the majority class ' +
    'and both together: macro-F1, per class and per subject, confusion, calibration, with intervals over ' +
    'people. Videos go through the monitor itself: alerts for episodes, false alarms, time to alert, ' +
    'state changes, time shown awake with closed eyes, availability. Writes report.md and evaluation.json.',
  '--data data --validation other-people',
)
  .requiredOption('--data <dirs...>', 'extracted data sets (npm run extract)')
  .option('--checkpoint <file>', 'the checkpoint', join('models', 'default.safetensors'))
  .option('--out <dir>', 'where the report goes', join('results', 'evaluation'))
  .option(
    '--validation <dir>',
    'an extracted data set of other people to fit thresholds and fusion on (otherwise the other people of ' +
      '--data, in ten folds)',
  )
  .option('--without-deviation <file>', 'a checkpoint of npm run train with --no-deviation, to compare with')
  .addOption(
    oneOf(
      '--calibrate <source>',
      `what a video's eyes are calibrated on: its first ${CALIBRATION_SECONDS} s, which are then not scored (of ` +
        'short videos the awake seconds), or its seconds labelled awake',
      CALIBRATION_SOURCES,
    ).default('first'),
  )
  .option('--fusion <file>', 'weights of npm run fit-fusion, in place of the built-in ones')
  .option('--predictions <file>', "writes every face's probabilities, openings and pose to this CSV")
  .addOption(wholeNumber('--seed <n>', 'random seed of folds and intervals', 0).default(1))
  .addOption(oneOf('--backend <name>', 'backend of tfjs', NODE_BACKENDS).default('wasm'))
  .option('--json', 'progress and result as JSON')
  .action(async ({ json, ...options }) => {
    const line = progressLine(process.stderr, { json });
    const evaluation = await evaluate(
      {
        ...options,
        validation: options.validation ?? null,
        withoutDeviation: options.withoutDeviation ?? null,
        fusion: options.fusion ?? null,
        predictions: options.predictions ?? null,
      },
      (what, fraction, faces) =>
        line.show(what, fraction, faces === undefined ? {} : { of: [faces, 'faces'] }),
    );
    line.end();
    if (json) {
      console.log(JSON.stringify(evaluation));
      return;
    }
    const { remarks, methods, ablation, videos } = evaluation;
    if (remarks.length > 0)
      console.log(`To be known:\n${remarks.map((remark) => `- ${remark}`).join('\n')}\n`);
    const tables = [
      methodsTable(methods),
      ...(ablation.length > 0 ? [ablationTable(ablation)] : []),
      ...(videos ? [videosTable(videos.runs)] : []),
    ];
    for (const table of tables) console.log(`${textTable(...table).join('\n')}\n`);
    console.log(`See ${join(options.out, REPORT_FILE)} and ${join(options.out, RESULT_FILE)}.`);
  });

await runCommand(command);
