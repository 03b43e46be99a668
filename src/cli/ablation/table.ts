/** The trainings of an ablation, each condition beside the base, as a table. */
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { groupBy } from '../../common/group-by';
import { argMax, mean } from '../../common/statistics';
import { bootstrap } from '../../evaluation/bootstrap';
import { difference, markdownTable, number } from '../../evaluation/markdown';
import { confusionMatrix, macroF1, pooled, type ConfusionMatrix } from '../../training/metrics';
import type { FaceGroup } from '../predict/face-groups';
import { REAL } from '../train/calibrate';
import type { AblationCell, PredictedFace } from './cells';
import { ABLATIONS, BASE } from './conditions';

type ByPerson = ReadonlyMap<string, ConfusionMatrix>;

function matricesOf(faces: readonly PredictedFace[], groups: readonly FaceGroup[]): ByPerson {
  const own = faces.filter(({ group }) => groups.includes(group));
  return new Map(
    [...groupBy(own, ({ subject }) => subject)].map(([subject, some]) => [
      subject,
      confusionMatrix(
        some.map(({ label }) => label),
        some.map(({ probabilities }) => argMax(probabilities)),
        WAKEFULNESS_CLASSES.length,
      ),
    ]),
  );
}

/** Macro-F1 of several trainings on the faces of these people, its mean over the trainings. */
const score = (trainings: readonly ByPerson[], people: readonly string[]): number =>
  mean(trainings.map((matrices) => macroF1(pooled(people.map((subject) => matrices.get(subject)!)))));

const whole = (trainings: readonly ByPerson[]): number =>
  trainings[0]!.size === 0 ? NaN : score(trainings, [...trainings[0]!.keys()]);

/**
 * A row per condition of which there are trainings, in the order of `ABLATIONS`. Differences from
 * the base are over the seeds that both have; their intervals (95 %) are over test people.
 */
export function ablationTable(cells: readonly AblationCell[], seed: number): readonly string[] {
  const base = cells.filter(({ condition }) => condition === BASE);
  const rows = ABLATIONS.flatMap(({ id, title }) => {
    const own = cells.filter(({ condition }) => condition === id);
    if (own.length === 0) return [];
    const on = (part: 'validation' | 'test', ...groups: readonly FaceGroup[]): string =>
      number(whole(own.map((cell) => matricesOf(cell[part], groups))));
    const seeds = own.filter((cell) => base.some((other) => other.seed === cell.seed));
    const real = (some: readonly AblationCell[]): readonly ByPerson[] =>
      some.map(({ test }) => matricesOf(test, REAL));
    const mine = real(seeds);
    const theirs = real(base.filter((cell) => seeds.some((other) => other.seed === cell.seed)));
    const people = [...(mine[0]?.keys() ?? [])];
    const gain =
      id === BASE || people.length === 0
        ? ''
        : difference(bootstrap(people, (drawn) => score(mine, drawn) - score(theirs, drawn), { seed }));
    return [
      [
        title,
        String(own.length),
        on('validation', ...REAL),
        on('test', ...REAL),
        gain,
        on('test', 'portraits'),
        on('test', 'portraits with drawn glasses'),
      ],
    ];
  });
  return markdownTable(
    [
      'condition',
      'trainings',
      'validation, real faces',
      'test, real faces',
      'less base (95 %)',
      'portraits',
      '… drawn glasses',
    ],
    rows,
  );
}
