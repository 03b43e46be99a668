import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WAKEFULNESS_CLASSES } from '../../../src/common/classes';
import { Random } from '../../../src/common/random';
import {
  MAX_MIXUP_AMOUNT,
  PAPER_CLASS_PAIRS,
  PAPER_MIXUP,
  planMixup,
  type MixupOptions,
  type MixupPlan,
} from '../../../src/training/mixup';
import type { LabelledSample } from '../../../src/network/face-samples';

const [ASLEEP, DROWSY, AWAKE] = [0, 1, 2] as const;

const samplesOf = (counts: Readonly<Record<string, readonly [number, number, number]>>): LabelledSample[] =>
  Object.entries(counts).flatMap(([subject, perClass]) =>
    perClass.flatMap((count, label) => Array.from({ length: count }, () => ({ subject, label }))),
  );

const all = (samples: readonly LabelledSample[]): number[] => samples.map((_, index) => index);

const plan = (samples: readonly LabelledSample[], options: Partial<MixupOptions> = {}, seed = 1): MixupPlan =>
  planMixup(samples, all(samples), { ...PAPER_MIXUP, ...options }, Random.seeded(seed));

const arbitrarySamples = fc.array(
  fc.record({ subject: fc.constantFrom('ann', 'bob', 'cyd', 'dan'), label: fc.nat(2) }),
  { maxLength: 80 },
);
const arbitraryOptions = fc.record({
  partner: fc.constantFrom('same' as const, 'other' as const),
  amount: fc.constantFrom(0, 0.1, 0.2, 0.3, 0.4),
  alpha: fc.constantFrom(0.75, 1, 2),
});

describe('planMixup', () => {
  it('mixes asleep with drowsy and drowsy with awake by default', () => {
    const names = PAPER_CLASS_PAIRS.map((pair) => pair.map((label) => WAKEFULNESS_CLASSES[label]));
    expect(names).toEqual([
      ['asleep', 'drowsy'],
      ['drowsy', 'awake'],
    ]);
  });

  it('never mixes asleep with awake, keeps to the partner rule, and mixes only originals, λ in [0, 1]', () => {
    fc.assert(
      fc.property(arbitrarySamples, arbitraryOptions, fc.nat(), (samples, options, seed) => {
        const originals = all(samples).filter((index) => index % 5 !== 0);
        const { pairs } = planMixup(samples, originals, { ...PAPER_MIXUP, ...options }, Random.seeded(seed));
        for (const { first, second, lambda } of pairs) {
          const [a, b] = [samples[first]!, samples[second]!];
          expect(Math.abs(a.label - b.label)).toBe(1);
          expect(a.subject === b.subject).toBe(options.partner === 'same');
          expect(originals).toContain(first);
          expect(originals).toContain(second);
          expect(lambda >= 0 && lambda <= 1).toBe(true);
        }
      }),
    );
  });

  it('makes the amount asked for, shared between the class pairs, or reports which one nobody can give', () => {
    fc.assert(
      fc.property(arbitrarySamples, arbitraryOptions, (samples, options) => {
        const { pairs, report } = plan(samples, options);
        expect(report.requested).toBe(Math.round(options.amount * samples.length));
        expect(report.made).toBe(pairs.length);
        const [one, two] = report.classPairs.map(({ requested }) => requested) as [number, number];
        expect(one + two).toBe(report.requested);
        expect(one - two === 0 || one - two === 1).toBe(true);
        for (const { classes, requested, made } of report.classPairs) {
          const possible = samples.some((a) =>
            samples.some(
              (b) =>
                a.label === classes[0] &&
                b.label === classes[1] &&
                (a.subject === b.subject) === (options.partner === 'same'),
            ),
          );
          expect(made).toBe(possible ? requested : 0);
        }
      }),
    );
  });

  it('gives the same pairs for the same seed, others for another', () => {
    const samples = samplesOf({ ann: [20, 20, 20], bob: [20, 20, 20] });
    expect(plan(samples, { amount: 0.4 }, 7)).toEqual(plan(samples, { amount: 0.4 }, 7));
    expect(plan(samples, { amount: 0.4 }, 8).pairs).not.toEqual(plan(samples, { amount: 0.4 }, 7).pairs);
  });

  it('reports who lacks a class; the others fill in', () => {
    const samples = samplesOf({ ann: [10, 10, 10], bob: [10, 0, 10], cyd: [0, 10, 10] });
    const { pairs, report } = plan(samples, { amount: 0.4 });
    expect(report).toEqual({
      requested: 28,
      made: 28,
      classPairs: [
        {
          classes: [ASLEEP, DROWSY],
          requested: 14,
          made: 14,
          lacking: [
            { subject: 'bob', missing: [DROWSY] },
            { subject: 'cyd', missing: [ASLEEP] },
          ],
        },
        {
          classes: [DROWSY, AWAKE],
          requested: 14,
          made: 14,
          lacking: [{ subject: 'bob', missing: [DROWSY] }],
        },
      ],
    });
    expect(pairs.every(({ first }) => samples[first]!.subject !== 'bob')).toBe(true);
  });

  it('reports a class pair that nobody can give instead of moving its share', () => {
    const { report } = plan(samplesOf({ ann: [0, 10, 10], bob: [0, 10, 10] }), { amount: 0.2 });
    expect(report.classPairs.map(({ made }) => made)).toEqual([0, 4]);
    expect([report.requested, report.made]).toEqual([8, 4]);
  });

  it('cannot mix with other people when there is one', () => {
    const { report } = plan(samplesOf({ ann: [10, 10, 10] }), { partner: 'other', amount: 0.4 });
    expect(report.made).toBe(0);
  });

  it('uses every sample that it can once before any twice', () => {
    const samples = samplesOf({ ann: [5, 5, 0] });
    const { pairs } = plan(samples, { amount: 0.4, classPairs: [[ASLEEP, DROWSY]] });
    expect(new Set(pairs.map(({ first }) => first)).size).toBe(4);
    const repeated = planMixup(
      [...samples, ...samplesOf({ bob: [0, 0, 40] })],
      all([...samples, ...samplesOf({ bob: [0, 0, 40] })]),
      { ...PAPER_MIXUP, amount: 0.4, classPairs: [[ASLEEP, DROWSY]] },
      Random.seeded(2),
    ).pairs.map(({ first }) => first);
    expect(repeated).toHaveLength(20);
    expect(all(samples).map((index) => repeated.filter((first) => first === index).length)).toEqual(
      new Array(10).fill(2),
    );
  });

  it('takes other class pairs, for other lists of classes', () => {
    const { pairs } = plan(samplesOf({ ann: [5, 0, 5] }), { amount: 0.4, classPairs: [[ASLEEP, AWAKE]] });
    expect(pairs).toHaveLength(4);
  });

  it.each([
    [{ amount: -0.1 }],
    [{ amount: MAX_MIXUP_AMOUNT + 0.01 }],
    [{ amount: NaN }],
    [{ alpha: 0 }],
    [{ alpha: Infinity }],
    [{ classPairs: [] }],
  ])('refuses %j', (options: Partial<MixupOptions>) => {
    expect(() => plan(samplesOf({ ann: [5, 5, 5] }), options)).toThrow(RangeError);
  });
});
