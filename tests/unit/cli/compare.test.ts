import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareFiles, comparisonTable } from '../../../src/cli/compare/compare';
import { differencesFigure } from '../../../src/cli/figures/differences';
import { predictionsCsv, readPredictions } from '../../../src/cli/evaluate/predictions-csv';
import { measureFaces } from '../../../src/cli/evaluate/measured-faces';
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../../src/common/classes';
import type { CropRow } from '../../../src/footage/dataset/format';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wakeful-compare-'));
});
afterEach(() => rmSync(root, { recursive: true }));

interface Face {
  readonly subject: string;
  readonly truth: WakefulnessClass;
  readonly predicted: WakefulnessClass;
  readonly fused?: WakefulnessClass;
}

const MEASURES = { ear_left: 0.3, ear_right: 0.3, mar: 0, pitch: 0, yaw: 0, roll: 0 };
const certain = (label: WakefulnessClass) => WAKEFULNESS_CLASSES.map((own) => (own === label ? 0.8 : 0.1));

function csv(faces: readonly Face[], digest = 'd1'): string {
  const predictions = faces.map(({ subject, truth, predicted }, i) => {
    const row: CropRow = {
      ...{
        subject,
        session: 's',
        time: null,
        label: truth,
        file: `${subject}/${i}.png`,
        source: 'x',
        ...MEASURES,
      },
    };
    return { row, probabilities: certain(predicted) };
  });
  return predictionsCsv(
    measureFaces(predictions),
    faces.map(() => digest),
    faces.map(({ predicted, fused }) => certain(fused ?? predicted)),
  );
}

function put(name: string, content: string): string {
  const path = join(root, name);
  writeFileSync(path, content);
  return path;
}

/** Of each person one face of each class; `wrong` of them (the first ones) are taken for drowsy. */
const people = (wrong: readonly number[]): readonly Face[] =>
  wrong.flatMap((count, person) =>
    WAKEFULNESS_CLASSES.map((truth, i): Face => ({
      subject: `p${person}`,
      truth,
      predicted: i === 0 && count > 0 ? 'drowsy' : truth,
    })),
  );

const failure = (code: string, message: RegExp): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as unknown });

