/**
 * `npm run test:fine-tune -- DIR`: the studio on clips of real faces, for development, from import to comparison. The clips are
 * not part of the project: DIR holds clipA*.mp4 (eyes closed from 4.2 to 6.6 s) and clipB*.mp4 (half-closed eyes).
 */
import { runOnClips } from './support/on-clips';

runOnClips('test:fine-tune', 'tests/fine-tune.config.ts');
