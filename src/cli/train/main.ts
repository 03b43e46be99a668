/** `npm run train -- --data DIR --out FILE`: trains a checkpoint, calibrates it, and measures it on unseen people. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { WakefulError } from '../../common/errors';
import { fitTemperature } from '../../evaluation/calibration';
import { judgingNetwork } from '../../network/inference';
import { weightSpecs } from '../../network/backbone';
import { writeCheckpoint } from '../../network/checkpoint';
import { toTensors } from '../../network/weights';
import { withAugmented } from '../../training/augmented-samples';
import { PAPER_MIXUP } from '../../training/mixup';
import { ADAM_RECIPE } from '../../training/recipe';
import { train } from '../../training/trainer';
import { loadBackbone } from '../backbone-files';
import { commandLine, runCommand, wholeNumber } from '../command-line';
import { writeFileAtomic } from '../files';
import { cropSamples } from '../dataset/crops';
import { readDataset } from '../dataset/extracted';
import { predictDataset } from '../predict/predictions';
import { useNodeBackend } from '../node-backend';
import { TrunkCache, trainedPart } from '../trunk-cache';
import { matrixOf, measure } from './measure';

const LIMITS =
  'Not tested on children, sunglasses, faces from the side, bowed heads, yawns or very dark pictures. Half-closed eyes ' +
  'of the training portraits are drawn, not photographed.';
const LICENCE =
  'Weights: MIT, as the project. Trained on pictures of Labeled Faces in the Wild (research use) and of the LivePortrait ' +
  'repository (MIT); tested on the Yale Face Database (research use). No picture is contained.';

interface TrainOptions {
  readonly data: string;
  readonly out: string;
  readonly seed: number;
  readonly fromStage: string;
  readonly epochs: number;
  readonly copies: number;
  readonly deviation: boolean;
  readonly mixup: boolean;
  readonly name: string;
  readonly cache: string;
}

async function trainCheckpoint(options: TrainOptions): Promise<void> {
  const { data, out, seed, fromStage, epochs, copies } = options;
  const features = options.deviation ? 'V_state' : 'V_face';
  const training = readDataset(join(data, 'train'));
  const validation = readDataset(join(data, 'validation'));
  const test = existsSync(join(data, 'test')) ? readDataset(join(data, 'test')) : null;

  await useNodeBackend('wasm');
  const { backbone, values: weights, digest } = await loadBackbone('faceres');
  const identity = toTensors(weights, weightSpecs(backbone));
  const faces = withAugmented(cropSamples(training, training.crops), copies, seed);
  const began = performance.now();
  const tell = (text: string): void =>
    console.log(`${((performance.now() - began) / 1000).toFixed(0)} s: ${text}`);
  const frozen = await TrunkCache.open(
    {
      folder: options.cache,
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
  const result = await train(
    {
      backbone: trainedPart(backbone, fromStage),
      identity,
      fromStage,
      classes: WAKEFULNESS_CLASSES,
      features,
      training: frozen.samples(faces.samples, [...faces.samples.keys()]),
      recipe: { ...ADAM_RECIPE, length: { epochs } },
      mixup: options.mixup ? PAPER_MIXUP : null,
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
  const network = judgingNetwork({
    backbone,
    identity,
    fromStage,
    features,
    weights: result.weights,
    temperature: 1,
  });
  const validated = await predictDataset(network, validation);
  const temperature = fitTemperature(
    validated.map(({ probabilities }) => probabilities),
    validated.map(({ row }) => WAKEFULNESS_CLASSES.indexOf(row.label)),
  );
  const tested = test ? await predictDataset(network, test) : [];
  const prefixed = (prefix: string, metrics: Readonly<Record<string, number>>): [string, number][] =>
    Object.entries(metrics).map(([name, value]) => [`${prefix}: ${name}`, value]);
  const metrics = Object.fromEntries([
    ...prefixed('validation', measure(validated, seed)),
    ...prefixed('test', measure(tested, seed)),
  ]);
  const command =
    `npm run train -- --data ${data} --out ${out} --seed ${seed} --from-stage ${fromStage} --epochs ${epochs} ` +
    `--copies ${copies}${options.deviation ? '' : ' --no-deviation'}${options.mixup ? '' : ' --no-mixup'}`;
  const bytes = writeCheckpoint(
    backbone,
    {
      name: options.name,
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
}

const command = commandLine(
  'train',
  'Trains a Face Model and state module on DIR/train, fits the temperature on DIR/validation, measures both on ' +
    'DIR/validation and DIR/test where there is one, and writes a checkpoint whose card holds the figures.',
  '--data training-set --out models/default.safetensors',
)
  .requiredOption('--data <dir>', 'the folder of the data sets train, validation and test')
  .requiredOption('--out <file>', 'the checkpoint')
  .addOption(wholeNumber('--seed <n>', 'of the training').default(1))
  .option('--from-stage <name>', 'first stage that is trained', 'block11')
  .addOption(wholeNumber('--epochs <n>', 'length of the training').default(4))
  .addOption(wholeNumber('--copies <n>', 'augmented versions of each crop', 0).default(1))
  .option('--no-deviation', 'the state module reads V_face instead of V_state')
  .option('--no-mixup', 'without the same-person mixup of V_state')
  .option('--name <text>', 'name on the card', 'Wakeful default')
  .option(
    '--cache <dir>',
    'where outputs of the frozen part are kept, 200 kB a face: the next training begins at once',
    join('.cache', 'trunk'),
  )
  .action(trainCheckpoint);

await runCommand(command);
