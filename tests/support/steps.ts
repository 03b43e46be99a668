import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { countsOfPlaywright, countsOfVitest, NO_TESTS, type TestCounts } from './test-counts';

/** One step of `npm test`. */
export interface Step {
  readonly name: string;
  /** Names by which `npm test -- NAME` also selects it. */
  readonly groups: readonly string[];
  /** Arguments of `npx`. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where its reporter leaves the counts, for steps that are tests. */
  readonly report?: { readonly path: string; readonly read: (json: string) => TestCounts };
  /** Runs a real browser; integration tests of the workers do, too. */
  readonly needsChromium?: boolean;
  /** Runs in the other browsers that are installed; without any it is left out. */
  readonly needsOtherBrowsers?: boolean;
  /** Runs an experiment over several processes by GNU parallel. */
  readonly needsParallel?: boolean;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  /** null: a check, not tests. */
  readonly counts: TestCounts | null;
}

const VITEST_REPORT = '.cache/test-reports/vitest.json';
const PLAYWRIGHT_REPORT = '.cache/test-reports/playwright.json';
const BROWSERS_REPORT = '.cache/test-reports/browsers.json';

/** Cheap checks first, so that a slip is told in seconds. */
export const STEPS: readonly Step[] = [
  { name: 'format', groups: ['check'], command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'types', groups: ['check'], command: ['tsc', '--build'] },
  { name: 'lint', groups: ['check'], command: ['eslint', '--max-warnings', '0', '.'] },
  {
    name: 'arrows',
    groups: ['check'],
    command: ['depcruise', 'src', 'build', 'tests', 'vite.config.ts'],
  },
  {
    name: 'dead',
    groups: ['check'],
    command: ['knip', '--production', '--include', 'exports,types,files'],
  },
  {
    name: 'unit',
    groups: ['integration'],
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`],
    report: { path: VITEST_REPORT, read: countsOfVitest },
    needsChromium: true,
    needsParallel: true,
  },
  {
    name: 'build',
    groups: ['e2e', 'browsers'],
    command: ['vite', 'build', '--configLoader', 'runner', '--logLevel', 'warn'],
  },
  {
    name: 'e2e',
    groups: [],
    command: ['playwright', 'test', '--reporter=list,json'],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: resolve(PLAYWRIGHT_REPORT) },
    report: { path: PLAYWRIGHT_REPORT, read: countsOfPlaywright },
    needsChromium: true,
  },
  {
    name: 'browsers',
    groups: [],
    command: ['playwright', 'test', '-c', 'tests/browsers/playwright.config.ts', '--reporter=list,json'],
    // Its whole path: another way of naming it would put it beside the configuration file.
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: resolve(BROWSERS_REPORT) },
    report: { path: BROWSERS_REPORT, read: countsOfPlaywright },
    needsOtherBrowsers: true,
  },
];

/**
 * The steps of these names or groups, in their order; all of them without names. Throws on an
 * unknown name.
 */
export function selectSteps(names: readonly string[], steps: readonly Step[] = STEPS): readonly Step[] {
  const fits = (step: Step, name: string): boolean => step.name === name || step.groups.includes(name);
  const strange = names.find((name) => !steps.some((step) => fits(step, name)));
  if (strange !== undefined) {
    const known = [...new Set(steps.flatMap(({ name, groups }) => [name, ...groups]))];
    throw new Error(`There is no step "${strange}". Steps: ${known.join(', ')}.`);
  }
  return names.length === 0 ? steps : steps.filter((step) => names.some((name) => fits(step, name)));
}

/** Runs a step, its output going through; a report that is missing or empty makes the step fail. */
export async function runStep(
  step: Step,
  environment: Readonly<Record<string, string>>,
): Promise<StepResult> {
  if (step.report !== undefined) {
    mkdirSync(dirname(step.report.path), { recursive: true });
    rmSync(step.report.path, { force: true });
  }
  const started = performance.now();
  const status = await new Promise<number | null>((resolve, reject) => {
    const child = spawn('npx', ['--no-install', ...step.command], {
      stdio: 'inherit',
      env: { ...process.env, ...environment, ...step.environment },
      shell: process.platform === 'win32',
    });
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - started) / 1000;
  if (step.report === undefined) return { name: step.name, ok: status === 0, seconds, counts: null };
  const counts = existsSync(step.report.path)
    ? step.report.read(readFileSync(step.report.path, 'utf8'))
    : NO_TESTS;
  return {
    name: step.name,
    ok: status === 0 && counts.failed === 0 && counts.passed > 0,
    seconds,
    counts,
  };
}
