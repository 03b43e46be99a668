/** The same predictions by kind of picture, session name and person. */
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import type { AblationGroup, ConditionScore, SubjectScore } from '../../evaluation/evaluation';
import {
  byPerson,
  compareMethods,
  methodMatrix,
  summariseMethod,
  type LabelledFace,
  type Method,
} from '../../evaluation/methods';
import { accuracy, macroF1 } from '../../training/metrics';
import { FACE_GROUPS, groupOf } from '../predict/face-groups';
import type { MeasuredFaces } from './measured-faces';

const countsOf = (faces: readonly Pick<LabelledFace, 'label'>[]): readonly number[] =>
  WAKEFULNESS_CLASSES.map((_, label) => faces.filter((face) => face.label === label).length);

/** Eyes, network and both on all faces and on each kind of them. */
export function ablation(
  { rows }: MeasuredFaces,
  faces: readonly LabelledFace[],
  methods: readonly Method[],
  seed: number,
): readonly AblationGroup[] {
  const kinds = rows.map(groupOf);
  const present = FACE_GROUPS.filter((group) => kinds.includes(group));
  const groups = [
    ...(present.length > 1 ? [{ group: 'all', which: [...rows.keys()] }] : []),
    ...present.map((group) => ({
      group,
      which: [...rows.keys()].filter((i) => kinds[i] === group),
    })),
  ];
  return groups.map(({ group, which }) => {
    const own = which.map((i) => faces[i]!);
    const only = methods.map(({ name, predicted, notAwake }) => ({
      name,
      predicted: which.map((i) => predicted[i]!),
      notAwake: notAwake && which.map((i) => notAwake[i]!),
    }));
    return {
      group,
      people: byPerson(own).size,
      counts: countsOf(own),
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
      counts: countsOf(own.map((i) => faces[i]!)),
      macroF1: macroF1(matrix),
      accuracy: accuracy(matrix),
      eyes: eyes && macroF1(methodMatrix(faces, eyes, own)),
    };
  });
}

/** More names than this are days or clips rather than conditions. */
const MOST_CONDITIONS = 20;

export function conditionScores(
  { rows }: MeasuredFaces,
  faces: readonly LabelledFace[],
  network: Method,
): readonly ConditionScore[] {
  const names = [...new Set(rows.map(({ session }) => session))].sort();
  if (names.length > MOST_CONDITIONS) return [];
  return names.map((session) => {
    const own = [...rows.keys()].filter((i) => rows[i]!.session === session);
    return {
      session,
      counts: countsOf(own.map((i) => faces[i]!)),
      called: countsOf(own.map((i) => ({ label: network.predicted[i]! }))),
      accuracy: accuracy(methodMatrix(faces, network, own)),
    };
  });
}
