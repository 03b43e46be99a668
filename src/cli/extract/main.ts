/** `npm run extract -- DIR OUT`: faces and signals from videos or stills, by the app's own vision. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { positiveNumber, runCommand, usageError, wholeNumber } from '../command';
import { REPORT_FILE } from '../files';
import { extract } from './extract';
import { progressLine } from '../progress-line';

const HELP = `npm run extract -- DIR OUT [options]

  Cuts the learner's face out of labelled videos and stills, with eye and mouth openings and head pose, by the very
  code that the app uses, in a headless Chromium. Run again, it goes on where it was, and does nothing where all is done.

  DIR   <subject>/<session>/ with a video (mp4, mov, webm, mkv) and labels.csv (second,label),
        or <subject>/<session>/<label>/ with stills (jpg, png, webp), or <subject>/<label>/ with stills;
        labels: asleep, drowsy, awake
  OUT   gets index.csv, the crops, the signals of the videos, and report.md with what was dropped and why

  --crop-size N           side of the crops, pixels (160)
  --frames-per-second N   frames of a video that are looked at (10)
  --crops-per-second N    crops that are kept of them (2)
`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'crop-size': { type: 'string', default: '160' },
      'frames-per-second': { type: 'string', default: '10' },
      'crops-per-second': { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [from, to, ...more] = positionals;
  if (from === undefined || to === undefined || more.length > 0) {
    throw usageError('Give the folder of the data set and the folder to write to.', HELP);
  }
  const options = {
    cropSize: wholeNumber('crop-size', values['crop-size'], HELP, 32),
    framesPerSecond: positiveNumber('frames-per-second', values['frames-per-second'], HELP),
    cropsPerSecond: positiveNumber('crops-per-second', values['crops-per-second'], HELP),
  };
  const line = progressLine(process.stderr);
  let what = '';
  const summary = await extract({ from, to }, options, {
    onSession({ subject, session }, done, total) {
      what = `${done + 1}/${total} ${subject}/${session}`;
      line.show(what, 0);
    },
    onProgress: (share) => line.show(what, share),
  });
  line.end();
  const kept = summary.sessions.reduce((sum, session) => sum + session.kept, 0);
  const before = summary.skipped > 0 ? `, ${summary.skipped} of them from earlier runs` : '';
  console.log(
    `${kept} crops from ${summary.sessions.length} sessions${before}. See ${join(to, REPORT_FILE)}.`,
  );
});
