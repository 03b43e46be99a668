import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ENOUGH_SECONDS,
  GUARD_SECONDS,
  holdOutUnits,
  missingSeconds,
  missingStretches,
  planHoldOut,
  type HoldOutPlan,
  type LabelledSecond,
} from '../../../src/fine-tuning/hold-out';
import type { HoldOut } from '../../../src/fine-tuning/request';

const CLASSES = 3;

/** One recording whose labels come in runs, as states do. */
function recording(id: string, person: string, runs: readonly (readonly [label: number, length: number])[]) {
  return runs
    .flatMap(([label, length]) => new Array<number>(length).fill(label))
    .map((label, second): LabelledSecond => ({ recording: id, person, second, label }));
}

const anyRecordings = fc
  .array(
    fc.record({
      person: fc.constantFrom('ann', 'bob', 'cyd'),
      runs: fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 40 })), {
        minLength: 1,
        maxLength: 12,
      }),
      /** Seconds without a label or a face. */
      every: fc.integer({ min: 2, max: 9 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((some) =>
    some.flatMap(({ person, runs, every }, i) =>
      recording(`r${i}`, person, runs).filter(({ second }) => second % every !== 1),
    ),
  );
const anyWay = fc.constantFrom<HoldOut>('blocks', 'session', 'person');
const anySeed = fc.integer({ min: 0, max: 1000 });

const of = (seconds: readonly LabelledSecond[], positions: readonly number[]) =>
  positions.map((position) => seconds[position]!);

function apart(
  seconds: readonly LabelledSecond[],
  a: readonly number[],
  b: readonly number[],
  by: number,
): boolean {
  return of(seconds, a).every((one) =>
    of(seconds, b).every(
      (other) => one.recording !== other.recording || Math.abs(one.second - other.second) > by,
    ),
  );
}

describe('any plan', () => {
  it('keeps its sides apart: no second is in two, nor a neighbour of another side’s', () => {
    fc.assert(
      fc.property(anyRecordings, anyWay, anySeed, (seconds, by, seed) => {
        const plan = planHoldOut(seconds, CLASSES, by, seed);
        const { training, validation, heldOut, guard } = plan;
        const all = [...training, ...validation, ...heldOut];
        expect(new Set(all).size).toBe(all.length);
        expect(apart(seconds, heldOut, training, guard)).toBe(true);
        expect(apart(seconds, heldOut, validation, guard)).toBe(true);
        expect(apart(seconds, validation, training, guard)).toBe(true);
        // Closer together only where a class is too short for anything else.
        expect(guard).toBeGreaterThanOrEqual(1);
        if (missingSeconds(seconds, plan, CLASSES, ENOUGH_SECONDS).length === 0)
          expect(guard).toBe(GUARD_SECONDS);
      }),
    );
  });

  it('chooses its best step by all classes, or not at all', () => {
    fc.assert(
      fc.property(anyRecordings, anyWay, anySeed, (seconds, by, seed) => {
        const { training, validation } = planHoldOut(seconds, CLASSES, by, seed);
        if (validation.length === 0) return;
        const classes = (positions: readonly number[]) =>
          new Set(of(seconds, positions).map(({ label }) => label));
        expect(classes(validation)).toEqual(classes([...training, ...validation]));
        for (const label of classes(training)) {
          const own = of(seconds, training).filter((second) => second.label === label);
          expect(own.length).toBeGreaterThanOrEqual(ENOUGH_SECONDS.training);
        }
      }),
    );
  });

  it('has every class on both sides, or says of which there is too little', () => {
    fc.assert(
      fc.property(anyRecordings, anyWay, anySeed, (seconds, by, seed) => {
        const plan = planHoldOut(seconds, CLASSES, by, seed);
        const missing = new Set(missingSeconds(seconds, plan, CLASSES).map(({ label }) => label));
        for (let label = 0; label < CLASSES; label++) {
          if (missing.has(label)) continue;
          expect(of(seconds, plan.training).some((second) => second.label === label)).toBe(true);
          expect(of(seconds, plan.heldOut).some((second) => second.label === label)).toBe(true);
        }
      }),
    );
  });

  it('holds out whole sessions and whole people where that is asked for', () => {
    fc.assert(
      fc.property(anyRecordings, fc.constantFrom('session', 'person'), anySeed, (seconds, by, seed) => {
        const { training, validation, heldOut } = planHoldOut(seconds, CLASSES, by, seed);
        const name = (second: LabelledSecond) => (by === 'person' ? second.person : second.recording);
        const seen = new Set(of(seconds, [...training, ...validation]).map(name));
        expect(of(seconds, heldOut).some((second) => seen.has(name(second)))).toBe(false);
      }),
    );
  });

  it('gives the held-out seconds in runs of one recording, each once', () => {
    fc.assert(
      fc.property(anyRecordings, anyWay, anySeed, (seconds, by, seed) => {
        const { heldOut, heldOutBlocks } = planHoldOut(seconds, CLASSES, by, seed);
        expect(heldOutBlocks.flat().sort((a, b) => a - b)).toEqual(heldOut);
        for (const block of heldOutBlocks) {
          const own = of(seconds, block);
          expect(new Set(own.map((second) => second.recording)).size).toBe(1);
          expect(own.at(-1)!.second - own[0]!.second).toBeLessThan(20);
        }
      }),
    );
  });

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(anyRecordings, anyWay, anySeed, (seconds, by, seed) => {
        expect(planHoldOut(seconds, CLASSES, by, seed)).toEqual(planHoldOut(seconds, CLASSES, by, seed));
      }),
    );
  });
});

