/**
 * `npm run ablation -- --data DIR --out OUT`: what each part of the default checkpoint's training
 * is worth on people it was not trained on.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { commandLine, runCommand, someOf, wholeNumber } from '../command-line';
import { readDataset } from '../dataset/extracted';
import { assertStrangers } from '../dataset/people';
import { assertWritable, REPORT_FILE, writeFileAtomic } from '../files';
import { checkpointFile } from '../predict/checkpoint';
import { progressLine } from '../progress';
import { ablationFolder, runAblationCell, type AblationCell, type AblationSettings } from './cells';
import { ABLATIONS } from './conditions';
import { ablationTable } from './table';

const IDS = ABLATIONS.map(({ id }) => id);

const command = commandLine(
  'ablation',
  'Trains on DIR/train with one thing changed at a time (data, labels, stages, input size, backbone), several seeds ' +
    'each, and writes OUT/report.md: macro-F1 on DIR/validation and DIR/test, and the difference from the base. Each ' +
    'training is one file: run again, it makes only what is missing. Several runs may share OUT.',
  '--data training-set --out ablation --seeds 2 --conditions base,no-mixup',
)
  .requiredOption('--data <dir>', 'the folder of the data sets train, validation and test')
  .requiredOption('--out <dir>', 'where trainings and report go')
  .addOption(someOf('--conditions <list>', 'what to change', IDS).default(IDS, 'all'))
  .addOption(wholeNumber('--seeds <n>', 'trainings of each, with seeds from 1').default(3))
  .addOption(wholeNumber('--first-seed <n>', 'begins with this seed').default(1))
  .addOption(wholeNumber('--epochs <n>', 'length of a training').default(2))
  .addOption(wholeNumber('--copies <n>', 'augmented versions of each crop', 0).default(1))
  .option(
    '--start <file>',
    'a checkpoint that all trainings go on from; conditions that another kind of network would be needed for are left out',
  )
  .option('--from-stage <name>', 'first stage that the base is trained from', 'block12')
  .addOption(wholeNumber('--limit <n>', 'trains on at most this many people of each kind of face'))
  .addOption(
    new Option('--cache <dir>', 'where outputs of the frozen part are kept').default(join('.cache', 'trunk')),
  )
  .action(async ({ data, out, conditions, seeds, firstSeed, epochs, copies, fromStage, cache, ...rest }) => {
    const limit = rest.limit ?? null;
    const start = rest.start ?? null;
    const base = {
      backbone: 'faceres',
      fromStage,
      inputSize: null,
      deviation: true,
      mixup: true,
      ordinal: false,
      without: [],
      anySource: false,
    } as const;
    const settings: AblationSettings = {
      data: ['train', 'validation', 'test'].map((part) => readDataset(join(data, part)).digest),
      epochs,
      copies,
      limit,
      start: start === null ? null : createHash('sha256').update(checkpointFile(start)).digest('hex'),
      ...base,
    };
    assertWritable(join(out, REPORT_FILE));
    assertStrangers(data);
    const folder = ablationFolder(out, settings);
    const nameOf = (id: string, seed: number): string => join(id, `seed-${seed}`);
    // A file that was copied there is of another training, whatever it is called.
    const finished = (id: string, seed: number): AblationCell | null => {
      const cell = folder.read(nameOf(id, seed));
      return cell?.condition === id && cell.seed === seed ? cell : null;
    };
    const line = progressLine(process.stderr);
    // Seed by seed: an interrupted run has all conditions rather than all seeds of a few.
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      for (const { id, change } of ABLATIONS) {
        const name = nameOf(id, seed);
        if (!conditions.includes(id) || finished(id, seed)) continue;
        if (start !== null && ('backbone' in change || 'deviation' in change)) continue;
        line.show(name, 0);
        const own = {
          data,
          out: join(out, 'unfinished', name),
          seed,
          start,
          epochs,
          copies,
          limit,
          cache,
        };
        folder.write(name, await runAblationCell(id, { ...own, ...base, ...change }, line));
      }
    }
    line.end();
    const cells = ABLATIONS.flatMap(({ id }) =>
      Array.from({ length: firstSeed + seeds - 1 }, (_, i) => finished(id, i + 1) ?? []).flat(),
    );
    const table = ablationTable(cells, firstSeed);
    writeFileAtomic(join(out, REPORT_FILE), `${table.join('\n')}\n`);
    console.log(table.join('\n'));
  });

await runCommand(command);
