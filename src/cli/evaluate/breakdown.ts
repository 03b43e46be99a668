/** The same predictions by kind of picture, session name and person. */
import type { AblationGroup, ConditionScore, SubjectScore } from '../../evaluation/evaluation';
import {
  byPerson,
  classCounts,
  compareMethods,
  methodMatrix,
  onSome,
  summariseMethod,
  type LabelledFace,
  type Method,
} from '../../evaluation/methods';
import { accuracy, macroF1 } from '../../training/metrics';
import { FACE_GROUPS, groupOf, REAL_FACES, type FaceGroup } from '../predict/face-groups';
import type { MeasuredFaces } from './measured-faces';

const countsOf = (faces: readonly LabelledFace[], which: readonly number[]): readonly number[] =>
  classCounts(which.map((i) => faces[i]!.label));

/** Eyes, network and both on all faces and on each kind of them. */
export function ablation(
  { rows, faces }: MeasuredFaces,
  methods: readonly Method[],
  seed: number,
): readonly AblationGroup[] {
  const kinds = rows.map(groupOf);
  const present = FACE_GROUPS.filter((group) => kinds.includes(group));
  const several: readonly (readonly [name: string, parts: readonly FaceGroup[]])[] = [
    ['all', present],
    ['real faces', present.filter((group) => REAL_FACES.includes(group))],
  ];
  const groups = [
    ...several.filter(([, parts]) => parts.length > 1),
    ...present.map((group) => [group, [group]] as const),
  ];
  return groups.map(([group, parts]) => {
    const which = [...rows.keys()].filter((i) => parts.includes(kinds[i]!));
    const own = which.map((i) => faces[i]!);
    const only = methods.map((method) => onSome(method, which));
    return {
      group,
      people: byPerson(own).size,
      counts: countsOf(faces, which),
      methods: only.map((method) => summariseMethod(own, method, seed)),
      differences: compareMethods(own, only.at(-1)!, only.slice(0, -1), seed),
    };
  });
}

export function subjectScores(
  faces: readonly LabelledFace[],
  network: Method,
  eyes: Method | null,
): readonly SubjectScore[] {
  return [...byPerson(faces)].map(([subject, own]) => {
    const matrix = methodMatrix(faces, network, own);
    return {
      subject,
      counts: countsOf(faces, own),
      macroF1: macroF1(matrix),
      accuracy: accuracy(matrix),
      eyes: eyes && macroF1(methodMatrix(faces, eyes, own)),
    };
  });
}

/** More names than this are days or clips rather than conditions. */
const MOST_CONDITIONS = 20;

export function conditionScores({ rows, faces }: MeasuredFaces, network: Method): readonly ConditionScore[] {
  const names = [...new Set(rows.map(({ session }) => session))].sort();
  if (names.length > MOST_CONDITIONS) return [];
  return names.map((session) => {
    const own = [...rows.keys()].filter((i) => rows[i]!.session === session);
    return {
      session,
      counts: countsOf(faces, own),
      predicted: classCounts(own.map((i) => network.predicted[i]!)),
      accuracy: accuracy(methodMatrix(faces, network, own)),
    };
  });
}
