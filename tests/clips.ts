/**
 * `npm run test:clips -- DIR`: the monitor on clips of real faces, for development. The clips are not part of the
 * project: DIR holds clipA*.mp4 (eyes closed from 4.2 to 6.6 s), clipB*.mp4 (half-closed eyes) and lp_*.mp4 (talking; d14 also closes its eyes).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined || !existsSync(folder)) {
  console.error('Usage: npm run test:clips -- DIR [Playwright’s options]');
  process.exit(2);
}
const { status } = spawnSync('npx', ['playwright', 'test', '-c', 'tests/real-clips.config.ts', ...rest], {
  stdio: 'inherit',
  env: { ...process.env, WAKEFUL_CLIPS: resolve(folder) },
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
