/**
 * `npm test`: format, types, lint, import arrows, unit and integration tests, build, tests in
 * Chromium, and in Firefox and WebKitGTK where they are installed. `npm test -- unit e2e` runs only
 * the named steps. Exits with 1 when anything failed.
 */
import { chromiumVersion, findOrInstallChromium, thisMachine } from '../build/find-chromium';
import { HOW_TO_GET_OTHER_BROWSERS, missingBrowsers, OTHER_BROWSERS } from '../build/find-other-browsers';
import { findOrInstallParallel } from '../build/find-parallel';
import { runStep, selectSteps, type StepResult } from './support/steps';
import { summary } from './support/summary';

const missing = missingBrowsers(thisMachine);
const steps = selectSteps(process.argv.slice(2)).filter(
  ({ needsOtherBrowsers }) => !needsOtherBrowsers || missing.length < OTHER_BROWSERS.length,
);
if (missing.length > 0) console.log(`Not tested in ${missing.join(' and ')}. ${HOW_TO_GET_OTHER_BROWSERS}`);

// Looked for first: a newcomer should not wait for minutes of tests to be told what is missing.
const environment: Record<string, string> = {};
if (steps.some(({ needsChromium }) => needsChromium)) {
  const path = findOrInstallChromium(thisMachine);
  console.log(`Tests in a browser run in ${chromiumVersion(path)} (${path})`);
  environment['WAKEFUL_CHROMIUM'] = path;
}
if (steps.some(({ needsParallel }) => needsParallel)) findOrInstallParallel(thisMachine);

const results: StepResult[] = [];
for (const step of steps) {
  console.log(`\n── ${step.name}`);
  results.push(await runStep(step, environment));
}

console.log(summary(results));
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
