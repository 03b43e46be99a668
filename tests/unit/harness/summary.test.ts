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

const playwright = (stats: object, errors: unknown[] = []): string =>
  JSON.stringify({ stats: { expected: 7, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors });

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
    });
  });

  it('counts a test file that did not load', () => {
    const files = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [] },
    ];
    expect(countsOfVitest(vitest({ numFailedTests: 1, testResults: files })).failed).toBe(2);
  });

  it("reads Playwright's report; flaky is failed", () => {
    expect(countsOfPlaywright(playwright({ unexpected: 1, flaky: 2, skipped: 3 }))).toEqual({
      passed: 7,
      failed: 3,
      skipped: 3,
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
      result({ counts: { passed: 5, failed: 0, skipped: 0 } }),
      result({ name: 'e2e', ok: false, counts: { passed: 3, failed: 2, skipped: 0 } }),
    ]);
    expect(text.split('\n').at(-1)).toBe('8 passed, 2 failed');
  });

  it('never says "0 failed" of a run that is not green', () => {
    expect(totals([result({ name: 'lint', ok: false })]).failed).toBe(1);
    expect(totals([result({ ok: false, counts: NO_TESTS })]).failed).toBe(1);
    expect(totals([result({ ok: false, counts: { passed: 4, failed: 0, skipped: 0 } })]).failed).toBe(1);
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
