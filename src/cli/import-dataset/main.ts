/** `npm run import-dataset`: a published data set, made ready for `npm run extract`. */
import { join } from 'node:path';
import { textTable } from '../../evaluation/markdown';
import { commandLine, runCommand, usageError } from '../command-line';
import { REPORT_FILE } from '../files';
import { progressLine } from '../progress';
import { importDataset } from './import';
import { DATASET_KINDS, type DatasetKindName } from './kinds';
import { changeLabels, labelsInWords } from './label-map';
import { importRemarks, peopleTable } from './report';
import { toMp4, videoSeconds } from './video';

/** Lines of the table that a terminal is shown. */
const SHOWN = 30;

const isKind = (text: string): text is DatasetKindName => Object.hasOwn(DATASET_KINDS, text);

function kindOf(text: string): DatasetKindName {
  if (text === 'mrl') {
    throw usageError(
      'The MRL Eye Dataset is crops of single eyes. Wakeful needs the whole face: it aligns it by its landmarks, and ' +
        'reads both eyes, mouth and head.',
    );
  }
  if (isKind(text)) return text;
  throw usageError(`KIND is one of ${Object.keys(DATASET_KINDS).join(', ')}, not "${text}".`);
}

const command = commandLine(
  'import-dataset',
  'Puts a published data set, as it is when its archives are unpacked, into the layout that `extract` reads: links to its ' +
    'files, and labels.csv for its films. Only .avi films are written anew, by ffmpeg. Run again, it makes what is missing.',
  'drozy ~/DROZY recordings --labels 1-5=awake,6-7=drowsy,8-9=asleep',
)
  .argument(
    '<kind>',
    Object.entries(DATASET_KINDS)
      .map(([kind, { name }]) => `${kind} (${name})`)
      .join(', '),
  )
  .argument('<dir>', 'the unpacked data set')
  .argument('<out>', 'gets <person>/<session>/ and report.md with what was left out and why')
  .option(
    '--labels <map>',
    'what its labels stand for: label=asleep, drowsy, awake or none, with commas between them',
  )
  .option('--json', 'the result as JSON')
  .action(async (kindText, from, to, { labels: changes, json }) => {
    const name = kindOf(kindText);
    const kind = DATASET_KINDS[name];
    const labels = changes === undefined ? kind.labels : changeLabels(kind.labels, changes);
    if (!json) console.log(`${kind.name}: ${labelsInWords(labels)} (--labels changes it)`);
    const line = progressLine(process.stderr, { json });
    const imported = await importDataset(
      name,
      { from, to },
      labels,
      { videoSeconds, toMp4 },
      (done, total, skipped) =>
        line.show('files', done / total, {
          of: [total, 'files'],
          skipped: skipped > 0 ? `${skipped} left out` : null,
        }),
    );
    line.end();
    if (json) {
      console.log(JSON.stringify(imported));
      return;
    }
    console.log(
      importRemarks(kind, imported)
        .map((remark) => `- ${remark}`)
        .join('\n'),
    );
    console.log(
      `\n${textTable(...peopleTable(imported))
        .slice(0, SHOWN)
        .join('\n')}`,
    );
    if (imported.people.length >= SHOWN) console.log(`… ${imported.people.length} people`);
    console.log(
      `\n${imported.files} files. See ${join(to, REPORT_FILE)}. Then: npm run extract -- ${to} DATA`,
    );
  });

await runCommand(command);
