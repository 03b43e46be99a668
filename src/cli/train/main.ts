/**
 * `npm run train -- --data DIR --out FILE`: trains a checkpoint, calibrates it, and measures it on
 * unseen people.
 */
import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { BACKBONE_IDS } from '../../common/backbone-ids';
import { commandLine, oneOf, runCommand, someText, wholeNumber } from '../command-line';
import { LEAST_CROP } from '../dataset/crops';
import { assertWritable } from '../files';
import { progressLine } from '../progress';
import { assertStrangers } from '../dataset/people';
import { FACE_GROUPS } from '../predict/face-groups';
import { finishTraining } from './finish';
import { forgetUnfinished, train } from './train';

const command = commandLine(
  'train',
  'Trains a Face Model and state module on DIR/train, weighted so that the source of a picture does not give away ' +
    'its class. Fits the calibration on the real faces of DIR/validation, measures the result on DIR/validation, ' +
    'DIR/test and DIR/style where they exist, and writes a checkpoint whose card holds the figures. Start an ' +
    'interrupted training again, and it continues where it stopped.',
  '--data training-set --out models/default.safetensors',
)
  .requiredOption('--data <dir>', 'the folder of the data sets train, validation, test and style')
  .requiredOption('--out <file>', 'the checkpoint')
  .addOption(wholeNumber('--seed <n>', 'of the training').default(1))
  .addOption(oneOf('--backbone <name>', 'backbone', BACKBONE_IDS).default('faceres'))
  .option('--from-stage <name>', 'first stage that is trained', 'block11')
  .option(
    '--start <file>',
    'a checkpoint of the same backbone to go on from; its stages before the first one that is trained stay as they are',
  )
  .addOption(wholeNumber('--epochs <n>', 'length of the training').default(4))
  .addOption(wholeNumber('--copies <n>', 'augmented versions of each crop', 0).default(1))
  .addOption(wholeNumber('--input-size <px>', 'side that the crops are scaled to (as they are)', LEAST_CROP))
  .option('--no-deviation', 'the state module reads V_face instead of V_state')
  .option('--no-mixup', 'without the same-person mixup of V_state')
  .option('--ordinal', 'labels give neighbouring states a part (soft ordinal labels)', false)
  .addOption(
    new Option('--without <group...>', 'leaves kinds of face out of the training')
      .choices(FACE_GROUPS)
      .default([]),
  )
  .addOption(wholeNumber('--limit <n>', 'trains on at most this many people of each kind of face'))
  .option('--any-source', 'no weighting: the source may give away the class', false)
  .addOption(someText('--name <text>', 'name on the card').default('Wakeful default'))
  .option(
    '--cache <dir>',
    'where outputs of the frozen part are kept, 200 kB a face, so that the next training begins at once',
    join('.cache', 'trunk'),
  )
  .option('--json', 'progress and result as JSON')
  .action(async ({ json, name, ...options }) => {
    assertWritable(options.out);
    assertStrangers(options.data);
    const line = progressLine(process.stderr, { json });
    const trained = await train(
      {
        ...options,
        start: options.start ?? null,
        inputSize: options.inputSize ?? null,
        limit: options.limit ?? null,
      },
      line,
    );
    const { data, out, seed } = options;
    await finishTraining({ ...trained, line, json: json ?? false, data, out, name, seed });
    forgetUnfinished(out);
  });

await runCommand(command);
