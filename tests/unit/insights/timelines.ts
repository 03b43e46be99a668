import type { SessionTimeline } from '../../../src/profile';
import {
  encodeFraction,
  encodeReason,
  encodeState,
  mapColumns,
  type RecordedReason,
  type RecordedState,
} from '../../../src/profile/history/seconds';

/** So many seconds of a state. */
export type Run = readonly [state: RecordedState, seconds: number, reason?: RecordedReason];

/** A session of these runs. */
export function timelineOf(runs: readonly Run[], startedAt = 0): SessionTimeline {
  const rows = runs.flatMap(([state, seconds, reason = null]) =>
    Array.from({ length: seconds }, () => ({
      state: encodeState(state),
      reason: encodeReason(reason),
      confidence: encodeFraction(null),
      perclos: encodeFraction(null),
    })),
  );
  return {
    startedAt,
    seconds: rows.length,
    columns: mapColumns((name) => Uint8Array.from(rows, (row) => row[name])),
    alerts: [],
  };
}
