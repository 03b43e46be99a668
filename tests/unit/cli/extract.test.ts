import { describe, expect, it } from 'vitest';
import type { SignalRow } from '../../../src/footage/dataset/format';
import { CropSlots } from '../../../src/footage/media/crop-slots';
import { extractionReport } from '../../../src/cli/extract/report';
import { emptySlots } from '../../../src/cli/extract/session';

describe('CropSlots', () => {
  const take = (slots: CropSlots, times: readonly number[]): number[] =>
    times.filter((time) => {
      const wanted = slots.wants(time);
      if (wanted) slots.fill(time);
      return wanted;
    });

  it('takes the first frame of each slot, in labelled seconds only', () => {
    const times = Array.from({ length: 30 }, (_, i) => i / 10);
    expect(take(new CropSlots(2, [0, 2]), times)).toEqual([0, 0.5, 2, 2.5]);
    expect(take(new CropSlots(1, [0, 1, 2]), times)).toEqual([0, 1, 2]);
  });

  it('is not misled by sums of frame durations', () => {
    const times = Array.from({ length: 100 }, (_, i) =>
      Array.from({ length: i }, () => 0.1).reduce((a, b) => a + b, 0),
    );
    expect(
      take(
        new CropSlots(
          10,
          Array.from({ length: 10 }, (_, s) => s),
        ),
        times,
      ),
    ).toHaveLength(100);
  });

  it('takes the next frame when the first one showed no face', () => {
    const slots = new CropSlots(1, [0]);
    expect(slots.wants(0)).toBe(true);
    expect(slots.wants(0.1)).toBe(true);
    slots.fill(0.1);
    expect(slots.wants(0.2)).toBe(false);
  });
});

const signal = (time: number, values: Partial<SignalRow>): SignalRow => ({
  time,
  label: 'awake',
  missing: null,
  file: '',
  ear_left: null,
  ear_right: null,
  mar: null,
  pitch: null,
  yaw: null,
  roll: null,
  ...values,
});

describe('emptySlots', () => {
  it('says once for each slot why it is empty', () => {
    const rows = [
      signal(0, { missing: 'no-face' }),
      signal(0.1, { file: 'x.png' }),
      signal(0.2, { missing: 'no-face' }),
      signal(0.5, { missing: 'too-dark' }),
      signal(0.9, { missing: 'face-too-small' }),
      signal(1, { label: null }),
    ];
    expect(emptySlots(rows, 2)).toEqual(['face-too-small', 'not labelled']);
  });
});

describe('extractionReport', () => {
  it('adds up what was dropped, and names what was not read', () => {
    const session = { session: 's', kind: 'video', fingerprint: '', seen: 5, kept: 2 } as const;
    const report = extractionReport(
      [
        { ...session, subject: 'a|b', dropped: { 'no-face': 2 } },
        { ...session, subject: 'c', dropped: { 'no-face': 1, 'too-dark': 1 } },
      ],
      {
        ignored: [{ path: 'notes.txt', reason: 'not in the folder of a subject' }],
        failed: [{ path: 'c/s', reason: 'it may not be read' }],
      },
      { cropSize: 160, framesPerSecond: 10, cropsPerSecond: 2 },
    );
    expect(report).toContain('4 crops of 160×160 pixels from 2 sessions of 2 subjects');
    expect(report).toContain('Dropped in all: 3 no-face, 1 too-dark.');
    expect(report).toContain('| a\\|b | s | 5 | 2 | 2 no-face |');
    expect(report).toContain('- c/s: it may not be read');
    expect(report).toContain('- notes.txt: not in the folder of a subject');
  });
});
