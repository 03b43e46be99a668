/**
 * `npm run train -- --data DIR --out FILE`: trains a checkpoint, calibrates it, and measures it on
 * unseen people.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { WakefulError } from '../../common/errors';
import { weightSpecs, type Backbone } from '../../network/backbone';
import { calibratedState } from '../../network/calibrated-state';
import { readCheckpoint } from '../../network/checkpoint';
import { toTensors, type TrainedWeights } from '../../network/weights';
import { withAugmented } from '../../training/augmented-samples';
import { PAPER_MIXUP } from '../../training/mixup';
import { ADAM_RECIPE } from '../../training/recipe';
import { trainedSpecs, type TrainingSetup } from '../../training/setup';
import { trainNetwork } from '../../training/trainer';
import { decodeTrainingCheckpoint, encodeTrainingCheckpoint } from '../../training/training-checkpoint';
import { loadBackbone } from '../backbone-files';
import { commandLine, runCommand, wholeNumber } from '../command-line';
import { writeFileAtomic } from '../files';
import { progressLine } from '../progress';
import { cropSamples } from '../dataset/crops';
import { readDataset } from '../dataset/extracted';
import { FACE_GROUPS } from '../predict/face-groups';
import { useNodeBackend } from '../node-backend';
import { TrunkCache, trainedPart } from '../trunk-cache';
import { finishTraining } from './finish';
import { sourceless, trainingRows } from './rows';

/** Steps between two states that an interrupted training can go on from. */
const KEPT_EVERY = 100;

function startOf(bytes: Uint8Array<ArrayBuffer>, backbone: Backbone, digest: string): TrainedWeights {
  const { card, face, state, spread } = readCheckpoint(bytes, backbone, digest);
  return { face, state: calibratedState(card, state), spread };
}

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
  .option('--from-stage <name>', 'first stage that is trained', 'block11')
  .option(
    '--start <file>',
    'a checkpoint of the same backbone to continue from; stages before the first trained one keep the ' +
      "backbone's own weights (an untrained Face Model)",
  )
  .addOption(wholeNumber('--epochs <n>', 'length of the training').default(4))
  .addOption(wholeNumber('--copies <n>', 'augmented versions of each crop', 0).default(1))
  .option('--no-deviation', 'the state module reads V_face instead of V_state')
  .option('--no-mixup', 'without the same-person mixup of V_state')
  .addOption(
    new Option('--without <group...>', 'leaves kinds of face out of the training')
      .choices(FACE_GROUPS)
      .default([]),
  )
  .addOption(wholeNumber('--limit <n>', 'trains on at most this many people of each kind of face'))
  .option('--any-source', 'no weighting: the source may give away the class')
  .option('--name <text>', 'name on the card', 'Wakeful default')
  .option(
    '--cache <dir>',
    'where outputs of the frozen part are kept, 200 kB a face, so that the next training begins at once',
    join('.cache', 'trunk'),
  )
  .option('--json', 'progress and result as JSON');

async function trainCheckpoint(options: ReturnType<typeof command.opts>): Promise<void> {
  const { data, out, seed, fromStage, epochs, copies } = options;
  const features = options.deviation ? 'V_state' : 'V_face';
  const training = trainingRows(readDataset(join(data, 'train')), {
    without: options.without,
    limit: options.limit ?? Infinity,
  });

  await useNodeBackend('wasm');
  const loaded = await loadBackbone('faceres');
  const { backbone, values: weights, digest } = loaded;
  const identity = toTensors(weights, weightSpecs(backbone));
  const start =
    options.start === undefined
      ? null
      : startOf(new Uint8Array(readFileSync(options.start)), backbone, digest);
  const plain = cropSamples(training, training.crops);
  const weighed = options.anySource
    ? plain
    : { ...plain, samples: sourceless(training.crops, plain.samples) };
  const faces = withAugmented(weighed, copies, seed);
  const line = progressLine(process.stderr, { json: options.json });
  const frozen = await TrunkCache.open(
    {
      folder: options.cache,
      backbone,
      identity,
      fromStage,
      name: JSON.stringify([
        'train',
        training.digest,
        training.crops.map(({ file }) => file),
        copies,
        seed,
        'augmentation 2',
      ]),
      digest,
    },
    faces,
    (done, total) => line.show('frozen part', done / total, { of: [total, 'faces'] }),
  );
  const setup: TrainingSetup = {
    backbone: trainedPart(backbone, fromStage),
    identity,
    fromStage,
    classes: WAKEFULNESS_CLASSES,
    features,
    training: frozen.samples(faces.samples, [...faces.samples.keys()]),
    recipe: {
      ...ADAM_RECIPE,
      length: { epochs },
      classWeights: options.anySource ? ADAM_RECIPE.classWeights : 'equal',
    },
    mixup: options.mixup ? PAPER_MIXUP : null,
    seed,
    ...(start && { start }),
  };
  const specs = trainedSpecs(setup);
  const keptPath = `${out}.unfinished`;
  const resumed = existsSync(keptPath)
    ? decodeTrainingCheckpoint(new Uint8Array(readFileSync(keptPath)), specs)
    : null;
  const result = await trainNetwork(setup, {
    checkpointEvery: KEPT_EVERY,
    ...(resumed && { resumeFrom: resumed }),
    onEvent(event) {
      if (event.type === 'batch')
        line.show('training', event.batch / event.batches, {
          of: [event.batches, 'steps'],
          skipped: resumed === null ? null : 'the first steps from an earlier run',
          note: `loss ${event.loss.toFixed(4)}`,
        });
      if (event.type === 'checkpoint')
        writeFileAtomic(keptPath, encodeTrainingCheckpoint(event.checkpoint, specs));
    },
  });
  line.end();
  frozen.close();
  if (result.outcome === 'cancelled') {
    throw new WakefulError('training-cancelled', 'The training was cancelled.', 'Start it again.');
  }
  const { start: startPath, limit, without, deviation, mixup, anySource } = options;
  const command =
    `npm run train -- --data ${data} --out ${out} --seed ${seed} --from-stage ${fromStage} --epochs ${epochs} ` +
    `--copies ${copies}` +
    (startPath === undefined ? '' : ` --start ${startPath}`) +
    (limit === undefined ? '' : ` --limit ${limit}`) +
    without.map((group) => ` --without "${group}"`).join('') +
    (deviation ? '' : ' --no-deviation') +
    (mixup ? '' : ' --no-mixup') +
    (anySource ? ' --any-source' : '');
  await finishTraining({
    json: options.json ?? false,
    data,
    out,
    name: options.name,
    seed,
    loaded,
    identity,
    fromStage,
    features,
    weights: result.weights,
    training: {
      data:
        'Portraits of Labeled Faces in the Wild with lids lowered by drawing, photographs of closed eyes (Closed Eyes in the ' +
        "Wild), faces with other people's eyes, and clips labelled by eye opening.",
      subjects: new Set(training.crops.map(({ subject }) => subject)).size,
      samples: faces.samples.length,
      seed,
      command,
    },
  });
  rmSync(keptPath, { force: true });
}

await runCommand(command.action(trainCheckpoint));
