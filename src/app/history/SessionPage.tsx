import { useEffect, useState } from 'react';
import type { Session } from '../../profile';
import { common, pages } from '../shared/strings';
import { history as text } from './strings';
import { dateAndTime } from '../shared/format';
import { hrefOf } from '../shared/routes';
import { useHistory } from '../context';
import type { Recording } from '../monitor/session-tape';
import { Timeline } from '../shared/timeline/Timeline';
import { useLearnerName } from './HistoryPage';
import { SessionActions } from './SessionActions';
import { Summary } from './Summary';

type Opened = Recording & { readonly session: Session };

/** One session of the history. */
export function SessionPage({ id }: { readonly id: string }) {
  const open = useHistory((history) => history.open);
  /** undefined: being read; null: not here. */
  const [opened, setOpened] = useState<Opened | null>();

  useEffect(() => {
    let current = true;
    void open(id).then((found) => current && setOpened(found));
    return () => {
      current = false;
    };
  }, [id, open]);

  return (
    <div className="page">
      <p>
        <a href={hrefOf({ page: 'history' })}>{text.back}</a>
      </p>
      {opened ? (
        <Opened opened={opened} />
      ) : (
        <>
          <h1>{pages.session}</h1>
          <p role="status">{opened === null ? text.missing : common.reading}</p>
        </>
      )}
    </div>
  );
}

function Opened({ opened: { session, summary, timeline } }: { readonly opened: Opened }) {
  const remove = useHistory((history) => history.delete);
  const name = useLearnerName(session.learnerId);

  function discard(): void {
    void remove(session.id);
    location.hash = hrefOf({ page: 'history' });
  }

  return (
    <>
      <header className="page-head">
        <h1>{dateAndTime(session.startedAt)}</h1>
        <p className="lead">{name}</p>
      </header>
      <Summary summary={summary} />
      <Timeline timeline={timeline} initial="session" />
      <div className="actions">
        <SessionActions
          session={session}
          timeline={timeline}
          onDelete={session.endedAt === null ? null : discard}
        />
      </div>
      {session.endedAt === null && <p className="hint">{text.running}</p>}
    </>
  );
}
