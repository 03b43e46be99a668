import { describe, expect, it } from 'vitest';
import { weigh, type SecondPrediction } from '../../../src/fine-tuning/verdict';

const CLASSES = [0, 1, 2];

/** Five seconds of each class a round; `wrong` says where a network errs. */
function judged(rounds: number, wrong: Record<'before' | 'after', (second: number) => boolean>) {
  const predictions = Array.from({ length: rounds }, () => CLASSES)
    .flat()
    .flatMap((truth) => new Array<number>(5).fill(truth))
    .map((truth, position): SecondPrediction => {
      const call = (errs: boolean): number => (errs ? (truth + 1) % 3 : truth);
      return {
        position,
        truth,
        before: call(wrong.before(position)),
        after: call(wrong.after(position)),
        sure: 0.5,
      };
    });
  const blocks = Array.from({ length: 3 * rounds }, (_, block) =>
    Array.from({ length: 5 }, (_, i) => 5 * block + i),
  );
  return weigh(predictions, blocks, 1);
}

const never = (): boolean => false;
const often = (second: number): boolean => second % 5 < 2;
const seldom = (second: number): boolean => second === 7;

describe('the advice', () => {
  it('is to adopt what is better in every stretch', () => {
    const { advice, difference, before, after } = judged(4, { before: often, after: never });
    expect(advice).toBe('better');
    expect(difference.low).toBeGreaterThan(0);
    expect(after.macroF1).toBe(1);
    expect(before.macroF1).toBeCloseTo(0.6, 6);
  });

  it('is careful where what is better rests on one stretch', () => {
    const { advice, difference } = judged(4, { before: seldom, after: never });
    expect(advice).toBe('promising');
    expect(difference.low).toBeLessThanOrEqual(0);
  });

  it('tells no interval where a class has two stretches or one, however much better it is', () => {
    for (const rounds of [1, 2]) {
      const { advice, difference } = judged(rounds, { before: often, after: never });
      expect(advice).toBe('promising');
      expect(difference).toEqual({ low: NaN, high: NaN });
    }
  });

  it('warns of a loss, sure or not', () => {
    expect(judged(4, { before: never, after: often }).advice).toBe('worse');
    expect(judged(1, { before: never, after: often }).advice).toBe('worse');
  });

  it('is that there is no difference where there is none', () => {
    expect(judged(4, { before: seldom, after: seldom }).advice).toBe('same');
  });
});
