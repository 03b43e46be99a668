import { useMemo, useState } from 'react';
import { SECOND_MS } from '../../common/clock';
import { lectureTime } from '../../insights/lecture-time';
import { storyOf, type Moment, type SessionStory } from '../../insights/story';
import { tipFor } from '../../insights/tip';
import {
  sessionCsv,
  sessionJson,
  type EndedSession,
  type Session,
  type SessionNotes,
  type SessionTimeline,
} from '../../profile';
import type { SessionSummary } from '../../wakefulness';
import type { ShownState, WakefulnessState } from '../../wakefulness/state-event';
import { useHistory } from '../context';
import {
  common,
  moments as momentsText,
  stateWords,
  story as storyText,
  summary as text,
  tips,
} from '../messages/texts';
import {
  clockTime,
  enumerated,
  fileStamp,
  inWords,
  percent,
  shortSeconds,
  timeOfDay,
} from '../shared/format';
import { StateTimeline } from '../shared/timeline/StateTimeline';
import { Button, ConfirmButton } from '../shared/ui/Button';
import { offerFile } from '../shared/ui/Files';
import { TableHead } from '../shared/ui/Page';
import { printPage } from './history-files';
import { Notes } from './Notes';
import { lasting, storyInWords, tipInWords } from './words';

interface ReportProps {
  readonly opened: EndedSession;
  /** null where there is nothing to delete. */
  readonly onDelete: (() => void) | null;
}

/** A session: in words, in numbers, over time, what to watch again, and the learner's notes. */
export function SessionReport({ opened: { session: read, summary, timeline }, onDelete }: ReportProps) {
  const [session, annotate] = useNotes(read);
  const story = useMemo(() => storyOf(timeline), [timeline]);
  const tip = tipFor(story, session.hoursSlept);
  return (
    <>
      <section className="story" aria-label={storyText.title}>
        <p className="story-words" data-testid="story">
          {storyInWords(story)}
        </p>
        {tip && (
          <p className="tip" data-testid="tip" data-kind={tip.kind}>
            <strong>{tips.title}</strong> {tipInWords(tip)}
          </p>
        )}
      </section>
      <Summary summary={summary} />
      <StateTimeline timeline={timeline} initial="session" />
      <Moments session={session} story={story} />
      {session.endedAt !== null && <Notes session={session} onChange={annotate} />}
      <div className="actions">
        <SessionActions session={session} timeline={timeline} onDelete={onDelete} />
      </div>
    </>
  );
}

/** A session with its notes as they stand. Where sessions are not kept, they go with the page. */
function useNotes(read: Session): [Session, (notes: SessionNotes) => void] {
  const listed = useHistory(({ sessions }) => sessions?.find(({ id }) => id === read.id));
  const annotate = useHistory((history) => history.annotate);
  const [unkept, setUnkept] = useState<SessionNotes>({});
  if (listed) return [listed, (notes) => void annotate(listed.id, notes)];
  return [{ ...read, ...unkept }, (notes) => setUnkept({ ...unkept, ...notes })];
}

/** Moments shown at most. */
const MOST_MOMENTS = 10;

/** Sleep before drowsiness, then the longer. */
const weight = ({ asleep, drowsy }: Moment): number => 1000 * asleep + drowsy;

