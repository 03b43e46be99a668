/** `npm run compare -- A.csv B.csv`: do two networks differ on the same faces? */
import { join } from 'node:path';
import { markdownTable, section, textTable } from '../../evaluation/markdown';
import { commandLine, oneOf, runCommand, usageError, wholeNumber } from '../command-line';
import { differencesFigure } from '../figures/differences';
import { REPORT_FILE, writeFileAtomic } from '../files';
import { compareFiles, comparisonTable, SOURCES } from './compare';

const FIGURE_FILE = 'differences.svg';

const command = commandLine(
  'compare',
  'Compares what two or more checkpoints predict for the same faces, the first with each of the others: macro-F1 with a ' +
    "paired bootstrap over people, Wilcoxon's test over people, and McNemar's test over faces, adjusted by Holm where " +
    'there are several. Writes report.md and a figure.',
  'a.csv b.csv --out comparison',
)
  .argument('<csv...>', 'files that npm run evaluate -- … --predictions FILE wrote, of the same data')
  .option('--out <dir>', 'where report and figure go', 'comparison')
  .addOption(oneOf('--by <what>', 'what is compared', SOURCES).default('network'))
  .addOption(wholeNumber('--seed <n>', 'of the bootstrap', 0).default(1))
  .option('--json', 'the result as JSON')
  .action(async (paths, { out, by, seed, json }) => {
    if (paths.length < 2) throw usageError('Give two files or more.');
    const compared = compareFiles(paths, by, seed);
    writeFileAtomic(join(out, FIGURE_FILE), await differencesFigure(compared.comparisons));
    const table = comparisonTable(compared);
    const of = `${compared.faces} faces of ${compared.people} people`;
    const report = section(
      `# Comparison by ${by}`,
      `${of}; intervals of 95 %, seed ${seed}.`,
      compared.remarks.map((remark) => `- ${remark}`),
      markdownTable(...table),
      `![Differences of each person](${FIGURE_FILE})`,
    );
    writeFileAtomic(join(out, REPORT_FILE), report.join('\n'));
    if (json) {
      console.log(JSON.stringify(compared));
      return;
    }
    for (const remark of compared.remarks) console.log(`- ${remark}`);
    console.log(`\n${of}\n\n${textTable(...table).join('\n')}\n\nSee ${join(out, REPORT_FILE)}.`);
  });

await runCommand(command);
