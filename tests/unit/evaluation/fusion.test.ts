import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/common/random';
import { fitFusion, fused } from '../../../src/evaluation/fusion';

const random = Random.seeded(4);
const truth = Array.from({ length: 300 }, (_, i) => i % 3);
const telling = truth.map((label) => label / 2 + 0.12 * random.normal());
const silent = truth.map(() => random.normal());
/** Right in 90 % of the faces, and as sure as that. */
const network = truth.map((label) => {
  const predicted = random.uniform() < 0.9 ? label : (label + 1 + random.integer(2)) % 3;
  return [0, 1, 2].map((other) => (other === predicted ? 0.9 : 0.05));
});
const even = truth.map(() => [1 / 3, 1 / 3, 1 / 3]);

const share = (rows: readonly (readonly number[])[]): number =>
  rows.filter((row, i) => row[truth[i]!] === Math.max(...row)).length / rows.length;

describe('fusion', () => {
  it('believes whichever of the two tells anything', () => {
    const networkOnly = fitFusion(network, silent, truth);
    expect(share(silent.map((opening, i) => fused(networkOnly, network[i]!, opening)))).toBe(share(network));
    const eyesOnly = fitFusion(even, telling, truth);
    expect(share(telling.map((opening, i) => fused(eyesOnly, even[i]!, opening)))).toBeGreaterThan(0.9);
  });

  it('is better than each where both tell something', () => {
    const fusion = fitFusion(network, telling, truth);
    expect(fusion.weight).toBeGreaterThan(0);
    expect(fusion.weight).toBeLessThan(1);
    const rows = telling.map((opening, i) => fused(fusion, network[i]!, opening));
    expect(share(rows)).toBeGreaterThan(share(network));
    for (const row of rows) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
  });

  it('pools logarithms', () => {
    const eyes = [0, 1, 2].map((mean) => ({ mean, deviation: 1 }));
    const [asleep, drowsy, awake] = fused({ eyes, weight: 0.5, temperature: 1 }, [0.64, 0.04, 0.32], 1);
    // The opening speaks e^-½ : 1 : e^-½ for the three, and counts half.
    expect(asleep! / drowsy!).toBeCloseTo(Math.sqrt(0.64 / 0.04) * Math.exp(-0.25), 9);
    expect(awake! / asleep!).toBeCloseTo(Math.sqrt(0.32 / 0.64), 9);
  });

  it('rules out no class for good', () => {
    const eyes = [{ mean: 0, deviation: 1e-3 }, null, { mean: 1, deviation: 1e-3 }];
    // Both are sure, of different classes; each counts as a million to one.
    const [asleep, drowsy, awake] = fused({ eyes, weight: 0.5, temperature: 1 }, [0, 0, 1], 0);
    expect(asleep).toBeCloseTo(awake!, 9);
    expect(drowsy! / awake!).toBeCloseTo(1e-3, 9);
  });
});
