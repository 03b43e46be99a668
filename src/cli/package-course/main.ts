/** `npm run package-course -- --video FILE --wakeful URL --out FILE`: a lecture for a platform. */
import { basename, extname } from 'node:path';
import { commandLine, oneOf, runCommand, usageError } from '../command-line';
import { packageCourse } from './package-course';

const command = commandLine(
  'package-course',
  'Packs a video and the monitor beside it into a zip that learning platforms take: as a SCORM package, which also ' +
    'tells them how far a learner has come, or as a page among uploaded files. Wakeful itself stays where it is.',
  '--video lecture.mp4 --wakeful https://wakeful.example --out lecture.zip',
)
  .requiredOption('--video <file>', 'the lecture: mp4, m4v, webm or ogv')
  .requiredOption('--wakeful <url>', 'where Wakeful is served: https, or localhost for a trial')
  .requiredOption('--out <file>', 'the zip; nothing is overwritten')
  .addOption(
    oneOf('--scorm <version>', 'what kind of package', ['1.2', '2004', 'html']).default('1.2' as const),
  )
  .option('--title <text>', "of the lecture; otherwise the video's name")
  .option('--count-drowsiness', 'ask each learner whether the time drowsy may count in their score', false)
  .action(async ({ video, wakeful, out, scorm, title, countDrowsiness }) => {
    if (countDrowsiness && scorm === 'html') throw usageError('A page by itself has no score.');
    const name = title ?? basename(video, extname(video));
    const options = { video, wakeful, out, kind: scorm, title: name, countsDrowsiness: countDrowsiness };
    const files = await packageCourse(options);
    console.log(`${out}: ${files.join(', ')}`);
    console.log(`Whoever runs ${wakeful} has to list the platform's origin in WAKEFUL_FRAME_ANCESTORS.`);
  });

await runCommand(command);
