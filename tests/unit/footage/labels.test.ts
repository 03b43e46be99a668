import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { WAKEFULNESS_CLASSES } from '../../../src/common/classes';
import { formatCsv, parseCsv } from '../../../src/footage/dataset/csv';
import { labelsCsv, parseLabelsCsv } from '../../../src/footage/dataset/labels-csv';
import {
  acceptSuggestions,
  edgesOf,
  nextUnlabelled,
  nextUnsure,
  nudge,
  paint,
  paintPassed,
  secondsOf,
} from '../../../src/footage/labels/edit';
import { edited, labelHistory, redo, undo } from '../../../src/footage/labels/history';
import { cohensKappa } from '../../../src/footage/labels/kappa';
import type { SecondLabels, Suggestion } from '../../../src/footage/recording';

const brush = fc.constantFrom(...WAKEFULNESS_CLASSES, null);
const labels = fc.array(brush, { maxLength: 40 });
const second = fc.integer({ min: -3, max: 45 });

/** "aadd--" as labels. */
const from = (text: string): SecondLabels =>
  Array.from(text, (letter) => ({ a: 'awake', d: 'drowsy', s: 'asleep' })[letter] ?? null) as SecondLabels;
const show = (all: SecondLabels): string =>
  all.map((label) => (label === null ? '-' : label === 'asleep' ? 's' : label[0])).join('');

describe('painting', () => {
  it('changes the seconds of its range and no others', () => {
    fc.assert(
      fc.property(labels, second, second, brush, (before, start, end, label) => {
        const after = paint(before, start, end, label);
        expect(after).toHaveLength(before.length);
        after.forEach((now, at) => expect(now).toBe(at >= start && at < end ? label : before[at]));
      }),
    );
  });

  it('labels the seconds that playback passes, both ways', () => {
    expect(show(paintPassed(from('------'), 1.9, 3.1, 'drowsy'))).toBe('-ddd--');
    expect(show(paintPassed(from('------'), 3.1, 1.9, 'drowsy'))).toBe('-ddd--');
    expect(show(paintPassed(from('---'), 2.2, 2.4, 'asleep'))).toBe('--s');
  });

  it('counts a second that has begun, and no rounding error', () => {
    expect([0, 0.2, 2, 2.0000000001, 2.01].map(secondsOf)).toEqual([0, 1, 2, 2, 3]);
  });
});

describe('nudging an edge', () => {
  it('moves it by the seconds asked for, and leaves the neighbour one second', () => {
    const before = from('aaaddd--');
    expect(edgesOf(before)).toEqual([3, 6]);
    expect(show(nudge(before, 3, 1))).toBe('aaaadd--');
    expect(show(nudge(before, 3, -2))).toBe('addddd--');
    expect(show(nudge(before, 3, 99))).toBe('aaaaad--');
    expect(show(nudge(before, 6, 1))).toBe('aaadddd-');
    expect(show(nudge(before, 3, -99))).toBe('addddd--');
    expect(nudge(before, 4, 1)).toBe(before);
    expect(nudge(before, 0, 1)).toBe(before);
  });

  it('keeps all stretches, in their order', () => {
    const stretches = (all: SecondLabels) => all.filter((label, at) => at === 0 || label !== all[at - 1]);
    fc.assert(
      fc.property(labels, fc.nat(40), fc.integer({ min: -9, max: 9 }), (before, which, by) => {
        const edges = edgesOf(before);
        fc.pre(edges.length > 0);
        const edge = edges[which % edges.length]!;
        const after = nudge(before, edge, by);
        expect(stretches(after)).toEqual(stretches(before));
        const back = nudge(
          after,
          edgesOf(after)[which % edges.length]!,
          edge - edgesOf(after)[which % edges.length]!,
        );
        expect(back).toEqual(before);
      }),
    );
  });
});

