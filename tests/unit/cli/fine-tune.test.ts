import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/cli/dataset/extracted';
import { datasetFootage, sessionsOf } from '../../../src/cli/fine-tune/dataset-footage';
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
