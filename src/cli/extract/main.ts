/** `npm run extract`: faces and signals from videos or stills, by the app's own vision. */
import { join } from 'node:path';
import { commandLine, positiveNumber, runCommand, wholeNumber } from '../command-line';
import { REPORT_FILE } from '../files';
import { progressLine } from '../progress';
import { extract } from './extract';

/** Exit status. */
const SOME_LEFT_OUT = 2;
/** Paths told on the screen; the report has more. */
const NAMED = 10;

const command = commandLine(
  'extract',
  "Cuts the learner's face out of labelled videos and stills, with eye and mouth openings and head " +
    'pose, by the very code that the app uses, in a headless Chromium. Run again, it goes on where it ' +
    'was, and does nothing where all is done.',
  'recordings data',
)
  .argument(
    '<dir>',
    '<subject>/<session>/ with a video (mp4, mov, webm, mkv) and labels.csv (second,label), or ' +
      '<subject>/<session>/<label>/ with stills (jpg, png, webp, bmp, gif, avif), or <subject>/<label>/ with stills; ' +
      'labels: asleep, drowsy, awake',
  )
  .argument(
    '<out>',
    'gets index.csv, the crops, the signals of the videos, and report.md with what was dropped and why',
  )
  .addOption(wholeNumber('--crop-size <pixels>', 'side of the crops', 32).default(160))
  .addOption(positiveNumber('--frames-per-second <n>', 'frames of a video that are looked at').default(10))
  .addOption(positiveNumber('--crops-per-second <n>', 'crops that are kept of them').default(2))
  .addHelpText(
    'after',
    `\nA file or folder that cannot be read is left out and listed in report.md.
Exit status: 0 all was read; ${SOME_LEFT_OUT} some was left out; 1 nothing was extracted.`,
  )
  .action(async (from, to, options) => {
    const line = progressLine(process.stderr);
    let what = '';
    const summary = await extract({ from, to }, options, {
      onSession({ subject, session }, done, total) {
        what = `${done + 1}/${total} ${subject}/${session}`;
        line.show(what, 0);
      },
      onProgress: (fraction) => line.show(what, fraction),
    });
    line.end();
    const kept = summary.sessions.reduce((sum, session) => sum + session.kept, 0);
    if (summary.failed.length > 0) {
      console.error(`${summary.failed.length} could not be read:`);
      for (const { path, reason } of summary.failed.slice(0, NAMED)) console.error(`  ${path}: ${reason}`);
      process.exitCode = SOME_LEFT_OUT;
    }
    const before = summary.skipped > 0 ? `, ${summary.skipped} of them from earlier runs` : '';
    console.log(
      `${kept} crops from ${summary.sessions.length} sessions${before}. See ${join(to, REPORT_FILE)}.`,
    );
  });

await runCommand(command);