describe('what to label next', () => {
  const seen = (seconds: number): boolean[] => new Array<boolean>(seconds).fill(true);

  it('is the next gap, from the start again after the end', () => {
    const some = from('a-dd-');
    expect([-1, 1, 2, 4].map((after) => nextUnlabelled(some, seen(5), after))).toEqual([1, 4, 4, 1]);
    expect(nextUnlabelled(from('ad'), seen(2), 0)).toBeNull();
    expect(nextUnlabelled([], [], -1)).toBeNull();
  });

  it('is no second that shows nobody', () => {
    const faces = [true, false, true, true, false];
    expect(nextUnlabelled(from('a----'), faces, 0)).toBe(2);
    expect(nextUnlabelled(from('a-dd-'), faces, 0)).toBeNull();
    const none = from('-----').map(() => null);
    expect(nextUnsure(from('-----'), faces, none, 3)).toBe(0);
    expect(nextUnsure(from('s-ds-'), faces, none, 3)).toBeNull();
  });

  it('is the next unlabelled second whose suggestion is missing or unsure', () => {
    const suggestions: (Suggestion | null)[] = [0.9, 0.5, null, 0.9, 0.2].map((confidence) =>
      confidence === null ? null : { label: 'awake', confidence },
    );
    expect(nextUnsure(from('-----'), seen(5), suggestions, 0)).toBe(1);
    expect(nextUnsure(from('-----'), seen(5), suggestions, 2)).toBe(4);
    expect(nextUnsure(from('-ad-s'), seen(5), suggestions, 0)).toBeNull();
    expect(show(acceptSuggestions(from('----d'), suggestions))).toBe('a--ad');
    expect(show(acceptSuggestions(from('-----'), suggestions, { from: 1, least: 0 }))).toBe('-a-aa');
  });
});

describe('undo and redo', () => {
  it('go back to every step and forth again', () => {
    fc.assert(
      fc.property(labels, fc.array(fc.tuple(second, second, brush), { maxLength: 12 }), (start, strokes) => {
        const steps = [labelHistory(start)];
        for (const [a, b, label] of strokes) {
          const last = steps.at(-1)!;
          const next = edited(last, paint(last.labels, a, b, label));
          if (next !== last) steps.push(next);
        }
        let now = steps.at(-1)!;
        for (const step of steps.toReversed()) {
          expect(now.labels).toEqual(step.labels);
          now = undo(now);
        }
        expect(now.labels).toEqual(start);
        expect(undo(now).labels).toEqual(start);
        for (const step of steps.slice(1)) expect((now = redo(now)).labels).toEqual(step.labels);
        expect(redo(now).labels).toEqual(steps.at(-1)!.labels);
      }),
    );
  });

  it('take a whole gesture back at once, and forget what was undone at the next edit', () => {
    let history = labelHistory(from('----'));
    history = edited(history, from('a---'), 'drag 1');
    history = edited(history, from('aa--'), 'drag 1');
    history = edited(history, from('aad-'), 'drag 2');
    expect(show(undo(history).labels)).toBe('aa--');
    expect(show(undo(undo(history)).labels)).toBe('----');
    history = edited(undo(history), from('aass'));
    expect(history.future).toEqual([]);
    // The same gesture after an undo is a step of its own.
    const again = edited(undo(edited(labelHistory(from('-')), from('a'), 'x')), from('s'), 'x');
    expect(show(undo(again).labels)).toBe('-');
  });
});

const read = (text: string, seconds: number) =>
  parseLabelsCsv(new TextEncoder().encode(text), 'labels.csv', seconds);

describe('labels as CSV', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(
        labels.filter((all) => all.some((label) => label !== null)),
        (all) => {
          expect(read(labelsCsv(all), all.length)).toEqual({ labels: all, beyond: [] });
        },
      ),
    );
  });

  it('beyond the end of the video are reported, not lost', () => {
    expect(read('second,label\n5,Awake\n0,drowsy\n3,asleep\n', 2)).toEqual({
      labels: ['drowsy', null],
      beyond: [
        { second: 3, label: 'asleep' },
        { second: 5, label: 'awake' },
      ],
    });
  });

  it.each([
    ['', /no column "second"/],
    ['PK\u0003\u0004', /no column "second"/],
    ['second,label\n1,tired\n', /line 2: label "tired"/],
    ['second,label\n1,awake\n1,awake\n', /labelled twice/],
    ['second;label\n1;tired\n', /line 2: label "tired"/],
    ['sep=;\nsecond;label\n1;tired\n', /line 3: label "tired"/],
    ['start,state\n1,awake\n', /its first line names start, state/],
    ['second,label\n4000000000,awake\n', /second "4000000000"/],
  ])('in the file %j are refused', (text, message) => {
    expect(() => read(text, 9)).toThrow(
      expect.objectContaining({
        code: 'footage-labels',
        message: expect.stringMatching(message) as unknown,
      }),
    );
  });
});

