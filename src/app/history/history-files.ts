import * as v from 'valibot';
import { SECOND_MS } from '../../common/clock';
import { RANGES, within } from '../../common/ranges';
import { formatCsv } from '../../footage/dataset/csv';
import type { SessionFigures } from '../../insights/trends';
import type { Session } from '../../profile';

/** A session that has ended, whose it is, and its figures. */
export interface ListedSession {
  readonly session: Session;
  readonly name: string;
  readonly figures: SessionFigures;
}

const number = within(RANGES.shown);

/** Columns of the history as a file; lengths of time in seconds. */
const columns = v.object({
  start: v.string(),
  learner: v.string(),
  length_s: number,
  awake_s: number,
  drowsy_s: number,
  asleep_s: number,
  unknown_s: number,
  gentle_alerts: number,
  strong_alerts: number,
  drifted_off: number,
  longest_sleep_s: number,
  drowsy_after_s: v.nullable(number),
  hours_slept: v.nullable(number),
  note: v.string(),
});

function rowOf({ session, name, figures }: ListedSession): v.InferOutput<typeof columns> {
  const { startedAt, seconds, summary, hoursSlept = null, note = '' } = session;
  const spent = (state: keyof typeof summary.time): number => Math.round(summary.time[state] / SECOND_MS);
  return {
    start: new Date(startedAt).toISOString(),
    learner: name,
    length_s: seconds,
    awake_s: spent('awake'),
    drowsy_s: spent('drowsy'),
    asleep_s: spent('asleep'),
    unknown_s: spent('unknown'),
    gentle_alerts: summary.alerts.gentle,
    strong_alerts: summary.alerts.strong,
    drifted_off: figures.sleeps,
    longest_sleep_s: figures.longestSleep,
    drowsy_after_s: figures.untilDrowsy,
    hours_slept: hoursSlept,
    note,
  };
}

/** A line for each session; no cell is a formula to a spreadsheet. */
export const historyCsv = (listed: readonly ListedSession[]): string => formatCsv(columns, listed.map(rowOf));

export const historyJson = (listed: readonly ListedSession[]): string =>
  JSON.stringify({ format: 'wakeful-history', version: 1, sessions: listed.map(rowOf) }, null, 2);

/** Prints the page in light colours: a chart has those of the theme it was drawn in. */
export function printPage(): void {
  const { dataset } = document.documentElement;
  const theme = dataset['theme'];
  dataset['theme'] = 'light';
  // Charts are drawn anew in the first frame, and are there in the second.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      print();
      if (theme === undefined) delete dataset['theme'];
      else dataset['theme'] = theme;
    }),
  );
}
