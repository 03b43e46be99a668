import { Random } from '../common/random';
import { WakefulError } from '../common/errors';
import { PAPER_GROUP_SIZE } from './paper';

/** One turn of leave-one-group-out: who trains, validates and tests; nobody is in two of them. */
export interface GroupFold {
  /** Index of the group that tests. */
  readonly index: number;
  readonly test: readonly string[];
  readonly validation: readonly string[];
  readonly training: readonly string[];
}

export interface GroupFolds {
  readonly groups: readonly (readonly string[])[];
  readonly folds: readonly GroupFold[];
  /** What differs from the paper's even groups of three, in words; empty when nothing does. */
  readonly remarks: readonly string[];
}

/** Folds need somebody to train, somebody to validate and somebody to test. */
const LEAST_GROUPS = 3;

/**
 * Groups of three and leave-one-group-out (paper, 4.3): each group tests once, the next one
 * validates, the others train.
 *
 * The subjects are put in order by name and shuffled by the seed, so that the same people give the
 * same groups whatever order they come in. A count that three does not divide leaves one or
 * two subjects, who join the first groups (one each); too few subjects for three groups make the
 * groups smaller. Both are told in `remarks`.
 *
 * @param subjects distinct names
 * @throws WakefulError `too-few-subjects` under three subjects; RangeError for a name given twice
 */
export function groupFolds(subjects: readonly string[], seed: number): GroupFolds {
  if (new Set(subjects).size !== subjects.length) throw new RangeError('A subject is named twice.');
  if (subjects.length < LEAST_GROUPS) {
    throw new WakefulError(
      'too-few-subjects',
      `Only ${subjects.length} subject(s) have samples of all classes; one each must train, validate and test.`,
      `Add labelled recordings until at least ${LEAST_GROUPS} people have all of the classes.`,
    );
  }
  const remarks: string[] = [];
  const size = Math.min(PAPER_GROUP_SIZE, Math.floor(subjects.length / LEAST_GROUPS));
  if (size < PAPER_GROUP_SIZE) {
    remarks.push(
      `${subjects.length} subjects make fewer than ${LEAST_GROUPS} groups of ${PAPER_GROUP_SIZE}: groups of ${size} instead.`,
    );
  }
  const count = Math.floor(subjects.length / size);
  const left = subjects.length - count * size;
  if (left > 0) {
    remarks.push(
      `${subjects.length} subjects are not divisible by ${size}: ${left} group(s) hold ${size + 1} subjects or more.`,
    );
  }
  const order = Random.seeded(seed).shuffled([...subjects].sort());
  const groups = Array.from({ length: count }, (_, group) => order.filter((_, i) => i % count === group));
  const folds = groups.map((test, index) => {
    const validating = (index + 1) % count;
    return {
      index,
      test,
      validation: groups[validating]!,
      training: groups.filter((_, other) => other !== index && other !== validating).flat(),
    };
  });
  return { groups, folds, remarks };
}