function Moments({
  session,
  story: { moments },
}: {
  readonly session: Session;
  readonly story: SessionStory;
}) {
  if (moments.length === 0) return null;
  const shown = [...moments]
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST_MOMENTS)
    .sort((a, b) => a.from - b.from);
  const isLectureKnown = shown.some(({ from }) => lectureTime(session, from) !== null);
  return (
    <section className="moments">
      <h2>{momentsText.title}</h2>
      <p className="hint">{momentsText.lead}</p>
      <table aria-label={momentsText.table}>
        <TableHead
          columns={[
            ...(isLectureKnown ? [momentsText.lecture] : []),
            momentsText.after,
            momentsText.clock,
            momentsText.what,
          ]}
        />
        <tbody>
          {shown.map((moment) => (
            <tr key={moment.from}>
              {isLectureKnown && (
                <td className="moment-lecture">{clockOf(lectureTime(session, moment.from))}</td>
              )}
              <td>{clockOf(moment.from)}</td>
              <td>{timeOfDay(session.startedAt + moment.from * SECOND_MS)}</td>
              <td>{happened(moment)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {moments.length > shown.length && (
        <p className="hint">{momentsText.more(moments.length - shown.length)}</p>
      )}
    </section>
  );
}

const clockOf = (seconds: number | null): string =>
  seconds === null ? common.none : clockTime(seconds * SECOND_MS);

function happened({ asleep, drowsy }: Moment): string {
  const parts = [];
  if (asleep > 0) parts.push(momentsText.asleep(lasting(asleep)));
  if (drowsy > 0) parts.push(momentsText.drowsy(lasting(drowsy)));
  return enumerated(parts);
}

const STATES: readonly WakefulnessState[] = ['awake', 'drowsy', 'asleep', 'unknown'];
/** Rests are asleep by Table 1, and told apart in words. */
const SHOWN: readonly ShownState[] = ['awake', 'drowsy', 'eyes-closed', 'asleep', 'unknown'];

/** A session in numbers: time in each state, alerts, the longest closure. */
export function Summary({ summary }: { readonly summary: SessionSummary }) {
  const { rest = 0, alerts, longestClosure } = summary;
  const time = { ...summary.time, asleep: summary.time.asleep - rest, 'eyes-closed': rest };
  const total = recordedTime(summary);
  const shareOf = (state: ShownState): number => (total === 0 ? 0 : time[state] / total);
  return (
    <div className="summary">
      <section className="summary-times">
        <h2>{text.times}</h2>
        <ShareBar summary={summary} />
        <dl className="shares">
          {SHOWN.filter((state) => state !== 'eyes-closed' || rest > 0).map((state) => (
            <div key={state} data-state={state === 'eyes-closed' ? 'asleep' : state}>
              <dt>{stateWords[state]}</dt>
              <dd>{text.share(inWords(time[state]), percent(shareOf(state)))}</dd>
            </div>
          ))}
        </dl>
      </section>
      <dl className="facts">
        <div>
          <dt>{text.duration}</dt>
          <dd>{inWords(total)}</dd>
        </div>
        <div>
          <dt>{text.alerts}</dt>
          <dd data-testid="summary-alerts">{alertsInWords(alerts)}</dd>
        </div>
        <div>
          <dt>{text.longestClosure}</dt>
          <dd>{longestClosure === 0 ? text.noClosure : shortSeconds(longestClosure)}</dd>
        </div>
      </dl>
    </div>
  );
}

/** `1 gentle alert, 2 wake-up alerts`. */
export function alertsInWords({ gentle, strong }: SessionSummary['alerts']): string {
  const parts = [];
  if (gentle > 0) parts.push(text.gentleAlerts(gentle));
  if (strong > 0) parts.push(text.strongAlerts(strong));
  return enumerated(parts) || text.noAlerts;
}

/** The length of a session, in ms. */
export const recordedTime = ({ time }: SessionSummary): number =>
  STATES.reduce((sum, state) => sum + time[state], 0);

/** A session's time in each state, as lengths of one bar. */
export function ShareBar({ summary: { time } }: { readonly summary: SessionSummary }) {
  return (
    <span className="share-bar" aria-hidden="true">
      {STATES.filter((state) => time[state] > 0).map((state) => (
        <span key={state} data-state={state} style={{ flexGrow: time[state] }} />
      ))}
    </span>
  );
}

interface SummaryProps {
  readonly session: Session;
  readonly timeline: SessionTimeline;
  /** null where there is nothing to delete. */
  readonly onDelete: (() => void) | null;
}

/** A session as a file, or gone. */
export function SessionActions({ session, timeline, onDelete }: SummaryProps) {
  const name = `wakeful-${fileStamp(session.startedAt)}`;
  return (
    <>
      <Button onClick={() => offerFile(`${name}.csv`, 'text/csv', sessionCsv(timeline))}>{text.csv}</Button>
      <Button onClick={() => offerFile(`${name}.json`, 'application/json', sessionJson(session, timeline))}>
        {text.json}
      </Button>
      <Button onClick={printPage}>{text.print}</Button>
      {onDelete && (
        <ConfirmButton question={text.confirmDelete} onConfirm={onDelete}>
          {text.delete}
        </ConfirmButton>
      )}
    </>
  );
}
