import { expect, it } from 'vitest';
import { trainingDuration } from '../../../src/fine-tuning/duration';

const FACES = { training: 300, validation: 30, heldOut: 60, epochs: 6 };
const DEPTHS = ['head', 'last', 'deep', 'all'] as const;

it.each(['faceres', 'facenet'] as const)(
  'deeper training of %s, and more of it, takes longer',
  (backbone) => {
    const times = DEPTHS.map((depth) => trainingDuration(backbone, depth, FACES));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const depth of DEPTHS) {
      const once = trainingDuration(backbone, depth, FACES);
      expect(trainingDuration(backbone, depth, { ...FACES, training: 600 })).toBeGreaterThan(once);
      if (depth !== 'head')
        expect(trainingDuration(backbone, depth, { ...FACES, epochs: 12 })).toBeGreaterThan(once);
    }
  },
);

it('a face through the paper’s backbone once takes what was measured', () => {
  const once = { training: 1, validation: 0, heldOut: 0, epochs: 0 };
  expect(trainingDuration('facenet', 'last', once)).toBe(180);
});
