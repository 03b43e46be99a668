/** `npm run test:fine-tune -- DIR`: the studio on clips of real faces, for development. */
import { runOnClips } from './support/on-clips';

await runOnClips(
  'test:fine-tune',
  'Runs the studio on clips of real faces, from import to comparison. The clips are not part of the project: ' +
    'clipA*.mp4 (eyes that close for a second and a half) and clipB*.mp4 (half-closed eyes).',
  'tests/fine-tune.config.ts',
);
