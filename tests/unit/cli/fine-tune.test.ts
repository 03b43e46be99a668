import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/cli/dataset/extracted';
import { datasetFootage, sessionsOf } from '../../../src/cli/fine-tune/dataset-footage';
import { verdictInWords } from '../../../src/cli/fine-tune/verdict-in-words';
import { readSeconds } from '../../../src/fine-tuning/footage';
import type { CropRow } from '../../../src/footage/dataset/format';

const row = (subject: string, session: string, time: number | null, label: CropRow['label']): CropRow => ({
  subject,
  session,
  time,
  label,
  file: '',
  source: '',
  ear_left: 0,
  ear_right: 0,
  mar: 0,
  pitch: 0,
  yaw: 0,
  roll: 0,
});

const dataset: Dataset = {
  root: '',
  manifest: { cropSize: 160, framesPerSecond: 10, cropsPerSecond: 2, landmarker: '' },
  digest: '',
  crops: [
    row('ada', 'film', 0.1, 'awake'),
    row('ada', 'film', 0.6, 'awake'),
    row('bob', 'film', 0.1, 'asleep'),
    row('ada', 'film', 3.2, 'asleep'),
    row('ada', 'stills', null, 'drowsy'),
    row('ada', 'stills', null, 'awake'),
  ],
};

describe("a person's part of a data set", () => {
  it('is their sessions, and nobody else’s', () => {
    expect([...sessionsOf(dataset, 'ada').keys()]).toEqual(['film', 'stills']);
    expect(sessionsOf(dataset, 'eve').size).toBe(0);
  });

  it('is read as labelled seconds, a still as one of them', async () => {
    const footage = datasetFootage(dataset, 'ada');
    expect(await footage.labels('film')).toEqual(['awake', null, null, 'asleep']);
    const seconds = await readSeconds(footage, ['film', 'stills', 'gone']);
    const own = seconds.map(({ recording, second, label, crops }) => [recording, second, label, crops]);
    expect(own).toEqual([
      ['film', 0, 2, [0, 1]],
      ['film', 3, 0, [2]],
      ['stills', 0, 1, [0]],
      ['stills', 1, 2, [1]],
    ]);
    expect(new Set(seconds.map(({ person }) => person))).toEqual(new Set(['ada']));
  });
});

describe('the verdict in words', () => {
  const result = (macroF1: number) => ({
    macroF1,
    f1: [1, 1, 1],
    confusion: [
      [2, 0, 0],
      [0, 2, 0],
      [0, 0, 2],
    ],
  });
  const [before, after] = [result(0.6744), result(1)];

  it('gives the interval of the difference', () => {
    const difference = { low: 0.01, high: 0.5 };
    expect(verdictInWords({ before, after, difference, advice: 'better' })).toEqual([
      'macro-F1 on 6 held-out seconds (a still counts as one): 0.674 before, 1.000 after',
      'difference, 95 %: 0.010 to 0.500; better',
    ]);
  });

  it('says why there is none', () => {
    const difference = { low: NaN, high: NaN };
    expect(verdictInWords({ before, after, difference, advice: 'promising' })[1]).toBe(
      'no interval, as some state is in too few stretches of time; better on these, which are too few to be sure',
    );
  });
});
