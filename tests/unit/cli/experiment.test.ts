import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  cellFolder,
  cellName,
  cellsOf,
  cellsOfShard,
  parseShard,
  type Cell,
} from '../../../src/cli/experiment/cells';
import { departures } from '../../../src/cli/experiment/settings';
import { groupCounts, planExperiment, rowsOfSubjects } from '../../../src/cli/experiment/plan';
import type { Dataset } from '../../../src/cli/dataset/extracted';
import type { CropRow } from '../../../src/footage/dataset/format';
import { WAKEFULNESS_CLASSES } from '../../../src/common/classes';
import { Random } from '../../../src/common/random';
import type { CellResult } from '../../../src/evaluation/cell';
import { conditionsOf, PAPER_TABLES, WITH_DEVIATION } from '../../../src/evaluation/conditions';
import { BACKBONES } from '../../../src/network/backbones';
import { ADAM_RECIPE, PAPER_RECIPE } from '../../../src/training/recipe';
import { projectStates, samplesToProject, type ScatterPoint } from '../../../src/evaluation/projection';

describe('shards', () => {
  const cells = cellsOf(conditionsOf(PAPER_TABLES), 9);

  it('hold every cell once between them, evenly', () => {
    expect(cells).toHaveLength(26 * 9);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (count) => {
        const parts = Array.from({ length: count }, (_, i) => cellsOfShard(cells, { index: i + 1, count }));
        expect(new Set(parts.flat()).size).toBe(cells.length);
        expect(parts.flat()).toHaveLength(cells.length);
        const sizes = parts.map((part) => part.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  it('are written i/n', () => {
    expect(parseShard('2/8')).toEqual({ index: 2, count: 8 });
    for (const wrong of ['0/2', '3/2', '1', '1/0', 'a/b', '1/2/3', '-1/2']) {
      expect(() => parseShard(wrong)).toThrow(expect.objectContaining({ code: 'usage' }));
    }
  });
});

describe('CellFolder', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'wakeful-cells-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const cell: Cell = { condition: WITH_DEVIATION, fold: 2 };
  const result: CellResult = {
    condition: 'deviation',
    fold: 2,
    subjects: [
      {
        subject: 'a',
        matrix: [
          [1, 0, 0],
          [0, 2, 0],
          [1, 0, 3],
        ],
      },
    ],
    validation: 0.5,
    batches: 10,
    originals: 30,
    mixed: 3,
    remarks: ['something'],
    identification: {
      accuracy: 0.5,
      unseen: null,
      people: [{ subject: 'a', recognised: 0.5 }],
      chance: 1 / 3,
      trials: 100,
    },
    projection: [{ group: 'asleep+drowsy', x: 1, y: -2 }],
  };

  it('gives back what was written, under a name that says what it is', () => {
    const folder = cellFolder(root, 'mine');
    expect(folder.read(cellName(cell))).toBeNull();
    folder.write(cellName(cell), result);
    expect(folder.read(cellName(cell))).toEqual(result);
    expect(readdirSync(join(root, 'cells/deviation'))).toEqual(['fold-3.json']);
  });

  it('refuses cells of another experiment, and takes a broken file for a missing one', () => {
    cellFolder(root, 'other').write(cellName(cell), result);
    expect(() => cellFolder(root, 'mine').read(cellName(cell))).toThrow(
      expect.objectContaining({ code: 'experiment-mismatch' }),
    );
    mkdirSync(join(root, 'cells/deviation'), { recursive: true });
    for (const broken of ['{"form', '{}']) {
      writeFileSync(join(root, 'cells/deviation/fold-3.json'), broken);
      expect(cellFolder(root, 'mine').read(cellName(cell))).toBeNull();
    }
  });
});

/** `counts[person][class]` crops. */
function dataset(counts: Readonly<Record<string, readonly number[]>>): Dataset {
  const crops = Object.entries(counts).flatMap(([subject, classes]) =>
    classes.flatMap((count, label) =>
      Array.from({ length: count }, (_, i): CropRow => ({
        subject,
        session: 's',
        time: null,
        label: WAKEFULNESS_CLASSES[label]!,
        file: `${subject}/${label}-${i}.png`,
        source: '',
        ear_left: 0,
        ear_right: 0,
        mar: 0,
        pitch: 0,
        yaw: 0,
        roll: 0,
      })),
    ),
  );
  const manifest = { cropSize: 8, framesPerSecond: 10, cropsPerSecond: 2, landmarker: '' };
  return { root: '', manifest, crops, digest: 'd' };
}

describe('planExperiment', () => {
  const data = dataset({ a: [5, 2, 9], b: [3, 3, 3], c: [1, 8, 4], d: [4, 0, 6], e: [2, 2, 2] });

  it('leaves out who lacks a label, and balances everybody else', () => {
    const plan = planExperiment(data, 1);
    expect(plan.groups.groups.flat().sort()).toEqual(['a', 'b', 'c', 'e']);
    expect(plan.remarks.join()).toContain('1 subject(s) without all labels are left out: d (no drowsy).');
    const perPerson = { a: 2, b: 3, c: 1, e: 2 };
    for (const [subject, count] of Object.entries(perPerson)) {
      const rows = rowsOfSubjects(plan, [subject]).map((index) => plan.rows[index]!);
      for (const label of WAKEFULNESS_CLASSES) {
        expect(rows.filter((row) => row.label === label)).toHaveLength(count);
      }
    }
    expect(plan.distribution.find(({ subject }) => subject === 'd')!.counts).toEqual([4, 0, 6]);
    const counts = groupCounts(plan);
    expect(counts.map(({ subjects }) => subjects)).toEqual(plan.groups.groups);
    expect(counts.reduce((sum, group) => sum + group.counts[0]!, 0)).toBe(8);
  });

  it('is the same for the same seed, and draws other crops for another', () => {
    expect(planExperiment(data, 1)).toEqual(planExperiment(data, 1));
    expect(planExperiment(data, 2).rows).not.toEqual(planExperiment(data, 1).rows);
  });

  it('asks for more people when too few have all labels', () => {
    expect(() => planExperiment(dataset({ a: [1, 1, 1], b: [1, 1, 1], c: [1, 0, 1] }), 1)).toThrow(
      expect.objectContaining({ code: 'too-few-subjects' }),
    );
  });
});

describe('projection', () => {
  const random = Random.seeded(1);
  const samples = Array.from({ length: 90 }, (_, i) => ({ subject: `p${i % 2}`, label: i % 3 }));
  const vectors = samples.map(({ label }) =>
    Float32Array.from({ length: 8 }, (_, axis) => (axis === label ? 10 : 0) + random.normal()),
  );
  let points: readonly ScatterPoint[];
  beforeAll(async () => {
    points = await projectStates(samples, vectors, 1);
  });

  it('keeps classes together and puts mixed samples of the two pairs beside them', () => {
    const groups = new Map<string, { x: number; y: number }[]>();
    for (const { group, ...at } of points) groups.set(group, [...(groups.get(group) ?? []), at]);
    expect([...groups.keys()].sort()).toEqual(
      ['asleep', 'asleep+drowsy', 'awake', 'drowsy', 'drowsy+awake'].sort(),
    );
    expect(points).toHaveLength(90 + 36);
    const centre = (group: string): { x: number; y: number } => {
      const own = groups.get(group)!;
      return {
        x: own.reduce((sum, { x }) => sum + x, 0) / own.length,
        y: own.reduce((sum, { y }) => sum + y, 0) / own.length,
      };
    };
    const distance = (a: { x: number; y: number }, b: { x: number; y: number }): number =>
      Math.hypot(a.x - b.x, a.y - b.y);
    for (const label of WAKEFULNESS_CLASSES) {
      for (const point of groups.get(label)!) {
        const nearest = WAKEFULNESS_CLASSES.reduce((best, other) =>
          distance(point, centre(other)) < distance(point, centre(best)) ? other : best,
        );
        expect(nearest).toBe(label);
      }
    }
  });

  it('repeats with its seed, and gives nothing of too few points or of equal ones', async () => {
    expect(await projectStates(samples, vectors, 1)).toEqual(points);
    expect(await projectStates(samples.slice(0, 3), vectors.slice(0, 3), 1)).toEqual([]);
    const untrained = vectors.map(() => new Float32Array(8));
    expect(await projectStates(samples, untrained, 1)).toEqual([]);
    expect(samplesToProject(samples, 1)).toHaveLength(90);
    const many = Array.from({ length: 1000 }, (_, i) => ({ subject: 'p', label: i % 3 }));
    expect(samplesToProject(many, 1)).toHaveLength(450);
  });
});

describe('departures from the paper', () => {
  it('tell that V_state stays zero where the Face Model has nothing to train', () => {
    const told = (fromStage: string): string =>
      departures({ backbone: 'faceres', recipe: PAPER_RECIPE, fromStage, keep: 'last' }).join('\n');
    expect(told('pool')).toContain('V_state stays zero');
    expect(told('block13')).not.toContain('V_state stays zero');
  });

  it('are none for the paper’s recipe on all stages', () => {
    const first = BACKBONES.faceres.stages[0]!.name;
    expect(departures({ backbone: 'faceres', recipe: PAPER_RECIPE, fromStage: first, keep: 'last' })).toEqual(
      [],
    );
  });

  it('are told one by one', () => {
    const recipe = { ...PAPER_RECIPE, length: { batches: 5 }, batchSize: 32 };
    expect(departures({ backbone: 'faceres', recipe, fromStage: 'block12', keep: 'best' })).toEqual([
      "Training, length: 5 batches; the paper's: 1500 batches.",
      "Training, batch size: 32; the paper's: 128.",
      'Only the stages from block12 on are trained; the paper trains all.',
      'The best validated weights are tested; the paper tests the last ones.',
    ]);
    const adam = departures({ backbone: 'faceres', recipe: ADAM_RECIPE, fromStage: 'block12', keep: 'last' });
    expect(adam.join()).toContain("optimizer: adam; the paper's: sgd");
  });
});
