/** `npm run extract`: faces and signals from videos or stills, by the app's own vision. */
import { counted } from '../../common/counted';
import { join } from 'node:path';
import { commandLine, positiveNumber, runCommand, wholeNumber } from '../command-line';
import { LEAST_CROP } from '../dataset/crops';
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
  .addOption(wholeNumber('--crop-size <pixels>', 'side of the crops', LEAST_CROP).default(160))
  .addOption(positiveNumber('--frames-per-second <n>', 'frames of a video that are looked at').default(10))
  .addOption(positiveNumber('--crops-per-second <n>', 'crops that are kept of them').default(2))
  .option('--json', 'progress and result as JSON')
  .addHelpText(
    'after',
    `\nA file or folder that cannot be read is left out and listed in report.md.
Exit status: 0 all was read; ${SOME_LEFT_OUT} some was left out; 1 nothing was extracted.`,
  )
  .action(async (from, to, { json, ...options }) => {
    const line = progressLine(process.stderr, { json });
    let what = '';
    let at = { done: 0, total: 1, skipped: '' };
    const summary = await extract({ from, to }, options, {
      onSession({ subject, session }, done, total, skipped) {
        what = `${done + 1}/${total} ${subject}/${session}`;
        at = { done, total, skipped: skipped > 0 ? `${skipped} from earlier runs` : '' };
        line.show(what, 0, { overall: done / total, skipped: at.skipped });
      },
      onProgress: (fraction) =>
        line.show(what, fraction, {
          overall: (at.done + fraction) / at.total,
          of: [at.total, 'sessions'],
          skipped: at.skipped,
        }),
    });
    line.end();
    const { sessions, skipped, ignored, failed } = summary;
    const kept = sessions.reduce((sum, session) => sum + session.kept, 0);
    const report = join(to, REPORT_FILE);
    if (failed.length > 0) process.exitCode = SOME_LEFT_OUT;
    if (json) {
      console.log(
        JSON.stringify({ crops: kept, sessions: sessions.length, skipped, ignored, failed, report }),
      );
      return;
    }
    if (failed.length > 0) console.error(`${failed.length} could not be read:`);
    for (const { path, reason } of failed.slice(0, NAMED)) console.error(`  ${path}: ${reason}`);
    const before = skipped > 0 ? `, ${skipped} of them from earlier runs` : '';
    if (ignored.length > 0)
      console.log(`${ignored.length} files or folders are no recordings; the report has the reasons.`);
    console.log(
      `${counted(kept, 'crop')} from ${counted(sessions.length, 'session')}${before}. See ${report}.`,
    );
  });

await runCommand(command);
