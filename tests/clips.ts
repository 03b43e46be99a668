/**
 * `npm run test:clips -- DIR`: the monitor on clips of real faces, for development. The clips are not part of the
 * project: DIR holds clipA*.mp4 (eyes closed from 4.2 to 6.6 s), clipB*.mp4 (half-closed eyes) and lp_*.mp4 (talking; d14 also closes its eyes).
 */
import { runOnClips } from './support/on-clips';

runOnClips('test:clips', 'tests/real-clips.config.ts');
