import { describe, expect, it } from 'vitest';
import { FACE_GROUPS } from '../../../src/cli/predict/face-groups';
import { averaged } from '../../../src/cli/train/averaged';
import { fitCalibration } from '../../../src/cli/train/calibrate';
import { sourceless, sourceOf, trainingRows } from '../../../src/cli/train/rows';
import { WAKEFULNESS_CLASSES } from '../../../src/common/classes';
import type { CropRow } from '../../../src/footage/dataset/format';

const row = (subject: string, session: string, label: CropRow['label'], source = 'x'): CropRow => ({
  subject,
  session,
  time: null,
  label,
  file: `${subject}/${session}/${label}.png`,
  source,
  ear_left: 0.3,
  ear_right: 0.3,
  mar: 0,
  pitch: 0,
  yaw: 0,
  roll: 0,
});
const samplesOf = (rows: readonly CropRow[]): { subject: string; label: number }[] =>
  rows.map(({ subject, label }) => ({ subject, label: WAKEFULNESS_CLASSES.indexOf(label) }));

const set = [
  row('p1', 'lowered-lids', 'awake'),
  row('p1', 'lowered-lids', 'drowsy', 'closure 0.50, glasses'),
  row('p1', 'lowered-lids', 'asleep'),
  row('c1', 'closed-eyes', 'asleep'),
  row('c2', 'closed-eyes', 'asleep'),
  row('c1', 'transplanted-eyes', 'awake', 'closed photographs, eyes of p1'),
  row('c1', 'transplanted-eyes', 'drowsy', 'closed photographs, eyes of p1'),
];

describe('the rows of a training', () => {
  it("have the source of the face, whoever's eyes are in it", () => {
    expect(set.map(sourceOf)).toEqual([
      'portraits',
      'portraits',
      'portraits',
      'closed photographs',
      'closed photographs',
      'closed photographs',
      'closed photographs',
    ]);
  });

  it('are weighed so that the source alone does not tell the class', () => {
    const weighed = sourceless(set, samplesOf(set));
    const sum = (source: string, label: number): number =>
      set.reduce((all, own, i) => {
        const sample = weighed[i]!;
        return sourceOf(own) === source && sample.label === label ? all + sample.weight! : all;
      }, 0);
    for (const source of ['portraits', 'closed photographs'])
      for (const label of [1, 2]) expect(sum(source, label)).toBeCloseTo(sum(source, 0), 12);
  });

  it('are refused where a source has closed eyes only', () => {
    const closed = set.filter(({ session }) => session === 'closed-eyes');
    expect(() => sourceless(closed, samplesOf(closed))).toThrow(
      expect.objectContaining({ code: 'training-one-sided' }),
    );
  });

  it('leave kinds out, and keep whole people up to the limit', () => {
    const dataset = {
      root: '',
      manifest: { cropSize: 160, framesPerSecond: 1, cropsPerSecond: 1, landmarker: '' },
      crops: set,
      digest: '',
    };
    const chosen = (without: readonly string[], limit: number): readonly string[] =>
      trainingRows(dataset, { without, limit }).crops.map(({ subject, session }) => `${subject} ${session}`);
    expect(chosen(['transplanted eyes'], Infinity)).toHaveLength(5);
    expect(chosen([], 1)).not.toContain('c2 closed-eyes');
    expect(chosen([], 1)).toContain('c1 transplanted-eyes');
    expect(() => chosen(FACE_GROUPS, Infinity)).toThrow(
      expect.objectContaining({ code: 'training-of-nobody' }),
    );
  });
});

describe('averaged weights', () => {
  const [a, b] = [new Map([['w', Float32Array.of(1, 2)]]), new Map([['w', Float32Array.of(3, 6)]])];

  it('lie between the two', () => {
    expect([...averaged(a, b, 0.5).get('w')!]).toEqual([2, 4]);
    expect([...averaged(a, b, 0).get('w')!]).toEqual([1, 2]);
  });

  it('are refused for other weights, and beyond the two', () => {
    expect(() => averaged(a, new Map(), 0.5)).toThrow(/"w" is not in both/);
    expect(() => averaged(a, b, 1.5)).toThrow(RangeError);
  });
});

describe('the calibration of a training', () => {
  const predicted = (own: CropRow, probabilities: number[]): { row: CropRow; probabilities: number[] } => ({
    row: own,
    probabilities,
  });

  it('is fitted on the real faces where there are some', () => {
    const fitted = fitCalibration([
      predicted(set[0]!, [0.1, 0.1, 0.8]),
      predicted(set[3]!, [0.3, 0.6, 0.1]),
      predicted(set[4]!, [0.4, 0.5, 0.1]),
    ]);
    expect([fitted.faces, fitted.people]).toEqual([2, 2]);
    expect(fitted.biases[0]!).toBeGreaterThan(fitted.biases[1]!);
  });
});
