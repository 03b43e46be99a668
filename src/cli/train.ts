/** `npm run train -- --data DIR --out FILE`: trains a checkpoint, calibrates it, and measures it on unseen people. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WAKEFULNESS_CLASSES } from '../common/classes';
import { WakefulError } from '../common/errors';
import { fitTemperature } from '../evaluation/calibration';
import { uploadNetwork } from '../network/inference';
import { weightSpecs } from '../network/backbone';
import { writeCheckpoint } from '../network/checkpoint';
import { toTensors } from '../network/weights';
import { withAugmented } from '../training/augmented-samples';
import { PAPER_MIXUP } from '../training/mixup';
import { ADAM_RECIPE } from '../training/recipe';
import { trainNetwork } from '../training/trainer';
import { loadBackbone } from './backbone-files';
import { runCommand, usageError, wholeNumber } from './command';
import { writeFileAtomic } from './dataset/atomic-file';
import { faceSamples } from './dataset/crops';
import { readDataset } from './dataset/extracted';
import { judge } from './judging/judged';
import { useNodeBackend } from './node-backend';
import { TrunkCache, trainedPart } from './experiment/trunk-cache';
import { matrixOf, measure } from './train/measure';

const HELP = `npm run train -- --data DIR --out FILE [options]

  Trains a Face Model and state module on DIR/train, fits the temperature on DIR/validation, measures both on
  DIR/validation and DIR/test where there is one, and writes a checkpoint whose card holds the figures.

  --seed N           (1)
  --from-stage NAME  first stage that is trained (block11)
  --epochs N         (4)
  --copies N         augmented versions of each crop (1)
  --no-deviation     the state module reads V_face instead of V_state
  --no-mixup         without the same-person mixup of V_state
  --name TEXT        name on the card
  --cache DIR        where outputs of the frozen part are kept, 200 kB a face: the next training begins at once (.cache/trunk)
`;

const LIMITS =
  'Not tested on children, sunglasses, faces from the side, bowed heads, yawns or very dark pictures. Half-closed eyes ' +
  'of the training portraits are drawn, not photographed.';
const LICENCE =
  'Weights: MIT, as the project. Trained on pictures of Labeled Faces in the Wild (research use) and of the LivePortrait ' +
  'repository (MIT); tested on the Yale Face Database (research use). No picture is contained.';

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      'from-stage': { type: 'string', default: 'block11' },
      epochs: { type: 'string', default: '4' },
      copies: { type: 'string', default: '1' },
      'no-deviation': { type: 'boolean', default: false },
      'no-mixup': { type: 'boolean', default: false },
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
  const training = readDataset(join(data, 'train'));
  const validation = readDataset(join(data, 'validation'));
  const test = existsSync(join(data, 'test')) ? readDataset(join(data, 'test')) : null;

  await useNodeBackend('wasm');
  const { backbone, values: weights, digest } = await loadBackbone('faceres');
  const identity = toTensors(weights, weightSpecs(backbone));
  const faces = withAugmented(faceSamples(training, training.crops), copies, seed);
  const began = performance.now();
  const tell = (text: string): void =>
    console.log(`${((performance.now() - began) / 1000).toFixed(0)} s: ${text}`);
  const frozen = await TrunkCache.open(
    {
      folder: values.cache,
      backbone,
      identity,
      fromStage,
      name: JSON.stringify(['train', training.digest, copies, seed]),
      digest,
    },
    faces,
    (done, total) => {
      if (done % 320 === 0) tell(`faces ${done}/${total}`);
    },
  );
  const result = await trainNetwork(
    {
      backbone: trainedPart(backbone, fromStage),
      identity,
      fromStage,
      classes: WAKEFULNESS_CLASSES,
      features,
      training: frozen.samples(faces.samples, [...faces.samples.keys()]),
      recipe: { ...ADAM_RECIPE, length: { epochs } },
      mixup: values['no-mixup'] ? null : PAPER_MIXUP,
      seed,
    },
    {
      onEvent(event) {
        if (event.type === 'batch' && event.batch % 20 === 0)
          tell(`step ${event.batch}/${event.batches}, loss ${event.loss.toFixed(4)}`);
      },
    },
  );
  frozen.close();
  if (result.outcome === 'cancelled') {
    throw new WakefulError('training-cancelled', 'The training was cancelled.', 'Start it again.');
  }
  const { face, state, spread } = result.weights;
  const network = uploadNetwork({
    backbone,
    identity,
    fromStage,
    features,
    weights: result.weights,
    temperature: 1,
  });
  const validated = await judge(network, validation);
  const temperature = fitTemperature(
    validated.map(({ probabilities }) => probabilities),
    validated.map(({ row }) => WAKEFULNESS_CLASSES.indexOf(row.label)),
  );
  const tested = test ? await judge(network, test) : [];
  const prefixed = (prefix: string, metrics: Readonly<Record<string, number>>): [string, number][] =>
    Object.entries(metrics).map(([name, value]) => [`${prefix}: ${name}`, value]);
  const metrics = Object.fromEntries([
    ...prefixed('validation', measure(validated, seed)),
    ...prefixed('test', measure(tested, seed)),
  ]);
  const command =
    `npm run train -- --data ${data} --out ${out} --seed ${seed} --from-stage ${fromStage} --epochs ${epochs} ` +
    `--copies ${copies}${values['no-deviation'] ? ' --no-deviation' : ''}${values['no-mixup'] ? ' --no-mixup' : ''}`;
  const bytes = writeCheckpoint(
    backbone,
    {
      name: values.name,
      created: new Date().toISOString(),
      backbone: backbone.id,
      backboneSha256: digest,
      fromStage,
      inputSize: training.manifest.cropSize,
      features,
      classes: [...WAKEFULNESS_CLASSES],
      temperature,
      training: {
        data: 'Portraits of Labeled Faces in the Wild with lids lowered by drawing, and clips labelled by eye opening.',
        subjects: new Set(training.crops.map(({ subject }) => subject)).size,
        samples: faces.samples.length,
        seed,
        command,
      },
      metrics,
      limits: LIMITS,
      licence: LICENCE,
    },
    { face, state, spread },
    'F16',
  );
  writeFileAtomic(out, bytes);
  tell(`temperature ${temperature.toFixed(3)}, ${bytes.length} bytes`);
  console.log('validation', JSON.stringify(matrixOf(validated)));
  if (tested.length > 0) console.log('test', JSON.stringify(matrixOf(tested)));
  console.log(JSON.stringify(metrics, null, 2));
});
