import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { GOOD_LABELLED, LEAST_LABELLED } from '../../engine/studio-api';
import type { RecordingSummary } from '../../footage/footage-library';

/** Seconds of a recording that have a label. */
export const labelledCount = ({ labelled }: RecordingSummary): number =>
  WAKEFULNESS_CLASSES.reduce((sum, label) => sum + labelled[label], 0);

/** Seconds that show a face, as far as the number of kept faces tells: the others teach nothing. */
export const secondsWithFaces = ({ kind, duration, kept, cropsPerSecond }: RecordingSummary): number =>
  Math.min(Math.ceil(duration), kind === 'stills' ? kept : Math.ceil(kept / cropsPerSecond));

/** Fraction of those from which on a recording counts as labelled: some show nothing certain. */
export const ENOUGH_LABELLED = 0.5;

/** Whether labelling it is the next thing to do. */
export const needsLabels = (recording: RecordingSummary): boolean =>
  labelledCount(recording) < ENOUGH_LABELLED * secondsWithFaces(recording);

/** A state of which there is too little to train. */
export interface LackingState {
  readonly label: WakefulnessClass;
  /** Seconds that have this label. */
  readonly have: number;
  /** Seconds that are to be added, so that the comparison says something. */
  readonly more: number;
}

/** States of which all labels together have too little. */
export function lackingStates(recordings: readonly RecordingSummary[]): readonly LackingState[] {
  return WAKEFULNESS_CLASSES.flatMap((label): LackingState[] => {
    const have = recordings.reduce((sum, { labelled }) => sum + labelled[label], 0);
    return have < LEAST_LABELLED ? [{ label, have, more: GOOD_LABELLED - have }] : [];
  });
}
