import { WAKEFULNESS_CLASSES } from '../../../common/classes';
import type { RecordingSummary } from '../../../footage/footage-library';

/** Seconds of a recording that have a label. */
export const labelledSeconds = ({ labelled }: RecordingSummary): number =>
  WAKEFULNESS_CLASSES.reduce((sum, label) => sum + labelled[label], 0);

/** Share of the seconds from which on a recording counts as labelled: some seconds show nobody, or nothing certain. */
const ENOUGH_LABELLED = 0.5;

/** Whether labelling it is the next thing to do. */
export const needsLabels = (recording: RecordingSummary): boolean =>
  recording.kept > 0 && labelledSeconds(recording) < ENOUGH_LABELLED * Math.floor(recording.duration);
