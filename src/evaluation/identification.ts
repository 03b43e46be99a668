import { cosineSimilarity } from '../network/similarity';
import { groupBy } from '../common/group-by';
import { Random } from '../common/random';
import { WakefulError } from '../common/errors';
import { PAPER_IDENTIFICATION_TRIALS } from './paper';
import { mean, standardDeviation } from '../common/statistics';

/** A feature vector (V_state or V_face) of one awake face. */
export interface IdentifiedVector {
  readonly subject: string;
  readonly session: string;
  readonly vector: ArrayLike<number>;
}

export interface Identification {
  /** Mean over the trials of the fraction of probes recognised; lower is better separation. */
  readonly accuracy: number;
  /** Standard deviation of that fraction over the trials. */
  readonly spread: number;
  /** Fraction of the trials in which each subject's probe was recognised. */
  readonly bySubject: ReadonlyMap<string, number>;
  readonly trials: number;
  /** What guessing gives: 1 / subjects. */
  readonly chance: number;
  /** Subjects without two sessions, who cannot take part. */
  readonly leftOut: readonly string[];
}

/** 1 when the probe's own gallery is the most similar, divided by the ties; else 0. */
function credit(similarities: readonly number[], own: number): number {
  const best = Math.max(...similarities);
  if (similarities[own] !== best) return 0;
  return 1 / similarities.filter((similarity) => similarity === best).length;
}

/**
 * Table 8 (paper, 4.5): per trial, one Gallery and one Probe image of each subject from two
 * different sessions, chosen at random; a probe is recognised when its own subject's gallery has
 * the highest cosine similarity. A tie is divided, so that V_state of an untrained network (all
 * zeros) scores chance. The same seed picks the same images whatever the vectors, so that V_state
 * and V_face are compared on the same trials (when given the samples in the same order).
 *
 * @throws WakefulError `too-few-sessions` with fewer than two subjects of two sessions
 */
export function identification(
  samples: readonly IdentifiedVector[],
  seed: number,
  trials: number = PAPER_IDENTIFICATION_TRIALS,
): Identification {
  const all = [...groupBy(samples, ({ subject }) => subject)]
    .map(([subject, own]) => [subject, groupBy(own, ({ session }) => session)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const subjects = all.filter(([, sessions]) => sessions.size >= 2);
  if (subjects.length < 2) {
    throw new WakefulError(
      'too-few-sessions',
      `The identification test needs two subjects with awake faces from two sessions; there are ${subjects.length}.`,
      'Add recordings of the same people from another session or day.',
    );
  }
  const random = Random.seeded(seed);
  const fractions: number[] = [];
  const recognised = new Map(subjects.map(([subject]) => [subject, 0]));
  for (let trial = 0; trial < trials; trial++) {
    const pairs = subjects.map(([subject, sessions]) => {
      const [one, other] = random.shuffled([...sessions.values()]);
      return { subject, gallery: random.pick(one!).vector, probe: random.pick(other!).vector };
    });
    let sum = 0;
    pairs.forEach(({ subject, probe }, own) => {
      const found = credit(
        pairs.map(({ gallery }) => cosineSimilarity(probe, gallery)),
        own,
      );
      recognised.set(subject, recognised.get(subject)! + found);
      sum += found;
    });
    fractions.push(sum / pairs.length);
  }
  return {
    accuracy: mean(fractions),
    spread: standardDeviation(fractions),
    bySubject: new Map([...recognised].map(([subject, found]) => [subject, found / trials])),
    trials,
    chance: 1 / subjects.length,
    leftOut: all.filter(([, sessions]) => sessions.size < 2).map(([subject]) => subject),
  };
}
