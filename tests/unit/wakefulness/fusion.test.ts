import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClassProbabilities } from '../../../src/common/classes';
import {
  EYE_FEATURES,
  FUSION_FEATURES,
  FusionError,
  fuseFrame,
  readFusionWeights,
  type FrameSigns,
} from '../../../src/wakefulness/fusion';
import { BUILT_IN_FUSION } from '../../../src/wakefulness/fusion-weights';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const signs: fc.Arbitrary<FrameSigns> = fc.record({
  openings: fc.record({ left: number(-1, 2), right: number(-1, 2) }),
  mouth: number(-0.2, 2),
  chinDown: number(-60, 60),
  yaw: number(-90, 90),
  roll: number(-60, 60),
});
const unit = number(0, 1);
const posterior: fc.Arbitrary<ClassProbabilities> = fc
  .tuple(unit, unit, unit)
  .filter(([a, b, c]) => a + b + c > 0)
  .map(([a, b, c]) => ({ asleep: a / (a + b + c), drowsy: b / (a + b + c), awake: c / (a + b + c) }));

const facing = (opening: number): FrameSigns => ({
  openings: { left: opening, right: opening },
  mouth: 0,
  chinDown: 0,
  yaw: 0,
  roll: 0,
});
const sure = (state: 'asleep' | 'drowsy' | 'awake'): ClassProbabilities => ({
  asleep: 0.02,
  drowsy: 0.02,
  awake: 0.02,
  [state]: 0.96,
});

describe('one face', () => {
  it('always has probabilities, whatever is measured and said', () => {
    fc.assert(
      fc.property(signs, fc.option(posterior), unit, (face, network, trust) => {
        const { posterior: p } = fuseFrame(BUILT_IN_FUSION, face, network, trust);
        expect(p.asleep + p.drowsy + p.awake).toBeCloseTo(1, 9);
        for (const one of Object.values(p)) expect(one).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('without a verdict, and with one that is not trusted, is read by the eyes alone', () => {
    fc.assert(
      fc.property(signs, posterior, (face, network) => {
        const alone = fuseFrame(BUILT_IN_FUSION, face, null);
        expect(fuseFrame(BUILT_IN_FUSION, face, network, 0)).toEqual(alone);
        expect(alone.network).toEqual({ asleep: 0, drowsy: 0, awake: 0 });
      }),
    );
  });

  it('is closed, half closed and open as the lids open, without a network', () => {
    const at = (opening: number) => fuseFrame(BUILT_IN_FUSION, facing(opening), null).posterior;
    expect(at(0).asleep).toBeGreaterThan(0.5);
    expect(at(0.35).drowsy).toBeGreaterThan(0.5);
    expect(at(0.95).awake).toBeGreaterThan(0.8);
  });

  it('is moved both ways by the network', () => {
    const at = (network: ClassProbabilities | null) =>
      fuseFrame(BUILT_IN_FUSION, facing(0.55), network).posterior;
    expect(at(sure('awake')).awake).toBeGreaterThan(at(null).awake);
    expect(at(sure('drowsy')).drowsy).toBeGreaterThan(at(null).drowsy);
    expect(at(sure('asleep')).asleep).toBeGreaterThan(at(null).asleep);
  });

  it('says what the network adds', () => {
    const { network } = fuseFrame(BUILT_IN_FUSION, facing(0.55), sure('drowsy'));
    expect(network.drowsy).toBeGreaterThan(network.awake);
  });
});

describe('weights', () => {
  const copy = () => JSON.parse(JSON.stringify(BUILT_IN_FUSION)) as Record<string, Record<string, unknown>>;
  const broken: Readonly<Record<string, (weights: ReturnType<typeof copy>) => unknown>> = {
    'no object': () => 'weights',
    nothing: () => null,
    'other features': (w) => ({ ...w, features: [...FUSION_FEATURES.slice(1), 'shoe size'] }),
    'too few numbers': (w) => ({
      ...w,
      eyes: { ...w['eyes'], mean: new Array(EYE_FEATURES.length - 1).fill(0) },
    }),
    'no finite number': (w) => ({ ...w, both: { ...w['both'], bias: [0, NaN, 0] } }),
    'a scale of zero': (w) => ({
      ...w,
      eyes: { ...w['eyes'], scale: new Array(EYE_FEATURES.length).fill(0) },
    }),
    'two classes': (w) => ({ ...w, both: { ...w['both'], weights: [[], []] } }),
    'no model': (w) => ({ ...w, both: undefined }),
  };

  it('survive being written and read', () => {
    expect(readFusionWeights(copy())).toEqual(BUILT_IN_FUSION);
  });

  it.each(Object.keys(broken))('with %s are refused, and it is said what to do', (name) => {
    const read = () => readFusionWeights(broken[name]!(copy()));
    expect(read).toThrow(FusionError);
    expect(read).toThrow(
      expect.objectContaining({
        code: 'fusion-invalid',
        remedy: expect.stringContaining('npm run fit-fusion') as string,
      }),
    );
  });
});
