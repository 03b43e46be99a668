import type { Session } from './session';
import { secondsOf, type SessionTimeline } from './timeline';

const CSV_HEADER = 't_iso,second,state,reason,confidence,perclos,alert';

/** RFC 4180 asks for it. */
const CSV_LINE_END = '\r\n';

/** Digits of shares: they are kept in steps of half a percent. */
const SHARE_DIGITS = 3;

/**
 * A session as CSV (RFC 4180), one line a second. Empty fields are unknown. No field can hold a comma or a quote:
 * they are numbers, times and words of fixed lists.
 */
export function sessionCsv(timeline: SessionTimeline): string {
  const lines = [CSV_HEADER];
  for (const { t, second, state, reason, confidence, perclos, alert } of secondsOf(timeline)) {
    const fields = [
      new Date(t).toISOString(),
      String(second),
      state,
      reason ?? '',
      confidence?.toFixed(SHARE_DIGITS) ?? '',
      perclos?.toFixed(SHARE_DIGITS) ?? '',
      alert ?? '',
    ];
    lines.push(fields.join(','));
  }
  return lines.join(CSV_LINE_END) + CSV_LINE_END;
}

/** A session as JSON: its summary, its alerts and every second. */
export function sessionJson(session: Session, timeline: SessionTimeline): string {
  const { version, id, startedAt, endedAt, summary } = session;
  const iso = (t: number | null) => (t === null ? null : new Date(t).toISOString());
  return JSON.stringify({
    format: 'wakeful-session',
    version,
    id,
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    summary: {
      timeMs: summary.time,
      alerts: summary.alerts,
      longestClosureMs: summary.longestClosure,
    },
    alerts: timeline.alerts,
    seconds: [...secondsOf(timeline)].map(({ t, ...second }) => ({ t: iso(t), ...second })),
  });
}
