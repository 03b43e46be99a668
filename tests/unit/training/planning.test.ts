import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { epochOrder, microBatches } from '../../../src/training/batches';
import { classWeights, planTraining } from '../../../src/training/plan';
import {
  ADAM_RECIPE,
  checkRecipe,
  PAPER_RECIPE,
  scheduleFactor,
  totalBatches,
  type Recipe,
} from '../../../src/training/recipe';
import { undersample } from '../../../src/training/undersampling';

const samples = fc.array(fc.record({ subject: fc.constantFrom('ann', 'bob', 'cyd'), label: fc.nat(2) }), {
  maxLength: 60,
});

describe('undersample', () => {
  it('keeps of each subject the same number of every class that the subject has: the rarest one’s', () => {
    fc.assert(
      fc.property(samples, fc.nat(), (data, seed) => {
        const { kept, subjects } = undersample(data, 3, Random.seeded(seed));
        expect(new Set(kept).size).toBe(kept.length);
        for (const { subject, before, kept: least, missing } of subjects) {
          const of = (label: number, among: readonly number[]): number =>
            among.filter((index) => data[index]!.subject === subject && data[index]!.label === label).length;
          const everything = data.map((_, index) => index);
          [0, 1, 2].forEach((label) => {
            expect(before[label]).toBe(of(label, everything));
            expect(of(label, kept)).toBe(missing.includes(label) ? 0 : least);
            expect(missing.includes(label)).toBe(before[label] === 0);
          });
          expect(least).toBe(Math.min(...before.filter((count) => count > 0)));
        }
      }),
    );
  });

  it('draws, instead of taking the first ones: the seed decides which', () => {
    const data = Array.from({ length: 40 }, (_, i) => ({ subject: 'ann', label: i < 30 ? 0 : 1 }));
    const draw = (seed: number): readonly number[] => undersample(data, 2, Random.seeded(seed)).kept;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('refuses a label that is no class', () => {
    expect(() => undersample([{ subject: 'ann', label: 3 }], 3, Random.seeded(1))).toThrow(RangeError);
  });
});

describe('planTraining', () => {
  const data = Array.from({ length: 60 }, (_, i) => ({
    subject: `s${i % 2}`,
    label: Math.min(2, Math.floor(i / 10)),
  }));

  it('mixes only what undersampling has left', () => {
    const { originals, pairs, mixup } = planTraining(
      data,
      3,
      PAPER_RECIPE,
      { stage: 'V_state', partner: 'same', amount: 0.4, alpha: 1 },
      4,
    );
    expect(originals).toHaveLength(30);
    expect(mixup?.made).toBe(12);
    expect(pairs.every(({ first, second }) => originals.includes(first) && originals.includes(second))).toBe(
      true,
    );
  });

  it('leaves everything in when the recipe does not undersample', () => {
    const { originals, undersampling, mixup } = planTraining(data, 3, ADAM_RECIPE, null, 4);
    expect(originals).toHaveLength(60);
    expect(undersampling).toBeNull();
    expect(mixup).toBeNull();
  });
});

describe('classWeights', () => {
  it('square-root: rarer classes weigh more, and the mean over the samples is 1', () => {
    const shares = [0.64, 0.32, 0.04];
    const weights = classWeights('square-root', shares);
    expect(weights[2]! / weights[0]!).toBeCloseTo(4, 10);
    expect(weights.reduce((sum, weight, label) => sum + weight * shares[label]!, 0)).toBeCloseTo(1, 10);
    expect(classWeights('square-root', [0.5, 0.5, 0])[2]).toBe(0);
    expect(classWeights('equal', shares)).toEqual([1, 1, 1]);
  });
});

describe('recipes', () => {
  it('the default is the paper’s: SGD 0.001, weight decay 0.001, batches of 128, 1500 of them', () => {
    expect(PAPER_RECIPE).toMatchObject({
      optimizer: { kind: 'sgd' },
      networkLearningRate: 0.001,
      headLearningRate: 0.001,
      weightDecay: 0.001,
      batchSize: 128,
    });
    expect(totalBatches(PAPER_RECIPE, 1000)).toBe(1500);
  });

  it('the paper’s rate falls to a tenth at the end of each epoch of 1000 batches', () => {
    const rate = (batch: number): number =>
      0.001 * scheduleFactor(PAPER_RECIPE.schedule, { batch, batchesPerEpoch: 1000, batches: 1500 });
    expect(rate(0)).toBe(0.001);
    expect(rate(999)).toBe(0.001);
    expect(rate(1000)).toBeCloseTo(0.0001, 12);
    expect(rate(1499)).toBeCloseTo(0.0001, 12);
  });

  it('a rate that falls after so many batches does so however long an epoch is', () => {
    const factor = (batch: number, batchesPerEpoch: number): number =>
      scheduleFactor(
        { kind: 'stepwise', factor: 0.1, every: 1000 },
        { batch, batchesPerEpoch, batches: 1500 },
      );
    for (const batchesPerEpoch of [3, 1000]) {
      expect(factor(0, batchesPerEpoch)).toBe(1);
      expect(factor(999, batchesPerEpoch)).toBe(1);
      expect(factor(1000, batchesPerEpoch)).toBeCloseTo(0.1, 12);
      expect(factor(1499, batchesPerEpoch)).toBeCloseTo(0.1, 12);
    }
  });

  it('the other one rises over its first tenth and falls along a cosine', () => {
    const batches = totalBatches(ADAM_RECIPE, 50);
    expect(batches).toBe(300);
    const factors = Array.from({ length: batches }, (_, batch) =>
      scheduleFactor(ADAM_RECIPE.schedule, { batch, batchesPerEpoch: 50, batches }),
    );
    expect(factors[0]).toBeCloseTo(1 / 30, 12);
    expect(factors[29]).toBe(1);
    expect(factors[30]).toBe(1);
    expect(factors[165]).toBeCloseTo(0.5, 12);
    expect(factors.slice(30).every((factor, i, falling) => i === 0 || factor < falling[i - 1]!)).toBe(true);
    expect(factors.at(-1)).toBeGreaterThan(0);
  });

  it.each<[string, Partial<Recipe>]>([
    ['batchSize', { batchSize: 0 }],
    ['networkLearningRate', { networkLearningRate: NaN }],
    ['weightDecay', { weightDecay: -1 }],
    ['length', { length: { epochs: 1.5 } }],
    ['gradientClip', { gradientClip: 0 }],
    ['optimizer', { optimizer: { kind: 'adam', beta1: 1, beta2: 0.999, epsilon: 1e-8 } }],
    ['schedule', { schedule: { kind: 'warm-up-cosine', warmUp: 2 } }],
    ['schedule', { schedule: { kind: 'stepwise', factor: 0.1, every: 0 } }],
    ['imagesPerPerson', { imagesPerPerson: 0 }],
  ])('refuses a senseless %s', (name, change) => {
    expect(() => checkRecipe(PAPER_RECIPE)).not.toThrow();
    expect(() => checkRecipe({ ...PAPER_RECIPE, ...change })).toThrow(name);
  });
});

describe('batches', () => {
  const people = fc.array(fc.constantFrom('ann', 'bob', 'cyd'), { maxLength: 40 });

  it('an epoch goes through every item once', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 5 }), fc.nat(), (who, together, seed) => {
        const order = epochOrder(who, together, Random.seeded(seed));
        expect([...order].sort((a, b) => a - b)).toEqual(who.map((_, item) => item));
      }),
    );
  });

  it('keeps images of one person together in runs', () => {
    const who = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 'ann' : 'bob'));
    const order = epochOrder(who, 3, Random.seeded(1));
    for (let start = 0; start < order.length; start += 3) {
      expect(new Set(order.slice(start, start + 3).map((item) => who[item])).size).toBe(1);
    }
  });

  it('cuts a batch within the limit, losing nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 })),
        fc.integer({ min: 1, max: 10 }),
        (sizes, limit) => {
          const size = (items: readonly number[]): number => items.reduce((sum, item) => sum + item, 0);
          const parts = microBatches(sizes, limit, size);
          expect(parts.flat()).toEqual(sizes);
          for (const part of parts) expect(part.length === 1 || size(part) <= limit).toBe(true);
        },
      ),
    );
  });
});
