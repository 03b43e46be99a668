/** `npm run test:clips -- DIR`: the monitor on clips of real faces, for development. */
import { runOnClips } from './support/on-clips';

await runOnClips(
  'test:clips',
  'Runs the monitor on clips of real faces, which are not part of the project: clipA*.mp4 (eyes closed from ' +
    '5 to 6.45 s), clipB*.mp4 (half-closed eyes) and lp_*.mp4 (talking; d14 also closes its eyes).',
  'tests/real-clips.config.ts',
);
