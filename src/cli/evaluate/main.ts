/** `npm run evaluate -- --data OUT --checkpoint FILE`: a checkpoint on people it was not trained on, beside the baselines. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ablationTable, methodsTable, videosTable } from '../../evaluation/evaluation-report';
import { textTable } from '../../evaluation/markdown';
import { oneOf, runCommand, usageError, wholeNumber } from '../command';
import { REPORT_FILE } from '../files';
import { evaluate, RESULT_FILE } from './evaluate';
import { CALIBRATION_SECONDS, CALIBRATION_SOURCES } from './replay';
import { NODE_BACKENDS } from '../node-backend';
import { progressLine } from '../progress-line';

const HELP = `npm run evaluate -- --data DIR [options]

  Measures a checkpoint on extracted data sets, beside the opening of the eyes alone, the majority class and both together:
  macro-F1, per class and per subject, confusion, calibration, with intervals over people. Videos go through the
  monitor itself: alerts for episodes, false alarms, time to alert, availability. Writes report.md and evaluation.json.

  --data DIR                an extracted data set (npm run extract); may be given several times
  --checkpoint FILE         the checkpoint (models/default.safetensors)
  --out DIR                 where the report goes (results/evaluation)
  --validation DIR          an extracted data set of other people, on which thresholds and fusion are fitted
                            (else on the other people of --data, in ten folds)
  --without-deviation FILE  a checkpoint of npm run train with --no-deviation, to compare with
  --calibrate W             what a video's eyes are calibrated on: first (its first ${CALIBRATION_SECONDS} s, which are then not scored; of
                            short videos the awake seconds), awake (its seconds labelled awake) (first)
  --seed N                  of folds and intervals (1)
  --backend B               ${NODE_BACKENDS.join(', ')} (wasm)
`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', multiple: true },
      checkpoint: { type: 'string', default: join('models', 'default.safetensors') },
      out: { type: 'string', default: join('results', 'evaluation') },
      validation: { type: 'string' },
      'without-deviation': { type: 'string' },
      calibrate: { type: 'string', default: 'first' },
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
  const line = progressLine(process.stderr);
  const { remarks, methods, ablation, videos } = await evaluate(
    {
      data,
      checkpoint,
      out,
      validation: values.validation ?? null,
      withoutDeviation: values['without-deviation'] ?? null,
      calibrate: oneOf('calibrate', values.calibrate, CALIBRATION_SOURCES, HELP),
      seed: wholeNumber('seed', values.seed, HELP, 0),
      backend: oneOf('backend', values.backend, NODE_BACKENDS, HELP),
    },
    (what, fraction) => line.show(what, fraction),
  );
  line.end();
  const tables = [
    methodsTable(methods),
    ablationTable(ablation),
    ...(videos ? [videosTable(videos.runs)] : []),
  ];
  for (const table of tables) console.log(`${textTable(...table).join('\n')}\n`);
  if (remarks.length > 0) console.log(`To be known:\n${remarks.map((remark) => `- ${remark}`).join('\n')}\n`);
  console.log(`See ${join(out, REPORT_FILE)} and ${join(out, RESULT_FILE)}.`);
});
