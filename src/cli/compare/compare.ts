/** Networks compared on the same faces, from what `evaluate --predictions` wrote. */
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { WakefulError } from '../../common/errors';
import type { Interval } from '../../evaluation/bootstrap';
import { difference, interval, pValue } from '../../evaluation/markdown';
import {
  byPerson,
  classifyingBy,
  compareMethods,
  methodMatrix,
  summariseMethod,
  type LabelledFace,
  type Method,
} from '../../evaluation/methods';
import { holm, mcNemarTest } from '../../evaluation/significance';
import { macroF1 } from '../../training/metrics';
import { readPredictions, type PredictedFace } from '../evaluate/predictions-csv';

export const SOURCES = ['network', 'fused'] as const;
export type Source = (typeof SOURCES)[number];

export interface Comparison {
  readonly first: string;
  readonly second: string;
  readonly macroF1: readonly [first: Interval, second: Interval];
  /** Of the second less the first: paired bootstrap over people. */
  readonly difference: Interval;
  /** Wilcoxon's test over people's own macro-F1, adjusted (Holm). */
  readonly pPeople: number;
  /** Faces that one of the two alone gets right. */
  readonly rightAlone: readonly [first: number, second: number];
  /** McNemar's test over faces, adjusted (Holm). */
  readonly pFaces: number;
  /** Of each person, second less first. */
  readonly people: readonly { readonly subject: string; readonly difference: number }[];
}

export interface Compared {
  readonly faces: number;
  readonly people: number;
  readonly remarks: readonly string[];
  readonly comparisons: readonly Comparison[];
}

const mismatch = (message: string, remedy: string): WakefulError<'comparison-mismatch'> =>
  new WakefulError('comparison-mismatch', message, remedy);

const digestsOf = (faces: readonly PredictedFace[]): readonly string[] =>
  [...new Set(faces.map(({ data }) => data))].sort();
const keyOf = ({ data, file }: PredictedFace): string => `${data} ${file}`;
const short = (digests: readonly string[]): string =>
  digests.map((digest) => `${digest.slice(0, 12)}…`).join(', ');

/**
 * The other's faces in the first's order.
 * @throws WakefulError `comparison-mismatch` unless both are of the same faces with the same labels
 */
function aligned(
  first: string,
  faces: readonly PredictedFace[],
  second: string,
  others: readonly PredictedFace[],
): readonly PredictedFace[] {
  const [data, otherData] = [digestsOf(faces), digestsOf(others)];
  if (data.join() !== otherData.join()) {
    throw mismatch(
      `${first} is of data set ${short(data)}, ${second} of ${short(otherData)}.`,
      'Evaluate both checkpoints on the same --data.',
    );
  }
  const known = new Map(others.map((face) => [keyOf(face), face]));
  const missing = faces.filter((face) => !known.has(keyOf(face)));
  const more = others.length - (faces.length - missing.length);
  if (missing.length > 0 || more > 0) {
    throw mismatch(
      `${first} and ${second} are not of the same faces: ${missing.length} are in the first only` +
        `${missing[0] ? ` (${missing[0].file})` : ''}, ${more} in the second only.`,
      'One of the files was cut or edited: write it anew with npm run evaluate -- … --predictions FILE.',
    );
  }
  const same = faces.map((face) => known.get(keyOf(face))!);
  const other = faces.find(
    ({ label, subject }, i) => same[i]!.label !== label || same[i]!.subject !== subject,
  );
  if (other) {
    throw mismatch(
      `${other.file} has another label or person in ${second} than in ${first}.`,
      'One of the files was edited: write it anew with npm run evaluate -- … --predictions FILE.',
    );
  }
  return same;
}

const posterior = (face: PredictedFace, source: Source): readonly number[] =>
  source === 'network'
    ? [face.p_asleep, face.p_drowsy, face.p_awake]
    : [face.fused_asleep, face.fused_drowsy, face.fused_awake];

/** The first file against each of the others. @throws WakefulError, DatasetError */
export function compareFiles(paths: readonly string[], source: Source, seed: number): Compared {
  const [path = '', ...otherPaths] = paths;
  const rows = readPredictions(path);
  const methodOf = (name: string, own: readonly PredictedFace[]): Method =>
    classifyingBy(
      name,
      own.map((face) => posterior(face, source)),
    );
  const first = methodOf(path, rows);
  const others = otherPaths.map((other) =>
    methodOf(other, aligned(path, rows, other, readPredictions(other))),
  );
  const faces = rows.map(({ subject, label }): LabelledFace => ({
    subject,
    label: WAKEFULNESS_CLASSES.indexOf(label),
  }));
  const people = byPerson(faces);
  const right = (method: Method) => method.predicted.map((label, i) => label === faces[i]!.label);
  const [own, theirs] = [right(first), others.map(right)];
  const alone = theirs.map((their): readonly [number, number] => [
    own.filter((is, i) => is && !their[i]).length,
    their.filter((is, i) => is && !own[i]).length,
  ]);
  const pFaces = holm(alone.map(([a, b]) => mcNemarTest(a, b).p));
  const summary = summariseMethod(faces, first, seed).macroF1;
  const differences = compareMethods(faces, first, others, seed);
  const personal = (method: Method, some: readonly number[]): number =>
    macroF1(methodMatrix(faces, method, some));
  return {
    faces: faces.length,
    people: people.size,
    remarks: remarksOf(people.size, faces.length),
    comparisons: others.map((other, i) => {
      const { estimate, low, high, level } = differences[i]!.macroF1;
      return {
        first: path,
        second: other.name,
        macroF1: [summary, summariseMethod(faces, other, seed).macroF1],
        difference: { estimate: -estimate, low: -high, high: -low, level },
        pPeople: differences[i]!.p,
        rightAlone: alone[i]!,
        pFaces: pFaces[i]!,
        people: [...people].map(([subject, some]) => ({
          subject,
          difference: personal(other, some) - personal(first, some),
        })),
      };
    }),
  };
}

function remarksOf(people: number, faces: number): readonly string[] {
  return [
    ...(faces > people
      ? [
          "McNemar's test takes every face for independent of the others. Faces of one person are not, so its p is too " +
            'small: go by the interval and the test over people.',
        ]
      : []),
    ...(people < 6
      ? [`With ${people} people no difference can be significant over people (p < 0.05 needs six at least).`]
      : []),
  ];
}

export const comparisonTable = ({ comparisons }: Compared) =>
  [
    [
      'first',
      'second',
      'macro-F1, first',
      'second',
      'second less first',
      'p, people (Wilcoxon, Holm)',
      'right alone, first / second',
      'p, faces (McNemar, Holm)',
    ],
    comparisons.map((comparison) => [
      comparison.first,
      comparison.second,
      interval(comparison.macroF1[0]),
      interval(comparison.macroF1[1]),
      difference(comparison.difference),
      pValue(comparison.pPeople),
      comparison.rightAlone.join(' / '),
      pValue(comparison.pFaces),
    ]),
  ] as const;
