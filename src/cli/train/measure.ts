/** What a network makes of people it was not trained on, beside the opening of their eyes. */
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { auc } from '../../evaluation/auc';
import { bootstrap } from '../../evaluation/bootstrap';
import { calibration } from '../../evaluation/calibration';
import { awakeOrNot, byPerson } from '../../evaluation/methods';
import { midranks } from '../../evaluation/statistics';
import { balancedAccuracy, confusionMatrix, macroF1, type ConfusionMatrix } from '../../training/metrics';
import { groupOf, type FaceGroup } from '../predict/face-groups';
import { labelOf, mostProbable, type Prediction } from '../predict/predictions';

const AWAKE = WAKEFULNESS_CLASSES.indexOf('awake');
const ASLEEP = WAKEFULNESS_CLASSES.indexOf('asleep');

export function matrixOf(judged: readonly Prediction[]): ConfusionMatrix {
  return confusionMatrix(
    judged.map(({ row }) => labelOf(row)),
    judged.map(({ probabilities }) => mostProbable(probabilities)),
    WAKEFULNESS_CLASSES.length,
  );
}

/** Of the faces of each class, the fraction that is classified as it; NaN where there is none. */
const recalls = (judged: readonly Prediction[]): readonly number[] =>
  matrixOf(judged).map((row, label) => row[label]! / row.reduce((sum, count) => sum + count, 0));

interface Separation {
  readonly eyes: number;
  readonly network: number;
  readonly both: number;
}

/**
 * AUC of "not awake": by the smaller of the two eye openings, by the posterior, and by the mean of
 * both ranks.
 */
function separation(judged: readonly Prediction[]): Separation {
  const positive = judged.map(({ row }) => row.label !== 'awake');
  const eyes = judged.map(({ row }) => -Math.min(row.ear_left, row.ear_right));
  const network = judged.map(({ probabilities }) => -probabilities[AWAKE]!);
  const [eyeRanks, networkRanks] = [midranks(eyes), midranks(network)];
  const both = eyeRanks.map((rank, i) => rank + networkRanks[i]!);
  return { eyes: auc(eyes, positive), network: auc(network, positive), both: auc(both, positive) };
}

const RESAMPLES = 500;

/**
 * The named figures of a test set: portraits with lowered lids, and yale by condition. Intervals:
 * 95 %, over people.
 */
export function measure(judged: readonly Prediction[], seed: number): Readonly<Record<string, number>> {
  const metrics: Record<string, number> = {};
  const put = (name: string, value: number): void => {
    if (Number.isFinite(value)) metrics[name] = Number(value.toFixed(4));
  };
  const interval = (
    name: string,
    faces: readonly Prediction[],
    statistic: (faces: readonly Prediction[]) => number,
  ): void => {
    const people = [...byPerson(faces.map(({ row }) => row)).values()].map((own) =>
      own.map((i) => faces[i]!),
    );
    const { estimate, low, high } = bootstrap(people, (some) => statistic(some.flat()), {
      seed,
      resamples: RESAMPLES,
    });
    put(name, estimate);
    put(`${name}, 95 % from`, low);
    put(`${name}, 95 % to`, high);
  };
  const group = (name: FaceGroup): readonly Prediction[] => judged.filter(({ row }) => groupOf(row) === name);
  const bare = group('portraits');
  const glasses = group('portraits with drawn glasses');
  const clips = group('clips');
  const closed = group('closed photographs');
  const talkers = group('real clips');
  const transplanted = group('transplanted eyes');
  const real = [...closed, ...talkers, ...clips];
  const f1 = (faces: readonly Prediction[]): number => macroF1(matrixOf(faces));
  if (bare.length > 0) interval('portraits, macro-F1', bare, f1);
  if (glasses.length > 0) interval('portraits with drawn glasses, macro-F1', glasses, f1);
  if (clips.length > 0) put('clips, macro-F1', f1(clips));
  if (talkers.length > 0) interval('real clips, macro-F1', talkers, f1);
  if (closed.length > 0) put('closed photographs, recall', recalls(closed)[ASLEEP]!);
  if (real.length > 0) {
    interval('real faces, macro-F1', real, f1);
    WAKEFULNESS_CLASSES.forEach((name, label) => put(`real faces, recall of ${name}`, recalls(real)[label]!));
    const { ece, nll } = calibration(
      real.map(({ probabilities }) => probabilities),
      real.map(({ row }) => labelOf(row)),
    );
    put('real faces, expected calibration error', ece);
    put('real faces, negative log-likelihood', nll);
  }
  if (transplanted.length > 0) {
    interval('transplanted eyes, macro-F1', transplanted, f1);
    const opened = transplanted.filter(({ row }) => row.label === 'awake');
    put("open eyes in closed photographs' faces, recall", recalls(opened)[AWAKE]!);
  }
  const condition = (...names: readonly string[]): readonly Prediction[] =>
    group('yale').filter(({ row }) => names.includes(row.session));
  const normal = condition('sleepy', 'normal');
  if (normal.length > 0) {
    interval('yale sleepy or normal, balanced accuracy', normal, (faces) =>
      balancedAccuracy(awakeOrNot(matrixOf(faces))),
    );
  }
  for (const name of ['normal', 'noglasses', 'glasses']) {
    const faces = condition(name);
    if (faces.length === 0) continue;
    put(`yale ${name}, faces`, faces.length);
    put(
      `yale ${name}, not called awake`,
      faces.filter(({ probabilities }) => mostProbable(probabilities) !== AWAKE).length,
    );
  }
  const groups = {
    portraits: bare,
    'portraits with drawn glasses': glasses,
    clips,
    'real clips': talkers,
    'real faces': real,
    yale: condition('sleepy', 'normal', 'noglasses', 'glasses'),
  };
  for (const [name, faces] of Object.entries(groups)) {
    if (faces.length === 0) continue;
    const { eyes, network, both } = separation(faces);
    put(`${name}, AUC of eye opening`, eyes);
    put(`${name}, AUC of the network`, network);
    put(`${name}, AUC of both`, both);
  }
  return metrics;
}
