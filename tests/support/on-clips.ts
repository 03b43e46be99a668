import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { commandLine, runCommand, usageError } from '../../src/cli/command-line';

/** Runs browser tests on the clips of the folder that the command line names. */
export async function runOnClips(name: string, description: string, config: string): Promise<void> {
  const command = commandLine(name, description, 'clips --headed')
    .argument('<dir>', 'the folder with the clips')
    .argument('[options...]', 'what Playwright is to be given')
    .passThroughOptions()
    .action((folder, options) => {
      if (!existsSync(folder)) throw usageError(`There is no folder ${folder}.`);
      const { status } = spawnSync('npx', ['playwright', 'test', '-c', config, ...options], {
        stdio: 'inherit',
        env: { ...process.env, WAKEFUL_CLIPS: resolve(folder) },
        shell: process.platform === 'win32',
      });
      process.exitCode = status ?? 1;
    });
  await runCommand(command, 2);
}
