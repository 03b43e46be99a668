import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { argMax } from '../../../src/common/statistics';
import { fitSoftmax, type SoftmaxModel } from '../../../src/evaluation/softmax-regression';

const random = Random.seeded(7);
const samples = Array.from({ length: 600 }, () => [random.normal(), 3 + 2 * random.normal()]);
/** Scores that the labels are drawn by. */
const scores = ([x, y]: readonly number[]): number[] => [1.5 * x!, 0, -1 + 0.5 * (y! - 3)];
const labels = samples.map((row) => {
  const p = scores(row).map(Math.exp);
  let at = random.uniform() * p.reduce((a, b) => a + b, 0);
  return p.findIndex((one) => (at -= one) < 0);
});
const ones = samples.map(() => 1);
const options = { classes: 3, l2: 0.001 };

/** Score of a class, less that of the second one. */
function difference({ mean, scale, bias, weights }: SoftmaxModel, c: number, row: readonly number[]): number {
  const score = (k: number): number =>
    weights[k]!.reduce((sum, w, f) => sum + (w * (row[f]! - mean[f]!)) / scale[f]!, bias[k]!);
  return score(c) - score(1);
}

describe('softmax regression', () => {
  const model = fitSoftmax(samples, labels, ones, options);

  it('finds the scores that the labels were drawn by', () => {
    for (const row of [
      [1, 3],
      [-1, 5],
      [0, 1],
    ]) {
      const [a, , c] = scores(row);
      expect(difference(model, 0, row)).toBeCloseTo(a!, 0);
      expect(difference(model, 2, row)).toBeCloseTo(c!, 0);
    }
  });

  it('is where no small change makes the labels more likely', () => {
    const loss = (m: SoftmaxModel): number =>
      samples.reduce((sum, row, i) => {
        const z = [0, 1, 2].map((c) => difference(m, c, row));
        return sum + Math.log(z.reduce((all, one) => all + Math.exp(one), 0)) - z[labels[i]!]!;
      }, 0);
    const best = loss(model);
    for (const c of [0, 1, 2]) {
      for (const step of [-0.05, 0.05]) {
        const bias = model.bias.map((one, k) => (k === c ? one + step : one));
        const weights = model.weights.map((row, k) => (k === c ? row.map((one) => one + step) : row));
        expect(loss({ ...model, bias })).toBeGreaterThan(best);
        expect(loss({ ...model, weights })).toBeGreaterThan(best);
      }
    }
  });

  it('counts a sample of weight two like two samples', () => {
    const few = samples.slice(0, 60);
    const own = labels.slice(0, 60);
    const doubled = few.map((_, i) => (i < 20 ? 2 : 1));
    const once = fitSoftmax(few, own, doubled, { classes: 3, l2: 0 });
    const twice = fitSoftmax(
      [...few, ...few.slice(0, 20)],
      [...own, ...own.slice(0, 20)],
      new Array<number>(80).fill(1),
      {
        classes: 3,
        l2: 0,
      },
    );
    expect(difference(once, 0, [1, 2])).toBeCloseTo(difference(twice, 0, [1, 2]), 2);
  });

  it('shrinks with the penalty, and starts from another fit', () => {
    const strict = fitSoftmax(samples, labels, ones, { classes: 3, l2: 10_000 });
    for (const weight of strict.weights.flat()) expect(Math.abs(weight)).toBeLessThan(0.1);
    const again = fitSoftmax(samples, labels, ones, { ...options, start: strict });
    expect(again.weights.flat()).toEqual(model.weights.flat().map((w) => expect.closeTo(w, 4) as number));
  });

  it('does not run away on few samples of many features that hardly any penalty holds', () => {
    for (const seed of [4, 8]) {
      const few = Random.seeded(seed);
      const count = 3 + Math.floor(few.uniform() * 60);
      const rows = Array.from({ length: count }, () =>
        Array.from({ length: 21 }, () => few.normal() * (few.uniform() < 0.1 ? 10 : 1)),
      );
      const truth = rows.map(([x, y]) => (x! > 0.5 ? 2 : y! > 0 ? 1 : 0));
      const { mean, scale, bias, weights } = fitSoftmax(
        rows,
        truth,
        rows.map(() => few.uniform() + 0.01),
        { classes: 3, l2: 0.001 },
      );
      const predicted = rows.map((row) =>
        argMax(
          weights.map((own, c) =>
            own.reduce((sum, w, f) => sum + (w * (row[f]! - mean[f]!)) / scale[f]!, bias[c]!),
          ),
        ),
      );
      const right = truth.filter((label, i) => predicted[i] === label).length;
      expect(right / truth.length).toBeGreaterThan(0.9);
      for (const weight of weights.flat()) expect(Math.abs(weight)).toBeLessThan(100);
    }
  });

  it('refuses what gives no model', () => {
    expect(() => fitSoftmax([], [], [], options)).toThrow(RangeError);
    expect(() => fitSoftmax([[1]], [0, 1], [1], options)).toThrow(RangeError);
  });
});
