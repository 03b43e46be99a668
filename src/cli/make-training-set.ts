/** `npm run make-training-set -- --shared DIR OUT`: what the default checkpoint is trained, validated and tested on. */
import { parseArgs } from 'node:util';
import { runCommand, usageError, wholeNumber } from './command';
import { progressLine } from './progress-line';
import { makeTrainingSet, PARTS } from './training-set/make';

const HELP = `npm run make-training-set -- --shared DIR OUT [options]

  Makes OUT/train, OUT/validation and OUT/test from the folders below DIR: portraits whose lids are lowered and who wear drawn
  glasses (lfw_open), photographs of really closed eyes (cew), frames of clips labelled by the opening of the eyes (footage,
  real_clips), and yale as it is (test only). In OUT/train faces get other people's eyes too, so that where a picture is from
  does not tell its class; OUT/style holds such faces of the test people. And OUT/experiment from lfw: other people, some photos
  each, for npm run experiment. Run again, it goes on where it was.

  --train N        people of lfw_open to train on (400)
  --validation N   … to validate on (60)
  --test N         … to test on (120)
  --experiment N   people of lfw for the experiments (27, as the paper has)
  --seed N         who is where, and how far lids are lowered (1)
`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      shared: { type: 'string' },
      train: { type: 'string', default: '400' },
      validation: { type: 'string', default: '60' },
      test: { type: 'string', default: '120' },
      experiment: { type: 'string', default: '27' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [to, ...more] = positionals;
  if (to === undefined || more.length > 0 || values.shared === undefined) {
    throw usageError('Give --shared with the folder of the sources, and the folder to write to.', HELP);
  }
  const people = {
    train: wholeNumber('train', values.train, HELP),
    validation: wholeNumber('validation', values.validation, HELP),
    test: wholeNumber('test', values.test, HELP),
    experiment: wholeNumber('experiment', values.experiment, HELP),
  };
  const line = progressLine(process.stderr);
  const made = await makeTrainingSet(
    values.shared,
    to,
    { people, seed: wholeNumber('seed', values.seed, HELP) },
    (what, share) => line.show(what, share),
  );
  line.end();
  for (const part of PARTS) {
    const kept = made[part].reduce((sum, session) => sum + session.kept, 0);
    console.log(
      `${part}: ${kept} crops of ${new Set(made[part].map(({ subject }) => subject)).size} subjects`,
    );
  }
});
