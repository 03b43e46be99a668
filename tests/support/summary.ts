import type { StepResult } from './steps';
import { add, NO_TESTS, type TestCounts } from './test-counts';

/**
 * The tests of all steps. A step that failed without a failed test (a check, a build, a crash of
 * the runner) counts as one failure, so that the last line never says "0 failed" of a run that is
 * not green.
 */
export function totals(results: readonly StepResult[]): TestCounts {
  return results
    .map(({ ok, counts }) => {
      const ran = counts ?? NO_TESTS;
      return ok || ran.failed > 0 ? ran : { ...ran, failed: 1 };
    })
    .reduce(add, NO_TESTS);
}

const line = ({ name, ok, seconds, counts }: StepResult): string => {
  const tests =
    counts === null
      ? ''
      : `  ${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`;
  return `  ${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(8)} ${seconds.toFixed(0).padStart(4)} s${tests}`;
};

/** What `npm test` prints at its end; the last line stands alone: `N passed, N failed`. */
export function summary(results: readonly StepResult[]): string {
  const { passed, failed, remarks } = totals(results);
  const told = remarks.length === 0 ? [] : ['', ...remarks.map((remark) => `  ${remark}`)];
  return ['', ...results.map(line), ...told, '', `${passed} passed, ${failed} failed`].join('\n');
}