describe('compare', () => {
  it('counts who is right alone, and agrees with closed forms', () => {
    // Six people of whom the second network takes each sleeper for drowsy.
    const a = put('a.csv', csv(people([0, 0, 0, 0, 0, 0])));
    const b = put('b.csv', csv(people([1, 1, 1, 1, 1, 1])));
    const { comparisons, faces, people: count } = compareFiles([a, b], 'network', 1);
    const comparison = comparisons[0]!;
    expect([faces, count]).toEqual([18, 6]);
    expect(comparison.rightAlone).toEqual([6, 0]);
    // McNemar 2/2^6; Wilcoxon, all six people alike in sign, 2/2^6.
    expect(comparison.pFaces).toBeCloseTo(2 / 64, 12);
    expect(comparison.pPeople).toBeCloseTo(2 / 64, 12);
    // F1: asleep 0, drowsy 2·6/(2·6 + 6) = 2/3, awake 1. Every resample is the same.
    const f1 = (0 + 2 / 3 + 1) / 3;
    expect(comparison.macroF1.map(({ estimate }) => estimate)).toEqual([1, expect.closeTo(f1, 12)]);
    expect(comparison.difference).toMatchObject({
      estimate: expect.closeTo(f1 - 1, 12) as number,
      low: expect.closeTo(f1 - 1, 12) as number,
      high: expect.closeTo(f1 - 1, 12) as number,
    });
    expect(comparison.people.map(({ difference }) => difference)).toEqual(
      Array.from({ length: 6 }, () => expect.closeTo(f1 - 1, 12) as number),
    );
  });

  it('adjusts for several comparisons, and turns about with its files', () => {
    const [a, b, c] = [
      [0, 0, 0, 0, 0, 0],
      [1, 1, 1, 1, 1, 1],
      [1, 1, 1, 0, 0, 0],
    ].map((wrong, i) => put(`${i}.csv`, csv(people(wrong))));
    const { comparisons } = compareFiles([a!, b!, c!], 'network', 1);
    // 2/64 and 2/8; Holm: twice the smaller, then the larger as it is.
    expect(comparisons.map(({ pFaces }) => pFaces)).toEqual([
      expect.closeTo(4 / 64, 12),
      expect.closeTo(2 / 8, 12),
    ]);
    const [there] = compareFiles([a!, c!], 'network', 1).comparisons;
    const [back] = compareFiles([c!, a!], 'network', 1).comparisons;
    expect(back!.rightAlone).toEqual([0, 3]);
    expect(there!.rightAlone).toEqual([3, 0]);
    expect(back!.difference.estimate).toBeCloseTo(-there!.difference.estimate, 12);
    expect(there!.difference.low).toBeLessThan(there!.difference.high);
    expect(back!.difference.low).toBeCloseTo(-there!.difference.high, 12);
  });

  it('compares by the fusion with the eyes where that is wanted, in any order of the rows', () => {
    const faces = people([1, 1]);
    const a = put('a.csv', csv(faces.map((face) => ({ ...face, fused: face.truth }))));
    const [head, ...rows] = csv(faces).trim().split('\n');
    const b = put('b.csv', [head, ...rows.reverse()].join('\n'));
    expect(compareFiles([a, b], 'network', 1).comparisons[0]!.rightAlone).toEqual([0, 0]);
    expect(compareFiles([a, b], 'fused', 1).comparisons[0]!.rightAlone).toEqual([2, 0]);
  });

  it('says before its numbers what they cannot tell', async () => {
    const a = put('a.csv', csv(people([0, 1])));
    const compared = compareFiles([a, a], 'network', 1);
    expect(compared.remarks.join(' ')).toMatch(/every face for independent.*With 2 people no difference/);
    const [head, rows] = comparisonTable(compared);
    expect(rows[0]).toHaveLength(head.length);
    const svg = await differencesFigure(compared.comparisons);
    expect(svg).toMatch(/^<svg [^>]*role="img"/);
    expect(svg.match(/aria-roledescription="circle"/g)).toHaveLength(2);
  });

  it('refuses other data, other faces and other labels, with the reason', () => {
    const faces = people([0, 0]);
    const a = put('a.csv', csv(faces));
    const other = (name: string, content: string, message: RegExp): void => {
      const b = put(name, content);
      expect(() => compareFiles([a, b], 'network', 1)).toThrow(failure('comparison-mismatch', message));
    };
    other('data.csv', csv(faces, 'd2'), /a\.csv is of data set d1…, .*data\.csv of d2…/);
    other(
      'fewer.csv',
      csv(faces.slice(0, -1)),
      /not of the same faces: 1 are in the first only \(p1\/5\.png\), 0 in/,
    );
    other(
      'labels.csv',
      csv(faces.map((face, i) => (i === 0 ? { ...face, truth: 'awake' } : face))),
      /p0\/0\.png has another label or person/,
    );
  });

  it('refuses what is no file of predictions', () => {
    const good = csv(people([0]));
    const [head, first, ...rest] = good.split('\n');
    const bad = (name: string, content: string, code: string, message: RegExp): void =>
      expect(() => readPredictions(put(name, content))).toThrow(failure(code, message));
    bad('empty.csv', `${head!}\n`, 'dataset-empty', /holds no face/);
    bad('old.csv', good.replace('data,', 'dataset,'), 'dataset-csv', /no column "data"/);
    bad('twice.csv', [head, first, first, ...rest].join('\n'), 'dataset-csv', /lists p0\/0\.png twice/);
    bad('sum.csv', good.replace('0.8', '0.7'), 'dataset-csv', /do not add up to 1/);
    bad('range.csv', good.replace('0.8', '1.8'), 'dataset-csv', /line 2: p_asleep "1.8"/);
    bad('label.csv', good.replace('asleep,p0', 'sleepy,p0'), 'dataset-csv', /"sleepy": is not one of/);
    expect(() => readPredictions(join(root, 'none.csv'))).toThrow(failure('dataset-missing', /none\.csv/));
  });
});
