import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** What the search looks at; handed in so that a test can play any machine. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where Playwright keeps its own Chromium, whether or not it is installed. */
  readonly playwrightPath: string;
  readonly exists: (path: string) => boolean;
  /** Runs a command and shows its output; true when it ended well. */
  readonly run: (command: string, args: readonly string[]) => boolean;
  readonly isRoot: boolean;
  readonly say: (line: string) => void;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where macOS keeps browsers, which it does not put on the PATH. */
const MAC_PATHS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const HOW_TO_GET_CHROMIUM = [
  'The browser tests need a Chromium and none was found or could be installed. Do one of these and run again:',
  '  - set WAKEFUL_CHROMIUM to the path of a Chromium or Chrome',
  '  - npx playwright install --with-deps chromium',
  '  - Debian or Ubuntu, as root: apt-get update && apt-get install -y chromium',
].join('\n');

/**
 * A Chromium that is already here: WAKEFUL_CHROMIUM, Playwright's own, then the PATH; null when
 * there is none.
 */
export function chromiumHere({ environment, playwrightPath, exists }: Machine): string | null {
  const named = environment['WAKEFUL_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!exists(named)) throw new Error(`WAKEFUL_CHROMIUM is ${named}, but there is no such file.`);
    return named;
  }
  if (exists(playwrightPath)) return playwrightPath;
  return [...onPath(environment, NAMES), ...MAC_PATHS].find(exists) ?? null;
}

/** Where programs of these names would lie on the PATH, the first name first. */
export function onPath(environment: Machine['environment'], names: readonly string[]): readonly string[] {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * Installs a Debian package where that may be done; whether it is there now is for the caller to
 * see.
 */
export function installByApt({ isRoot, exists, say, run }: Machine, name: string): void {
  if (!isRoot || !exists('/usr/bin/apt-get')) return;
  say(`Installing the package ${name} by apt-get.`);
  if (run('apt-get', ['update'])) run('apt-get', ['install', '-y', '--no-install-recommends', name]);
}

/**
 * A Chromium, installed first where need be. Throws with what to do when there is no way to one.
 */
export function findOrInstallChromium(machine: Machine): string {
  const here = chromiumHere(machine);
  if (here !== null) return here;
  installByApt(machine, 'chromium');
  const fromApt = chromiumHere(machine);
  if (fromApt !== null) return fromApt;
  machine.say("No Chromium found: installing Playwright's own.");
  machine.run('npx', ['playwright', 'install', 'chromium']);
  const fromPlaywright = chromiumHere(machine);
  if (fromPlaywright !== null) return fromPlaywright;
  throw new Error(HOW_TO_GET_CHROMIUM);
}

/** The machine this process runs on. */
export const thisMachine: Machine = {
  environment: process.env,
  playwrightPath: chromium.executablePath(),
  exists: existsSync,
  run: (command, args) =>
    spawnSync(command, args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0,
  isRoot: process.getuid?.() === 0,
  say: (line) => console.log(line),
};

/**
 * The version that a Chromium says it has; throws when it does not start (a missing library, a
 * wrong file).
 */
export function chromiumVersion(path: string): string {
  return execFileSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8' }).trim();
}
