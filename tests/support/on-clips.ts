import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Runs browser tests on the clips of the folder that the command line names, and ends the process. */
export function runOnClips(command: string, config: string): never {
  const [folder, ...rest] = process.argv.slice(2);
  if (folder === undefined || !existsSync(folder)) {
    console.error(`Usage: npm run ${command} -- DIR [Playwright’s options]`);
    process.exit(2);
  }
  const { status } = spawnSync('npx', ['playwright', 'test', '-c', config, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, WAKEFUL_CLIPS: resolve(folder) },
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}
