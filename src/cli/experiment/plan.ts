import { Random } from '../../common/random';
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { groupFolds, type GroupFolds } from '../../evaluation/group-folds';
import { classCounts } from '../../evaluation/methods';
import { undersample } from '../../training/undersampling';
import type { Dataset } from '../dataset/extracted';
import type { SubjectCounts } from '../figures/label-distribution';
import { labelled, labelOf } from '../predict/predictions';
import type { CropRow } from '../../footage/dataset/format';

/** Stream of the seed that undersampling draws from. */
const UNDERSAMPLING = 101;

/** Who takes part, with which crops, in which groups; the same for the same data and seed. */
export interface ExperimentPlan {
  /** Crops that take part: of every subject as many of each class (paper, Table 2). */
  readonly rows: readonly CropRow[];
  /** Crops of each subject before undersampling, all subjects (paper, Figure 6). */
  readonly distribution: readonly SubjectCounts[];
  readonly groups: GroupFolds;
  readonly remarks: readonly string[];
}

/**
 * Subjects with all labels, undersampled each to their rarest class, in groups of three.
 * @throws WakefulError `too-few-subjects`
 */
export function planExperiment(dataset: Dataset, seed: number): ExperimentPlan {
  const { kept, subjects } = undersample(
    labelled(dataset.crops),
    WAKEFULNESS_CLASSES.length,
    Random.seeded(seed, UNDERSAMPLING),
  );
  const whole = subjects.filter(({ missing }) => missing.length === 0).map(({ subject }) => subject);
  const lacking = subjects.filter(({ missing }) => missing.length > 0);
  const groups = groupFolds(whole, seed);
  const takesPart = new Set(whole);
  const remarks = [...groups.remarks];
  if (lacking.length > 0) {
    const names = lacking.map(
      ({ subject, missing }) =>
        `${subject} (no ${missing.map((label) => WAKEFULNESS_CLASSES[label]).join(', no ')})`,
    );
    remarks.push(`${lacking.length} subject(s) without all labels are left out: ${names.join('; ')}.`);
  }
  return {
    rows: kept.map((index) => dataset.crops[index]!).filter(({ subject }) => takesPart.has(subject)),
    distribution: subjects.map(({ subject, before }) => ({ subject, counts: before })),
    groups,
    remarks,
  };
}

/** Positions in `plan.rows` of the given people's crops. */
export function rowsOfSubjects(plan: ExperimentPlan, subjects: readonly string[]): readonly number[] {
  const wanted = new Set(subjects);
  return plan.rows.flatMap(({ subject }, index) => (wanted.has(subject) ? [index] : []));
}

/** Samples of each class of each group (paper, Table 2). */
export function groupCounts(
  plan: ExperimentPlan,
): { subjects: readonly string[]; counts: readonly number[] }[] {
  return plan.groups.groups.map((subjects) => ({
    subjects,
    counts: classCounts(rowsOfSubjects(plan, subjects).map((index) => labelOf(plan.rows[index]!))),
  }));
}
