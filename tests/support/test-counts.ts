import * as v from 'valibot';

/** Tests that a run really ran. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One line for each test that failed, or passed only on a second try. */
  readonly remarks: readonly string[];
}

export const NO_TESTS: TestCounts = { passed: 0, failed: 0, skipped: 0, remarks: [] };

export const add = (a: TestCounts, b: TestCounts): TestCounts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  remarks: [...a.remarks, ...b.remarks],
});

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const VitestReport = v.object({
  numPassedTests: count,
  numFailedTests: count,
  numPendingTests: count,
  numTodoTests: count,
  /** A test file that could not even be loaded fails without a failed test. */
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      assertionResults: v.array(v.object({ status: v.string(), fullName: v.string() })),
    }),
  ),
});

interface PlaywrightSuite {
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly { readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped' }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}

const PlaywrightSuite: v.GenericSchema<PlaywrightSuite> = v.object({
  specs: v.array(
    v.object({
      title: v.string(),
      file: v.string(),
      line: count,
      tests: v.array(v.object({ status: v.picklist(['expected', 'unexpected', 'flaky', 'skipped']) })),
    }),
  ),
  suites: v.optional(v.array(v.lazy(() => PlaywrightSuite))),
});

const PlaywrightReport = v.object({
  stats: v.object({ expected: count, unexpected: count, flaky: count, skipped: count }),
  /** Faults outside any test: a spec file that does not load, a global set-up that throws. */
  errors: v.array(v.unknown()),
  suites: v.array(PlaywrightSuite),
});

/** Counts of Vitest's JSON report; a file that did not load counts as one failure. */
export function countsOfVitest(json: string): TestCounts {
  const report = v.parse(VitestReport, JSON.parse(json));
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.flatMap(({ status, fullName }) =>
      status === 'failed' ? [`failed: ${name} › ${fullName}`] : [],
    ),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
    remarks: [...failed, ...unloaded.map(({ name }) => `did not load: ${name}`)],
  };
}

const WORDS = { unexpected: 'failed', flaky: 'passed on a second try' } as const;

const remarksOf = ({ specs, suites = [] }: PlaywrightSuite): string[] => [
  ...specs.flatMap(({ title, file, line, tests }) =>
    tests.flatMap(({ status }) =>
      status === 'unexpected' || status === 'flaky' ? [`${WORDS[status]}: ${file}:${line} › ${title}`] : [],
    ),
  ),
  ...suites.flatMap(remarksOf),
];

/**
 * Counts of Playwright's JSON report. A test that passed on its second try has passed, and is named
 * in the remarks; a fault outside the tests is a failure.
 */
export function countsOfPlaywright(json: string): TestCounts {
  const { stats, errors, suites } = v.parse(PlaywrightReport, JSON.parse(json));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    remarks: [
      ...suites.flatMap(remarksOf),
      ...errors.map(() => 'failed: a fault outside the tests, printed above'),
    ],
  };
}
