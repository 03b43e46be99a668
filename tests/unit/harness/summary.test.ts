import { describe, expect, it } from 'vitest';
import { selectSteps, type StepResult, STEPS } from '../../support/steps';
import { summary, totals } from '../../support/summary';
import { countsOfPlaywright, countsOfVitest, NO_TESTS } from '../../support/test-counts';

const vitest = (overrides: object): string =>
  JSON.stringify({
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...overrides,
  });

const playwright = (stats: object, errors: unknown[] = [], suites: unknown[] = []): string =>
  JSON.stringify({ stats: { expected: 7, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors, suites });

const spec = (title: string, status: string): object => ({
  title,
  file: 'a.spec.ts',
  line: 3,
  tests: [{ status }],
});

const result = (overrides: Partial<StepResult>): StepResult => ({
  name: 'unit',
  ok: true,
  seconds: 1,
  counts: null,
  ...overrides,
});

describe('counting tests', () => {
  it("reads Vitest's report", () => {
    expect(countsOfVitest(vitest({ numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 }))).toEqual({
      passed: 5,
      failed: 2,
      skipped: 2,
      remarks: [],
    });
  });

  it('counts a test file that did not load, and names what failed', () => {
    const files = [
      { name: 'a.test.ts', status: 'failed', assertionResults: [] },
      {
        name: 'b.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'adds' },
          { status: 'passed', fullName: 'subtracts' },
        ],
      },
      { name: 'c.test.ts', status: 'passed', assertionResults: [] },
    ];
    const counts = countsOfVitest(vitest({ numFailedTests: 1, testResults: files }));
    expect(counts.failed).toBe(2);
    expect(counts.remarks).toEqual(['failed: b.test.ts › adds', 'did not load: a.test.ts']);
  });

  it("reads Playwright's report; what passed on a second try has passed and is named", () => {
    const suites = [
      {
        specs: [spec('works', 'expected')],
        suites: [{ specs: [spec('waits', 'flaky'), spec('ends', 'unexpected')] }],
      },
    ];
    expect(countsOfPlaywright(playwright({ unexpected: 1, flaky: 1, skipped: 3 }, [], suites))).toEqual({
      passed: 8,
      failed: 1,
      skipped: 3,
      remarks: ['passed on a second try: a.spec.ts:3 › waits', 'failed: a.spec.ts:3 › ends'],
    });
    expect(countsOfPlaywright(playwright({}, ['set-up failed'])).failed).toBe(1);
  });

  it('refuses a report of another form', () => {
    expect(() => countsOfVitest('{}')).toThrow();
    expect(() => countsOfPlaywright('{"stats":{}}')).toThrow();
  });
});

describe('the summary', () => {
  it('ends with the line of counts alone', () => {
    const text = summary([
      result({ name: 'lint' }),
      result({ counts: { passed: 5, failed: 0, skipped: 0, remarks: [] } }),
      result({
        name: 'e2e',
        ok: false,
        counts: { passed: 3, failed: 2, skipped: 0, remarks: ['failed: a', 'failed: b'] },
      }),
    ]);
    expect(text.split('\n').at(-1)).toBe('8 passed, 2 failed');
    expect(text).toContain('  failed: a\n  failed: b\n');
  });

  it('never says "0 failed" of a run that is not green', () => {
    expect(totals([result({ name: 'lint', ok: false })]).failed).toBe(1);
    expect(totals([result({ ok: false, counts: NO_TESTS })]).failed).toBe(1);
    expect(
      totals([result({ ok: false, counts: { passed: 4, failed: 0, skipped: 0, remarks: [] } })]).failed,
    ).toBe(1);
  });
});

describe('choosing steps', () => {
  const names = (...chosen: string[]): string[] => selectSteps(chosen).map(({ name }) => name);

  it('runs all without a name', () => expect(selectSteps([])).toEqual(STEPS));

  it('keeps the order of the run, whatever the order of the names', () => {
    expect(names('unit', 'lint')).toEqual(['lint', 'unit']);
  });

  it('builds before the browser tests', () => expect(names('e2e')).toEqual(['build', 'e2e']));

  it('knows groups, and refuses what it does not know', () => {
    expect(names('check')).toEqual(['format', 'types', 'lint', 'arrows', 'dead']);
    expect(() => names('uint')).toThrow('"uint"');
  });
});
