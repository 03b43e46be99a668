/**
 * `npm run average -- --data DIR --out FILE FIRST SECOND`: the mean of two checkpoints' weights,
 * calibrated and measured.
 */
import { join } from 'node:path';
import { WakefulError } from '../../common/errors';
import { stagesOf, weightSpecs } from '../../network/backbone';
import { calibratedState } from '../../network/calibrated-state';
import { readCheckpoint } from '../../network/checkpoint';
import { toTensors, type WeightValues } from '../../network/weights';
import { loadBackbone } from '../backbone-files';
import { commandLine, fractionOf, runCommand, someText, wholeNumber } from '../command-line';
import { readDataset } from '../dataset/extracted';
import { assertStrangers } from '../dataset/people';
import { assertWritable } from '../files';
import { useNodeBackend } from '../node-backend';
import { checkpointFile } from '../predict/checkpoint';
import { progressLine } from '../progress';
import { finishTraining } from '../train/finish';
import { averaged } from '../train/averaged';

const command = commandLine(
  'average',
  'Averages the weights of two checkpoints, the second trained from the first, which keeps much of what each ' +
    'knows (Wortsman et al. 2022, robust fine-tuning). The mean is calibrated and measured on the data as by ' +
    'npm run train.',
  '--data training-set --out mean.safetensors first.safetensors second.safetensors',
)
  .argument('<first>', 'a checkpoint')
  .argument('<second>', 'one that was trained on from it')
  .requiredOption('--data <dir>', 'the folder of the data sets train, validation, test and style')
  .requiredOption('--out <file>', 'the checkpoint')
  .addOption(fractionOf('--weight <w>', 'what the second counts, 0 to 1').default(0.5))
  .addOption(wholeNumber('--seed <n>', 'of the intervals').default(1))
  .addOption(someText('--name <text>', 'name on the card').default('Wakeful default'))
  .action(async (firstPath, secondPath, { data, out, weight, seed, name }) => {
    assertWritable(out);
    assertStrangers(data);
    await useNodeBackend('wasm');
    const loaded = await loadBackbone('faceres');
    const { backbone, values: own, digest } = loaded;
    const [first, second] = [firstPath, secondPath].map((path) =>
      readCheckpoint(checkpointFile(path), backbone, digest),
    ) as [ReturnType<typeof readCheckpoint>, ReturnType<typeof readCheckpoint>];
    if (
      first.card.features !== second.card.features ||
      first.card.inputSize !== second.card.inputSize ||
      first.spread?.join() !== second.spread?.join()
    ) {
      throw new WakefulError(
        'average-unlike',
        'The two checkpoints do not read the same: other features, another size of crops, or another spread of V_id.',
        'Average a checkpoint with one that was trained on from it (npm run train -- --start).',
      );
    }
    const depth = (stage: string): number => stagesOf(backbone, { from: stage }).length;
    const { fromStage } =
      depth(first.card.fromStage) > depth(second.card.fromStage) ? first.card : second.card;
    const face = (values: WeightValues): WeightValues =>
      new Map(
        weightSpecs(backbone, { from: fromStage }).map(({ name }) => [
          name,
          values.get(name) ?? own.get(name)!,
        ]),
      );
    const { training } = second.card;
    await finishTraining({
      line: progressLine(process.stderr),
      json: false,
      data,
      out,
      name,
      seed,
      loaded,
      identity: toTensors(own, weightSpecs(backbone)),
      fromStage,
      features: first.card.features,
      inputSize: first.card.inputSize,
      weights: {
        face: averaged(face(first.face), face(second.face), weight),
        state: averaged(
          calibratedState(first.card, first.state),
          calibratedState(second.card, second.state),
          weight,
        ),
        spread: first.spread,
      },
      training: {
        ...training,
        data: `${training.data} Averaged with: ${first.card.training.data}`,
        subjects: new Set(readDataset(join(data, 'train')).crops.map(({ subject }) => subject)).size,
        command:
          `${first.card.training.command}; ${training.command}; ` +
          `npm run average -- --data ${data} --out ${out} --weight ${weight} ${firstPath} ${secondPath}`,
      },
    });
  });

await runCommand(command);