describe('labels from a spreadsheet', () => {
  const utf16 = (text: string, isBig = false): Uint8Array => {
    const units = Buffer.from(text, 'utf16le');
    return new Uint8Array(isBig ? units.swap16() : units);
  };
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

  it.each<[string, Uint8Array]>([
    ['with semicolons', utf8('second;label\r\n1;awake\r\n3;asleep\r\n')],
    ['with tabs', utf8('second\tlabel\n1\tawake\n3\tasleep\n')],
    ['that names its delimiter', utf8('sep=;\r\nsecond;label\r\n1;awake\r\n3;asleep\r\n')],
    ['in UTF-16 with a mark', utf16('\uFEFFsecond\tlabel\r\n1\tawake\r\n3\tasleep\r\n')],
    ['in UTF-16 with a mark, the other way round', utf16('\uFEFFsecond\tlabel\n1\tawake\n3\tasleep\n', true)],
    ['in UTF-16 without one', utf16('second,label\n1,awake\n3,asleep\n')],
    ['with capital letters', utf8('\uFEFFSecond,LABEL\n1,Awake\n3,ASLEEP\n')],
    ['with times', utf8('second,label\n0:00:01,awake\n00:03,asleep\n')],
    ['with empty columns and rows', utf8('second,label\n1,awake,,\n3,asleep,,\n,,,\n')],
    ['with columns the other way round', utf8('label;note;second\nawake;x;1\nasleep;;3\n')],
  ])('%s are read', (_, file) => {
    expect(parseLabelsCsv(file, 'labels.csv', 4).labels).toEqual([null, 'awake', null, 'asleep']);
  });

  it.each([
    ['of another recording', 'second,label\n500,awake\n501,asleep\n', /from 500 on; this recording has 4/],
    ['without a row', 'second,label\n', /holds no labels/],
  ])('%s are refused, for they would empty all', (_, text, message) => {
    expect(() => read(text, 4)).toThrow(
      expect.objectContaining({
        code: 'footage-other-labels',
        message: expect.stringMatching(message) as unknown,
      }),
    );
  });
});

describe('cells of a CSV', () => {
  const schema = v.object({ text: v.string(), number: v.string() });

  it('are no formulas for a spreadsheet, and come back as they were', () => {
    const start = fc.constantFrom('=', '+', '-', '@', '\t=', "'=", "'", "''@", 'a');
    const text = fc.tuple(start, fc.string()).map((parts) => parts.join('').trim());
    fc.assert(
      fc.property(text, (wanted) => {
        const csv = formatCsv(schema, [{ text: wanted, number: -3 }]);
        expect(csv.split('\n')[1]).not.toMatch(/^"?[=+\-@\t]/);
        expect(csv).toMatch(/,-3\n$/);
        expect(parseCsv(csv, 'x.csv', schema)).toEqual([{ text: wanted, number: '-3' }]);
      }),
    );
  });
});

describe("Cohen's kappa", () => {
  it('is what the formula gives by hand', () => {
    // 20 both awake, 15 both drowsy, 5 awake/drowsy, 10 drowsy/awake: p_o 0.7, p_e 0.5·0.6 +
    // 0.5·0.4 = 0.5 (Cohen 1960).
    const times = (label: string, count: number) => label.repeat(count);
    const first = from(times('a', 25) + times('d', 25));
    const second = from(times('a', 20) + times('d', 5) + times('a', 10) + times('d', 15));
    const { kappa, agreed, seconds, counts } = cohensKappa(first, second);
    expect(kappa).toBeCloseTo(0.4, 12);
    expect([agreed, seconds]).toEqual([0.7, 50]);
    expect(counts).toEqual([
      [0, 0, 0],
      [0, 15, 10],
      [0, 5, 20],
    ]);
  });

  it('is 1 for the same labels of several classes, 0 for chance, −1 for two classes swapped', () => {
    expect(cohensKappa(from('asd'), from('asd')).kappa).toBe(1);
    expect(cohensKappa(from('aadd'), from('adad')).kappa).toBeCloseTo(0, 12);
    expect(cohensKappa(from('ad'), from('da')).kappa).toBeCloseTo(-1, 12);
  });

  it('is not defined for one class, and for no common second', () => {
    expect(cohensKappa(from('aa-'), from('aas'))).toMatchObject({ kappa: null, agreed: 1, seconds: 2 });
    expect(cohensKappa(from('a-'), from('-a'))).toMatchObject({ kappa: null, agreed: 0, seconds: 0 });
    expect(cohensKappa(from('aaa'), from('a')).seconds).toBe(1);
  });

  it('does not care who is first, and stays within −1 and 1', () => {
    fc.assert(
      fc.property(labels, labels, (a, b) => {
        const { kappa } = cohensKappa(a, b);
        const other = cohensKappa(b, a).kappa;
        if (kappa === null) expect(other).toBeNull();
        else {
          expect(kappa).toBeCloseTo(other!, 12);
          expect(Math.abs(kappa)).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });
});
