/** What a network makes of people it was not trained on, beside the opening of their eyes. */
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { auc } from '../../evaluation/auc';
import { bootstrap } from '../../evaluation/bootstrap';
import { midranks } from '../../evaluation/statistics';
import { balancedAccuracy, confusionMatrix, macroF1, type ConfusionMatrix } from '../../training/metrics';
import type { CropRow } from '../../footage/dataset/format';

const AWAKE = WAKEFULNESS_CLASSES.indexOf('awake');

/** One face and the posterior of its state, in the order of the classes. */
export interface Judged {
  readonly row: CropRow;
  readonly probabilities: ArrayLike<number>;
}

export function calledAs({ probabilities }: Judged): number {
  return Array.from(probabilities).reduce((best, p, i, all) => (p > all[best]! ? i : best), 0);
}

export function matrixOf(judged: readonly Judged[]): ConfusionMatrix {
  return confusionMatrix(
    judged.map(({ row }) => WAKEFULNESS_CLASSES.indexOf(row.label)),
    judged.map(calledAs),
    WAKEFULNESS_CLASSES.length,
  );
}

/** Awake against everything else. */
function binaryMatrix(judged: readonly Judged[]): ConfusionMatrix {
  return confusionMatrix(
    judged.map(({ row }) => Number(row.label === 'awake')),
    judged.map((face) => Number(calledAs(face) === AWAKE)),
    2,
  );
}

export interface Separation {
  readonly eyes: number;
  readonly network: number;
  readonly both: number;
}

/** AUC of "not awake": by the smaller of the two eye openings, by the posterior, and by the mean of both ranks. */
function separation(judged: readonly Judged[]): Separation {
  const positive = judged.map(({ row }) => row.label !== 'awake');
  const eyes = judged.map(({ row }) => -Math.min(row.ear_left, row.ear_right));
  const network = judged.map(({ probabilities }) => -probabilities[AWAKE]!);
  const [eyeRanks, networkRanks] = [midranks(eyes), midranks(network)];
  const both = eyeRanks.map((rank, i) => rank + networkRanks[i]!);
  return { eyes: auc(eyes, positive), network: auc(network, positive), both: auc(both, positive) };
}

function bySubject(judged: readonly Judged[]): readonly (readonly Judged[])[] {
  const groups = new Map<string, Judged[]>();
  for (const face of judged) {
    const own = groups.get(face.row.subject);
    if (own) own.push(face);
    else groups.set(face.row.subject, [face]);
  }
  return [...groups.values()];
}

const RESAMPLES = 500;

/** The named figures of a test set: portraits with lowered lids, and yale by condition. Intervals: 95 %, over people. */
export function measure(judged: readonly Judged[], seed: number): Readonly<Record<string, number>> {
  const metrics: Record<string, number> = {};
  const put = (name: string, value: number): void => {
    if (Number.isFinite(value)) metrics[name] = Number(value.toFixed(4));
  };
  const interval = (
    name: string,
    faces: readonly Judged[],
    statistic: (faces: readonly Judged[]) => number,
  ): void => {
    const people = bySubject(faces);
    const { estimate, low, high } = bootstrap(people, (some) => statistic(some.flat()), {
      seed,
      resamples: RESAMPLES,
    });
    put(name, estimate);
    put(`${name}, 95 % from`, low);
    put(`${name}, 95 % to`, high);
  };
  const portraits = judged.filter(({ row }) => row.session === 'lowered-lids');
  const glasses = portraits.filter(({ row }) => row.source.includes('glasses'));
  const bare = portraits.filter(({ row }) => !row.source.includes('glasses'));
  const clips = judged.filter(({ row }) => row.session === 'clip');
  const f1 = (faces: readonly Judged[]): number => macroF1(matrixOf(faces));
  if (bare.length > 0) interval('portraits, macro-F1', bare, f1);
  if (glasses.length > 0) interval('portraits with drawn glasses, macro-F1', glasses, f1);
  if (clips.length > 0) put('clips, macro-F1', f1(clips));
  const condition = (...names: readonly string[]): readonly Judged[] =>
    judged.filter(({ row }) => row.subject.startsWith('yale-') && names.includes(row.session));
  const normal = condition('sleepy', 'normal');
  if (normal.length > 0) {
    interval('yale sleepy or normal, balanced accuracy', normal, (faces) =>
      balancedAccuracy(binaryMatrix(faces)),
    );
  }
  for (const name of ['normal', 'noglasses', 'glasses']) {
    const faces = condition(name);
    if (faces.length === 0) continue;
    put(`yale ${name}, faces`, faces.length);
    put(`yale ${name}, not called awake`, faces.filter((face) => calledAs(face) !== AWAKE).length);
  }
  const groups = {
    portraits: bare,
    'portraits with drawn glasses': glasses,
    clips,
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
