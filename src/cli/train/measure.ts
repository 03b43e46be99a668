/** What a network makes of people it was not trained on, beside the opening of their eyes. */
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { groupBy } from '../../common/group-by';
import { argMax, midranks } from '../../common/statistics';
import { auc } from '../../evaluation/auc';
import { bootstrap } from '../../evaluation/bootstrap';
import { calibration } from '../../evaluation/calibration';
import { awakeOrNot } from '../../evaluation/methods';
import { balancedAccuracy, confusionMatrix, macroF1, type ConfusionMatrix } from '../../training/metrics';
import { groupOf, REAL_FACES, type FaceGroup } from '../predict/face-groups';
import { labelOf, type Prediction } from '../predict/predictions';

type Faces = readonly Prediction[];

const AWAKE = WAKEFULNESS_CLASSES.indexOf('awake');
const ASLEEP = WAKEFULNESS_CLASSES.indexOf('asleep');

export const matrixOf = (faces: Faces): ConfusionMatrix =>
  confusionMatrix(
    faces.map(({ row }) => labelOf(row)),
    faces.map(({ probabilities }) => argMax(probabilities)),
    WAKEFULNESS_CLASSES.length,
  );

const f1 = (faces: Faces): number => macroF1(matrixOf(faces));

/** Of the faces of each class, the fraction that is classified as it; NaN where there is none. */
const recalls = (faces: Faces): readonly number[] =>
  matrixOf(faces).map((row, label) => row[label]! / row.reduce((sum, count) => sum + count, 0));

/** AUC of "not awake". */
function separation(faces: Faces): Readonly<Record<'eye opening' | 'the network' | 'both', number>> {
  const positive = faces.map(({ row }) => row.label !== 'awake');
  const eyes = faces.map(({ row }) => -Math.min(row.ear_left, row.ear_right));
  const network = faces.map(({ probabilities }) => -probabilities[AWAKE]!);
  const [eyeRanks, networkRanks] = [midranks(eyes), midranks(network)];
  const both = eyeRanks.map((rank, i) => rank + networkRanks[i]!);
  return {
    'eye opening': auc(eyes, positive),
    'the network': auc(network, positive),
    both: auc(both, positive),
  };
}

const RESAMPLES = 500;

/**
 * The named figures of a test set: portraits with lowered lids, and yale by condition. Those that
 * no face tells are left out. Intervals: 95 %, over people.
 */
export function measure(faces: Faces, seed: number): Readonly<Record<string, number>> {
  const metrics: Record<string, number> = {};
  const put = (name: string, value: number): void => {
    if (Number.isFinite(value)) metrics[name] = Number(value.toFixed(4));
  };
  const interval = (name: string, some: Faces, statistic: (faces: Faces) => number): void => {
    const people = [...groupBy(some, ({ row }) => row.subject).values()];
    const { estimate, low, high } = bootstrap(people, (drawn) => statistic(drawn.flat()), {
      seed,
      resamples: RESAMPLES,
    });
    put(name, estimate);
    put(`${name}, 95 % from`, low);
    put(`${name}, 95 % to`, high);
  };
  const groups = groupBy(faces, ({ row }) => groupOf(row));
  const group = (name: FaceGroup): Faces => groups.get(name) ?? [];
  const clips = group('clips');
  const closed = group('closed photographs');
  const transplanted = group('transplanted eyes');
  const real = REAL_FACES.flatMap((name) => group(name));
  interval('portraits, macro-F1', group('portraits'), f1);
  interval('portraits with drawn glasses, macro-F1', group('portraits with drawn glasses'), f1);
  if (clips.length > 0) put('clips, macro-F1', f1(clips));
  interval('real clips, macro-F1', group('real clips'), f1);
  put('closed photographs, recall', recalls(closed)[ASLEEP]!);
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
  interval('transplanted eyes, macro-F1', transplanted, f1);
  const opened = transplanted.filter(({ row }) => row.label === 'awake');
  put("open eyes in closed photographs' faces, recall", recalls(opened)[AWAKE]!);
  const condition = (...names: readonly string[]): Faces =>
    group('yale').filter(({ row }) => names.includes(row.session));
  interval('yale sleepy or normal, balanced accuracy', condition('sleepy', 'normal'), (some) =>
    balancedAccuracy(awakeOrNot(matrixOf(some))),
  );
  for (const name of ['normal', 'noglasses', 'glasses']) {
    const own = condition(name);
    if (own.length === 0) continue;
    put(`yale ${name}, faces`, own.length);
    put(
      `yale ${name}, not called awake`,
      own.filter(({ probabilities }) => argMax(probabilities) !== AWAKE).length,
    );
  }
  const compared = {
    portraits: group('portraits'),
    'portraits with drawn glasses': group('portraits with drawn glasses'),
    clips,
    'real clips': group('real clips'),
    'real faces': real,
    yale: condition('sleepy', 'normal', 'noglasses', 'glasses'),
  };
  for (const [name, some] of Object.entries(compared))
    for (const [by, area] of Object.entries(separation(some))) put(`${name}, AUC of ${by}`, area);
  return metrics;
}
