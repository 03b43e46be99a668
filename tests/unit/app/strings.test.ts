import { describe, expect, it } from 'vitest';
import * as about from '../../../src/app/about/strings';
import * as embed from '../../../src/app/embed/strings';
import * as history from '../../../src/app/history/strings';
import * as learners from '../../../src/app/learners/strings';
import * as monitor from '../../../src/app/monitor/strings';
import * as offline from '../../../src/app/offline/strings';
import * as settings from '../../../src/app/settings/strings';
import * as problems from '../../../src/app/shared/problems/strings';
import * as states from '../../../src/app/shared/state-strings';
import * as common from '../../../src/app/shared/strings';
import * as timeline from '../../../src/app/shared/timeline/strings';
import * as studio from '../../../src/app/studio/strings';
import * as studioFootage from '../../../src/app/studio/footage/strings';
import * as studioLabels from '../../../src/app/studio/labels/strings';
import * as studioModels from '../../../src/app/studio/models/strings';
import * as studioTraining from '../../../src/app/studio/train/strings';
import * as studioVerdict from '../../../src/app/studio/verdict/strings';
import { TROUBLE_CODES } from '../../../src/engine/protocol';
import { STATE_CAUSES, UNKNOWN_REASONS } from '../../../src/wakefulness/state-event';

/** Every text, with sample words and numbers where it takes some. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String((value as (...of: unknown[]) => unknown)('7', '8', '9'))];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}

const strings = { ...problems, ...states };

const all = textsIn([
  about,
  common,
  embed,
  history,
  learners,
  monitor,
  offline,
  problems,
  settings,
  states,
  timeline,
  studio,
  studioFootage,
  studioLabels,
  studioModels,
  studioTraining,
  studioVerdict,
]);

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
});