const alternating = (id: string, person: string, rounds: number) =>
  recording(
    id,
    person,
    Array.from({ length: rounds }).flatMap(() => [[2, 20] as const, [1, 15] as const, [0, 10] as const]),
  );

const sharesOf = (seconds: readonly LabelledSecond[], plan: HoldOutPlan) =>
  [0, 1, 2].map((label) => {
    const count = (some: readonly LabelledSecond[]) => some.filter((second) => second.label === label).length;
    return count(of(seconds, plan.heldOut)) / count(seconds);
  });

describe('usual footage', () => {
  it('of ten minutes: about a quarter of each class is held out, and nothing is missing', () => {
    const seconds = alternating('r', 'ann', 13);
    const plan = planHoldOut(seconds, CLASSES, 'blocks', 1);
    expect(missingSeconds(seconds, plan, CLASSES)).toEqual([]);
    for (const share of sharesOf(seconds, plan)) {
      expect(share).toBeGreaterThan(0.15);
      expect(share).toBeLessThan(0.35);
    }
    expect(plan.training.length).toBeGreaterThan(0.4 * seconds.length);
    expect(plan.validation.length).toBeGreaterThan(20);
  });

  it('of a minute: shorter blocks are cut, so that it suffices', () => {
    const seconds = recording('r', 'ann', [
      [2, 25],
      [1, 25],
      [0, 25],
    ]);
    const plan = planHoldOut(seconds, CLASSES, 'blocks', 1);
    expect(missingSeconds(seconds, plan, CLASSES, ENOUGH_SECONDS)).toEqual([]);
  });

  it('of two guided minutes: several stretches of each state are held out, so that their spread can be told', () => {
    const round = [
      [2, 17],
      [1, 17],
      [0, 13],
    ] as const;
    const seconds = recording('r', 'ann', [...round, ...round, ...round]);
    const plan = planHoldOut(seconds, CLASSES, 'blocks', 1);
    expect(missingStretches(seconds, plan, CLASSES)).toBe(0);
    expect(missingSeconds(seconds, plan, CLASSES, ENOUGH_SECONDS)).toEqual([]);
  });

  it('of half a minute each of two people: nobody’s state is held out whole while their other states are trained', () => {
    // As somebody labels it who takes only the suggestions that are sure.
    const said = {
      ann: 'AAAAA.DD.DSSSSSAAAAA.DD.DSSSSS',
      bob: 'AAAAADDDS.SSSSSAAAAADDDDDSSSSS',
    };
    const seconds = Object.entries(said).flatMap(([who, states]) =>
      Array.from(states).flatMap((state, second): LabelledSecond[] =>
        state === '.' ? [] : [{ recording: who, person: who, second, label: 'SDA'.indexOf(state) }],
      ),
    );
    for (let seed = 1; seed <= 20; seed++) {
      const { training, heldOut } = planHoldOut(seconds, CLASSES, 'blocks', seed);
      for (const person of ['ann', 'bob']) {
        const labelsOf = (positions: readonly number[]) =>
          new Set(of(seconds, positions).flatMap((second) => (second.person === person ? second.label : [])));
        const [trained, judged] = [labelsOf(training), labelsOf(heldOut)];
        if (trained.size > 0)
          expect([...trained], `${person}, seed ${seed}`).toEqual(expect.arrayContaining([...judged]));
      }
    }
  });

  it('of twelve seconds with one short sleep: some of it is held out all the same, and said to be little', () => {
    const seconds = [
      ...recording('a', 'ann', [
        [2, 4],
        [0, 3],
        [2, 5],
      ]),
      ...recording('b', 'bob', [
        [2, 4],
        [1, 8],
      ]),
    ];
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const plan = planHoldOut(seconds, CLASSES, 'blocks', seed);
      expect(missingSeconds(seconds, plan, CLASSES)).toEqual([]);
      const few = missingSeconds(seconds, plan, CLASSES, ENOUGH_SECONDS);
      expect(few).toContainEqual({ side: 'labels', label: 0, have: 3, need: 9 });
      expect(missingStretches(seconds, plan, CLASSES)).toBeGreaterThan(0);
    }
  });

  it('of two sessions: one is held out; another seed may hold out the other', () => {
    const seconds = [...alternating('a', 'ann', 3), ...alternating('b', 'ann', 3)];
    const heldOut = (seed: number) => {
      const plan = planHoldOut(seconds, CLASSES, 'session', seed);
      expect(missingSeconds(seconds, plan, CLASSES)).toEqual([]);
      const names = new Set(of(seconds, plan.heldOut).map((second) => second.recording));
      expect(names.size).toBe(1);
      return [...names][0];
    };
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(heldOut)).size).toBe(2);
  });

  it('of three people: one of them is held out', () => {
    const seconds = ['ann', 'bob', 'cyd'].flatMap((person) => alternating(`of ${person}`, person, 3));
    const plan = planHoldOut(seconds, CLASSES, 'person', 1);
    expect(new Set(of(seconds, plan.heldOut).map(({ person }) => person)).size).toBe(1);
    expect(holdOutUnits(seconds, 'person')).toBe(3);
  });
});

