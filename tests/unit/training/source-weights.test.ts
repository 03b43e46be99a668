import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceWeights, type SourcedSample } from '../../../src/training/source-weights';

const NAMES = ['asleep', 'drowsy', 'awake'];
const CLASSES = NAMES.length;

/** Probability of each class, given the source alone. */
function classesOf(samples: readonly SourcedSample[], weights: readonly number[]): Map<string, number[]> {
  const sums = new Map<string, number[]>();
  samples.forEach(({ source, label }, i) => {
    const own = sums.get(source) ?? new Array<number>(CLASSES).fill(0);
    own[label]! += weights[i]!;
    sums.set(source, own);
  });
  return new Map(
    [...sums].map(([source, own]) => {
      const total = own.reduce((a, b) => a + b, 0);
      return [source, own.map((value) => value / total)];
    }),
  );
}

const someSamples = fc
  .array(
    fc.record({
      source: fc.constantFrom('portraits', 'closed', 'clips'),
      label: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 200 },
  )
  .map((some): readonly SourcedSample[] => [
    ...['portraits', 'closed', 'clips'].flatMap((source) => [0, 1, 2].map((label) => ({ source, label }))),
    ...some,
  ]);

describe('weights of the sources', () => {
  it('leave a classifier that knows the source alone at chance', () => {
    fc.assert(
      fc.property(someSamples, (samples) => {
        const weights = sourceWeights(samples, NAMES);
        for (const classes of classesOf(samples, weights).values())
          for (const probability of classes) expect(probability).toBeCloseTo(1 / CLASSES, 9);
      }),
    );
  });

  it('have the mean 1, and leave each source as much as it has samples', () => {
    fc.assert(
      fc.property(someSamples, (samples) => {
        const weights = sourceWeights(samples, NAMES);
        for (const name of new Set(samples.map(({ source }) => source))) {
          const own = samples.flatMap(({ source }, i) => (source === name ? [weights[i]!] : []));
          expect(own.reduce((a, b) => a + b, 0)).toBeCloseTo(own.length, 6);
        }
      }),
    );
  });

  it('are refused where a source has one class only, as it then gives the class away', () => {
    expect(() => sourceWeights([{ source: 'closed', label: 0 }], NAMES)).toThrow(
      /"closed" has no sample that is drowsy/,
    );
  });
});
