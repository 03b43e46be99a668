/** `npm run train -- --data DIR --out FILE`: trains a checkpoint, calibrates it, and measures it on unseen people. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { WakefulError } from '../common/errors';
import { weightSpecs, type Backbone } from '../network/backbone';
import { calibratedState } from '../network/calibrated-state';
import { readCheckpoint } from '../network/checkpoint';
import { toTensors } from '../network/weights';
import { withAugmented } from '../training/augmented-samples';
import { PAPER_MIXUP } from '../training/mixup';
import { ADAM_RECIPE } from '../training/recipe';
import { trainedSpecs, type TrainedWeights, type TrainingSetup } from '../training/setup';
import { train } from '../training/trainer';
import { decodeTrainingCheckpoint, encodeTrainingCheckpoint } from '../training/training-checkpoint';
import { loadBackbone } from './backbone-files';
import { runCommand, usageError, wholeNumber } from './command';
import { writeFileAtomic } from './dataset/atomic-file';
import { faceSamples } from './dataset/crops';
import { readDataset } from './dataset/extracted';
import { FACE_GROUPS } from './judging/groups';
import { useNodeBackend } from './node-backend';
import { TrunkCache, trainedPart } from './experiment/trunk-cache';
import { finishTraining } from './train/finish';
import { sourceless, trainingRows } from './train/rows';

const HELP = `npm run train -- --data DIR --out FILE [options]

  Trains a Face Model and state module on DIR/train, so weighed that where a picture is from tells nothing of its class; fits
  the calibration on the real faces of DIR/validation; measures it on DIR/validation, DIR/test and DIR/style where they are; and
  writes a checkpoint whose card holds the figures. An interrupted training goes on where it was when it is started again.

  --seed N           (1)
  --from-stage NAME  first stage that is trained (block11)
  --start FILE       a checkpoint of the same backbone that training goes on from; its stages before the first trained one are
                     left to the backbone's own (an untrained Face Model)
  --epochs N         (4)
  --copies N         augmented versions of each crop (1)
  --no-deviation     the state module reads V_face instead of V_state
  --no-mixup         without the same-person mixup of V_state
  --without GROUP    leaves a kind of face out of the training; may be repeated: ${FACE_GROUPS.join(', ')}
  --limit N          trains on N people of each kind of face at most (all)
  --any-source       does not weigh: the source may tell the class
  --name TEXT        name on the card
  --cache DIR        where outputs of the frozen part are kept, 200 kB a face: the next training begins at once (.cache/trunk)
`;

/** Steps between two states that an interrupted training can go on from. */
const KEPT_EVERY = 100;

function startOf(bytes: Uint8Array<ArrayBuffer>, backbone: Backbone, digest: string): TrainedWeights {
  const { card, face, state, spread } = readCheckpoint(bytes, backbone, digest);
  return { face, state: calibratedState(card, state), spread };
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      'from-stage': { type: 'string', default: 'block11' },
      start: { type: 'string' },
      epochs: { type: 'string', default: '4' },
      copies: { type: 'string', default: '1' },
      'no-deviation': { type: 'boolean', default: false },
      'no-mixup': { type: 'boolean', default: false },
      without: { type: 'string', multiple: true, default: [] },
      limit: { type: 'string' },
      'any-source': { type: 'boolean', default: false },
      name: { type: 'string', default: 'Wakeful default' },
      cache: { type: 'string', default: join('.cache', 'trunk') },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { data, out } = values;
  if (data === undefined || out === undefined) throw usageError('Give --data and --out.', HELP);
  const seed = wholeNumber('seed', values.seed, HELP);
  const epochs = wholeNumber('epochs', values.epochs, HELP);
  const copies = wholeNumber('copies', values.copies, HELP, 0);
  const fromStage = values['from-stage'];
  const features = values['no-deviation'] ? 'V_face' : 'V_state';
  for (const group of values.without)
    if (!FACE_GROUPS.some((known) => known === group)) throw usageError(`No kind of face: ${group}.`, HELP);
  const training = trainingRows(readDataset(join(data, 'train')), {
    without: values.without,
    limit: values.limit === undefined ? Infinity : wholeNumber('limit', values.limit, HELP),
  });

  await useNodeBackend('wasm');
  const loaded = await loadBackbone('faceres');
  const { backbone, values: weights, digest } = loaded;
  const identity = toTensors(weights, weightSpecs(backbone));
  const start =
    values.start === undefined ? null : startOf(new Uint8Array(readFileSync(values.start)), backbone, digest);
  const plain = faceSamples(training, training.crops);
  const weighed = values['any-source']
    ? plain
    : { ...plain, samples: sourceless(training.crops, plain.samples) };
  const faces = withAugmented(weighed, copies, seed);
  const began = performance.now();
  const tell = (text: string): void =>
    console.log(`${((performance.now() - began) / 1000).toFixed(0)} s: ${text}`);
  const frozen = await TrunkCache.open(
    {
      folder: values.cache,
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
    (done, total) => {
      if (done % 320 === 0) tell(`faces ${done}/${total}`);
    },
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
      classWeights: values['any-source'] ? ADAM_RECIPE.classWeights : 'equal',
    },
    mixup: values['no-mixup'] ? null : PAPER_MIXUP,
    seed,
    ...(start && { start }),
  };
  const specs = trainedSpecs(setup);
  const keptPath = `${out}.unfinished`;
  const result = await train(setup, {
    checkpointEvery: KEPT_EVERY,
    ...(existsSync(keptPath) && {
      resumeFrom: decodeTrainingCheckpoint(new Uint8Array(readFileSync(keptPath)), specs),
    }),
    onEvent(event) {
      if (event.type === 'batch' && event.batch % 20 === 0)
        tell(`step ${event.batch}/${event.batches}, loss ${event.loss.toFixed(4)}`);
      if (event.type === 'checkpoint')
        writeFileAtomic(keptPath, encodeTrainingCheckpoint(event.checkpoint, specs));
    },
  });
  frozen.close();
  if (result.outcome === 'cancelled') {
    throw new WakefulError('training-cancelled', 'The training was cancelled.', 'Start it again.');
  }
  const option = (name: string, value: string | undefined): string =>
    value === undefined ? '' : ` --${name} ${value}`;
  const flag = (name: 'no-deviation' | 'no-mixup' | 'any-source'): string =>
    values[name] ? ` --${name}` : '';
  const command =
    `npm run train -- --data ${data} --out ${out} --seed ${seed} --from-stage ${fromStage} --epochs ${epochs} ` +
    `--copies ${copies}` +
    option('start', values.start) +
    option('limit', values.limit) +
    values.without.map((group) => ` --without "${group}"`).join('') +
    flag('no-deviation') +
    flag('no-mixup') +
    flag('any-source');
  await finishTraining({
    data,
    out,
    name: values.name,
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
});
