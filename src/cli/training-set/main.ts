/**
 * `npm run make-training-set -- --shared DIR OUT`: what the default checkpoint is trained,
 * validated and tested on.
 */
import { commandLine, runCommand, wholeNumber } from '../command-line';
import { progressLine } from '../progress';
import { makeTrainingSet, PARTS } from './make';

const command = commandLine(
  'make-training-set',
  'Makes OUT/train, OUT/validation and OUT/test: portraits whose lids are lowered and who wear drawn glasses ' +
    '(lfw_open), photographs of really closed eyes (cew), frames of clips labelled by the opening of the eyes ' +
    "(footage, real_clips), and yale as it is (test only). In OUT/train faces get other people's eyes too, so that " +
    'the source of a picture does not give away its class; OUT/style holds such faces of the test people. ' +
    'OUT/experiment comes from lfw: other people, a few photos each, for npm run experiment. Run it again, and it ' +
    'continues where it stopped.',
  '--shared pictures training-set',
)
  .argument('<out>', 'where the data sets go')
  .requiredOption('--shared <dir>', 'the folder of lfw_open, lfw, cew, footage, real_clips and yale')
  .addOption(wholeNumber('--train <n>', 'people of lfw_open to train on').default(400))
  .addOption(wholeNumber('--validation <n>', 'to validate on').default(60))
  .addOption(wholeNumber('--test <n>', 'to test on').default(120))
  .addOption(
    wholeNumber('--experiment <n>', 'people of lfw for the experiments (27 in the paper)').default(27),
  )
  .addOption(wholeNumber('--real <n>', 'of these, people of clips, whose eyes really close', 0).default(0))
  .option('--only-experiment', 'makes OUT/experiment alone', false)
  .addOption(wholeNumber('--seed <n>', 'who is where, and how far lids are lowered').default(1))
  .action(async (to, options) => {
    const line = progressLine(process.stderr);
    const made = await makeTrainingSet(
      options.shared,
      to,
      { ...options, people: options },
      (what, fraction) => line.show(what, fraction),
    );
    line.end();
    for (const part of options.onlyExperiment ? (['experiment'] as const) : PARTS) {
      const kept = made[part].reduce((sum, session) => sum + session.kept, 0);
      console.log(
        `${part}: ${kept} crops of ${new Set(made[part].map(({ subject }) => subject)).size} subjects`,
      );
    }
  });

await runCommand(command);
