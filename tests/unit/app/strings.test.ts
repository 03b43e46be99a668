import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as strings from '../../../src/app/messages/texts';
import { TROUBLE_CODES } from '../../../src/engine/protocol';
import { STATE_CAUSES, UNKNOWN_REASONS } from '../../../src/wakefulness/state-event';

/** Every text, with sample words and numbers where it takes some. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String((value as (...of: unknown[]) => unknown)('7', '8', '9'))];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}

const all = textsIn(strings);

const distinct = (texts: readonly string[]): number => new Set(texts).size;

describe('the texts of the page', () => {
  it('say something of their own for every code', () => {
    // That none is missing is held by their types.
    expect(distinct(TROUBLE_CODES.map((code) => strings.problems[code].title))).toBe(TROUBLE_CODES.length);
    expect(distinct(TROUBLE_CODES.map((code) => strings.problems[code].todo))).toBe(TROUBLE_CODES.length);
    expect(distinct(UNKNOWN_REASONS.map((reason) => strings.unknownReasons[reason].title))).toBe(
      UNKNOWN_REASONS.length,
    );
    expect(distinct(UNKNOWN_REASONS.map((reason) => strings.unknownReasons[reason].todo))).toBe(
      UNKNOWN_REASONS.length,
    );
    expect(distinct(STATE_CAUSES.map((cause) => strings.stateCauses[cause]))).toBe(STATE_CAUSES.length);
    expect(distinct(Object.values(strings.enrolmentHints))).toBe(Object.keys(strings.enrolmentHints).length);
    expect(distinct(Object.values(strings.stateWords))).toBe(Object.keys(strings.stateWords).length);
  });

  it('are none of them empty', () => {
    expect(all.length).toBeGreaterThan(450);
    for (const text of all) expect(text.trim()).not.toBe('');
  });

  it('speak of wakefulness, and of nothing that may not be inferred', () => {
    for (const text of all) {
      expect(text).not.toMatch(/emotion|attention|attentive|engage|concentrat|feeling|mood|focus/i);
    }
  });

  it('are joined with the marks of their language, not with those of the code', () => {
    // `{name}: {text}` on a page; `${step}, ${left}` for one.
    const joins = /^\s*\{[^{}]*\}[,:;] [{<]|\$\{[^{}]*\}[,:;] \$\{/m;
    const folder = join(import.meta.dirname, '../../../src/app');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.tsx'),
    );
    expect(files.length).toBeGreaterThan(40);
    const joining = files.filter((name) => joins.test(readFileSync(join(folder, name), 'utf8')));
    expect(joining).toEqual([]);
  });
});
