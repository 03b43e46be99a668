/** `npm run fine-tune -- --data DIR --person P --out FILE`: the studio's fine-tuning, in Node. */
import { Option } from '@commander-js/extra-typings';
import { WakefulError } from '../../common/errors';
import { loadBase, type NetworkSource } from '../../fine-tuning/base';
import type { TrainEvent } from '../../fine-tuning/events';
import { fineTune } from '../../fine-tuning/fine-tune';
import { assertEnough, planRequest } from '../../fine-tuning/plan';
import type { TrainRequest } from '../../fine-tuning/request';
import { BACKBONES } from '../../network/backbones';
import { PauseSwitch } from '../../training/control';
import { PAPER_MIXUP } from '../../training/mixup';
import { backbonePath } from '../backbone-files';
import { commandLine, oneOf, runCommand, someText, wholeNumber } from '../command-line';
import { readDataset } from '../dataset/extracted';
import { assertWritable, readNamedFile, writeFileAtomic } from '../files';
import { checkpointFile } from '../predict/checkpoint';
import { progressLine } from '../progress';
import { useNodeBackend } from '../node-backend';
import { datasetFootage, sessionsOf } from './dataset-footage';
import { verdictInWords } from './verdict-in-words';

/** The weights of this machine, fine-tuned from one checkpoint. */
function networksFrom(checkpoint: ArrayBuffer): NetworkSource {
  return {
    backbones: BACKBONES,
    backboneFile: (id) => Promise.resolve(readNamedFile(backbonePath(id)).buffer),
    shipped: () => Promise.resolve(checkpoint),
    checkpoints: {
      get: () => Promise.resolve(null),
      file: (id) =>
        Promise.reject(
          new WakefulError('checkpoint-missing', `There is no checkpoint ${id}.`, 'Give its file.'),
        ),
    },
  };
}

function teller(line: ReturnType<typeof progressLine>) {
  let validated = '';
  return (event: TrainEvent): void => {
    if (event.type === 'preparing') line.show('preparing', event.share);
    else if (event.type === 'comparing') line.show('comparing', event.share);
    else if (event.type === 'validation') {
      validated = `, macro-F1 ${event.macroF1.toFixed(3)} at step ${event.step}`;
    } else if (event.type === 'step') {
      line.show('training', event.step / event.steps, {
        of: [event.steps, 'steps'],
        note: `loss ${event.loss.toFixed(4)}${validated}`,
      });
    }
  };
}

const command = commandLine(
  'fine-tune',
  "Fine-tunes a checkpoint on one person's sessions of an extracted data set, as the studio does, and prints macro-F1 " +
    'before and after on seconds that the training has not seen.',
  '--data dataset --person ada --out ada.safetensors',
)
  .requiredOption('--data <dir>', 'the extracted data set')
  .requiredOption('--person <name>', 'whose sessions: a subject of the data set')
  .requiredOption('--out <file>', 'the new checkpoint')
  .option('--checkpoint <file>', 'what is fine-tuned', 'models/default.safetensors')
  .addOption(oneOf('--depth <which>', 'how deep', ['head', 'last', 'deep', 'all']).default('last' as const))
  .addOption(oneOf('--hold-out <what>', 'what is held out', ['blocks', 'session']).default('blocks' as const))
  .addOption(wholeNumber('--epochs <n>', 'length of the training').default(6))
  .addOption(wholeNumber('--seed <n>', 'of the training').default(1))
  .option(
    '--no-mixup',
    `without the paper's mixup (mixed samples, ${100 * PAPER_MIXUP.amount} % of the others)`,
  )
  .addOption(someText('--name <text>', "name on the card; otherwise the person's"))
  .addOption(new Option('--backend <name>', 'where it computes').choices(['wasm', 'webgpu']).default('wasm'))
  .option('--json', 'progress and result as JSON')
  .action(
    async ({ data, person, out, checkpoint, depth, holdOut, epochs, seed, mixup, name, backend, json }) => {
      const dataset = readDataset(data);
      const sessions = [...sessionsOf(dataset, person).keys()];
      if (sessions.length === 0) {
        const known = [...new Set(dataset.crops.map(({ subject }) => subject))].slice(0, 10).join(', ');
        throw new WakefulError(
          'person-missing',
          `The data set has nobody called "${person}".`,
          `Choose one of its people: ${known}.`,
        );
      }
      const request: TrainRequest = {
        recordingIds: sessions,
        depth,
        holdOut,
        mixup: mixup ? PAPER_MIXUP : null,
        epochs,
        seed,
        base: null,
        name: name ?? person,
      };
      const networks = networksFrom(checkpointFile(checkpoint).buffer);
      const footage = datasetFootage(dataset, person);
      const planned = await planRequest(footage, networks, request);
      assertEnough(planned.plan);
      assertWritable(out);
      await useNodeBackend(backend);
      const base = await loadBase(networks, null, () => undefined);
      const line = progressLine(process.stderr, { json });
      const tuned = await fineTune(
        planned,
        base,
        {
          footage,
          saves: { last: null, keep: () => Promise.resolve() },
          encodePicture: () => Promise.resolve(new Blob()),
        },
        {
          signal: new AbortController().signal,
          pause: new PauseSwitch(),
          now: () => performance.now(),
          emit: teller(line),
        },
        () => Date.now(),
      );
      if (!tuned)
        throw new WakefulError('training-cancelled', 'The training was cancelled.', 'Start it again.');
      line.end();
      writeFileAtomic(out, tuned.file);
      if (json) {
        console.log(JSON.stringify({ out, bytes: tuned.file.length, ...tuned.verdict }));
        return;
      }
      console.log(`${out}: ${tuned.file.length} bytes, ${tuned.verdict.steps} steps`);
      for (const words of verdictInWords(tuned.verdict)) console.log(words);
    },
  );

await runCommand(command);
