import { useMemo, useState } from 'react';
import { SECOND_MS } from '../../common/clock';
import { lectureTime } from '../../insights/lecture-time';
import { storyOf, type Moment, type SessionStory } from '../../insights/story';
import { tipFor } from '../../insights/tip';
import type { Session, SessionNotes } from '../../profile';
import { useHistory } from '../context';
import type { EndedSession } from '../monitor/session-tape';
import { clockTime, enumerated, timeOfDay } from '../shared/format';
import { common } from '../shared/strings';
import { StateTimeline } from '../shared/timeline/StateTimeline';
import { TableHead } from '../shared/ui/TableHead';
import { Notes } from './Notes';
import { moments as momentsText, story as storyText, tips } from './strings';
import { SessionActions, Summary } from './Summary';
import { lasting, storyInWords, tipInWords } from './words';

interface Props {
  readonly opened: EndedSession;
  /** null where there is nothing to delete. */
  readonly onDelete: (() => void) | null;
}

/** A session: in words, in numbers, over time, what to watch again, and the learner's notes. */
export function SessionReport({ opened: { session: read, summary, timeline }, onDelete }: Props) {
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
