import * as v from 'valibot';
import { SECOND_MS } from '../../common/clock';
import { WakefulError } from '../../common/errors';
import { jsonOrNull } from '../../common/json';
import { count, fraction, instant, RANGES, wholeWithin, within } from '../../common/ranges';
import { isNewer } from '../../storage/quarantine';
import { EMPTY_SUMMARY } from '../../wakefulness/summary';
import {
  encodeFraction,
  encodeReason,
  encodeState,
  mapColumns,
  readReason,
  readState,
  type Columns,
} from './seconds';
import {
  addedSchema,
  alertSchema,
  SESSION_FORMAT,
  SESSION_VERSION,
  sessionSchema,
  type RecordedAlert,
  type Session,
} from './session';

type SessionFileErrorCode = 'session-file-foreign' | 'session-file-newer' | 'session-file-damaged';

/** The file cannot be imported; nothing was changed. */
class SessionFileError extends WakefulError<SessionFileErrorCode> {}

const time = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'is no time'),
  v.transform((text) => Date.parse(text)),
  instant,
);

const duration = within(RANGES.sessionTime);

const fileSchema = v.object({
  format: v.literal(SESSION_FORMAT),
  version: v.literal(SESSION_VERSION),
  id: v.pipe(v.string(), v.regex(/^[^/]{1,100}$/)),
  startedAt: time,
  endedAt: v.nullable(time),
  summary: v.object({
    timeMs: v.object({ awake: duration, drowsy: duration, asleep: duration, unknown: duration }),
    // Earlier releases did not write it.
    restMs: v.optional(duration),
    alerts: v.object({ gentle: count, strong: count }),
    longestClosureMs: duration,
  }),
  ...addedSchema.entries,
  alerts: v.array(alertSchema),
  seconds: v.pipe(
    v.array(
      v.object({
        second: wholeWithin(RANGES.sessionSecond),
        state: v.pipe(v.string(), v.transform(readState)),
        reason: v.pipe(v.nullable(v.string()), v.transform(readReason)),
        confidence: v.nullable(fraction),
        perclos: v.nullable(fraction),
      }),
    ),
    v.maxLength(RANGES.sessionSecond.most),
    v.check((rows) => rows.every(({ second }, i) => second === i), 'has seconds that are missing'),
  ),
});

export interface ReadSession {
  readonly session: Session;
  readonly columns: Columns;
  readonly alerts: readonly RecordedAlert[];
}

/** Reads what `sessionJson` wrote. @throws SessionFileError */
export function readSessionFile(text: string): ReadSession {
  const value = jsonOrNull(text);
  if (!v.is(v.object({ format: v.literal(SESSION_FORMAT) }), value)) {
    throw new SessionFileError(
      'session-file-foreign',
      'This is not a session that was exported as JSON.',
      'Choose a file that “Export JSON” wrote, under a session. What “Export everything” wrote is restored under Learners.',
    );
  }
  if (isNewer(value, SESSION_VERSION)) {
    throw new SessionFileError(
      'session-file-newer',
      'The session is from a newer Wakeful.',
      'Reload this page to get the newest version, then import the file again.',
    );
  }
  const file = v.safeParse(fileSchema, value);
  if (!file.success) throw damaged(file.issues[0]);
  const { id, startedAt, seconds: rows, summary: sums, alerts } = file.output;
  const { note, hoursSlept, lectureStart, playerTimes, moments } = file.output;
  const endedAt = file.output.endedAt ?? startedAt + rows.length * SECOND_MS;
  const session = v.safeParse(sessionSchema, {
    version: SESSION_VERSION,
    id,
    // The file says nothing of the learner.
    learnerId: null,
    startedAt,
    endedAt,
    savedAt: endedAt,
    seconds: rows.length,
    summary: {
      ...EMPTY_SUMMARY,
      startedAt,
      updatedAt: endedAt,
      time: sums.timeMs,
      rest: sums.restMs,
      alerts: sums.alerts,
      longestClosure: sums.longestClosureMs,
    },
    note,
    hoursSlept,
    lectureStart,
    playerTimes,
    moments,
  });
  if (!session.success) throw damaged(session.issues[0]);
  const codes = {
    state: rows.map(({ state }) => encodeState(state)),
    reason: rows.map(({ reason }) => encodeReason(reason)),
    confidence: rows.map(({ confidence }) => encodeFraction(confidence)),
    perclos: rows.map(({ perclos }) => encodeFraction(perclos)),
  };
  return { session: session.output, columns: mapColumns((name) => Uint8Array.from(codes[name])), alerts };
}

function damaged(issue: v.BaseIssue<unknown>): SessionFileError {
  return new SessionFileError(
    'session-file-damaged',
    `The file is damaged: ${v.getDotPath(issue) ?? 'it'} ${issue.message}.`,
    'Export the session again where it came from.',
  );
}