describe('too little', () => {
  it('is said by class, with what is there and what is needed', () => {
    const seconds = recording('r', 'ann', [
      [2, 100],
      [1, 100],
      [0, 1],
    ]);
    const plan = planHoldOut(seconds, CLASSES, 'blocks', 1);
    expect(missingSeconds(seconds, plan, CLASSES)).toEqual([{ side: 'labels', label: 0, have: 1, need: 2 }]);
  });

  it('is said when a class is in one session only, and sessions are held out', () => {
    const seconds = [
      ...alternating('a', 'ann', 3),
      ...recording('b', 'ann', [
        [2, 60],
        [1, 60],
      ]),
    ];
    const plan = planHoldOut(seconds, CLASSES, 'session', 1);
    const [missing, ...others] = missingSeconds(seconds, plan, CLASSES);
    expect(missing).toMatchObject({ label: 0, have: 0 });
    expect(others).toEqual([]);
  });

  it('is nothing at all', () => {
    const plan = planHoldOut([], CLASSES, 'blocks', 1);
    expect(plan).toMatchObject({ training: [], validation: [], heldOut: [], heldOutBlocks: [] });
    expect(missingSeconds([], plan, CLASSES).map(({ side }) => side)).toEqual(['labels', 'labels', 'labels']);
  });
});
